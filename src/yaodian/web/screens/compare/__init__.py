"""Two plans side by side, and ours against the superior's document."""
