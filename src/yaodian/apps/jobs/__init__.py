"""Background work that shows its progress and survives a restart."""
