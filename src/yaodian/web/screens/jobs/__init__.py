"""Background work while one waits, and the files that lie behind evidence."""
