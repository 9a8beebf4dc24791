"""Writes of the organisation: units, accounts, posts."""
