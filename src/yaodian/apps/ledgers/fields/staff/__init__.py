"""The tables of the field staff."""
