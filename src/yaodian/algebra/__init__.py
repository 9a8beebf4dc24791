"""The indicator algebra (nothing here yet)."""
