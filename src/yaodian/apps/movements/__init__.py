"""Movements of pupils (学籍异动): transfers between schools, suspension and return, leaving and graduating; spells kept by the way."""
