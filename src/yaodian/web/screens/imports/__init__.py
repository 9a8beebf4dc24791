"""Importing sheets into registers: upload, headings, what was found, confirm, undo."""
