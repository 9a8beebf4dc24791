"""The tables of the field equipment."""
