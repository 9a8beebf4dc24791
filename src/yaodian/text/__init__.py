"""A document read into outline, commitments, deadlines and actors, each with its span."""
