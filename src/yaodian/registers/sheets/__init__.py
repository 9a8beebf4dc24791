"""Spreadsheets of registers: read as they come (reading, cells), written as templates and exports (writing)."""
