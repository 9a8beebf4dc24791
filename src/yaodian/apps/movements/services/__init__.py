"""What people do with children's files: one module for each act."""
