"""Catalogue and measures (nothing here yet)."""
