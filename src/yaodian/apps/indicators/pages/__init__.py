"""What the pages of indicators show: selectors over figures that a reader may see, with charts as `{% chart %}` takes them."""
