"""Visits and schemes (nothing here yet)."""
