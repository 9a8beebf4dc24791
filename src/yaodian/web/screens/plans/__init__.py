"""Plans as documents: upload, reading, review, the original text, all years."""
