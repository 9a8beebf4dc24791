"""The tables of the field schools."""
