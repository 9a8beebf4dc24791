"""The fields of work, declared (nothing here yet)."""
