"""Plans 要点: documents, items, targets, assignment, progress, lights."""
