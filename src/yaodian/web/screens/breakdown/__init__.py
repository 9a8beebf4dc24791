"""The breakdown: the whole table, one task's assignment, the offices' opinions, the steps to its issue."""
