"""Writes of the plans: reading a document in, review, proposals, breakdown, running."""
