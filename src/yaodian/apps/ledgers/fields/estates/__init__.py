"""The tables of the field estates."""
