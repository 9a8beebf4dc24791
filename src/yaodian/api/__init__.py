"""REST endpoints (nothing here yet)."""
