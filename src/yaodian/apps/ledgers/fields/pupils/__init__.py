"""The tables of the field pupils."""
