"""The vocabulary of a register, 台账 (nothing here yet)."""
