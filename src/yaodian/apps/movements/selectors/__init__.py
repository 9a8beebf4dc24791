"""What the pages of movements read, within the post's reach."""
