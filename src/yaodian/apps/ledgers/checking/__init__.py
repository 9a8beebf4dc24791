"""Checking rows: one row in a form by the reference evaluator, many rows by the engine; the same checks for both."""
