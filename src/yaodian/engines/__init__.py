"""The only room that knows Ibis (nothing here yet)."""
