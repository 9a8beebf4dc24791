"""Targets bound to indicators: all of a plan in one table, and what a single one is judged by."""
