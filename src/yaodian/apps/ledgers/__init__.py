"""Registers' rows in real tables (nothing here yet)."""
