"""Full-text search in Chinese: single characters and overlapping pairs, in SQLite's FTS5 and PostgreSQL's tsvector alike."""
