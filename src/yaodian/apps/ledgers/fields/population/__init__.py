"""The tables of the field population."""
