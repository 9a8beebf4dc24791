"""Evidence files, kept by their hash."""
