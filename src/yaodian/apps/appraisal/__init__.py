"""Years and scores (nothing here yet)."""
