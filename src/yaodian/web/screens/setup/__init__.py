"""Setting registers up: which office has which duty, tokens of other systems."""
