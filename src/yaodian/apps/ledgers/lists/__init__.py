"""Reading a register as a list: what is wanted (an address), which rows, how cells look, choices, counts, saved views."""
