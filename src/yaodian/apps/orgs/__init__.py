"""Units as a tree over time; people, posts, roles, reach."""
