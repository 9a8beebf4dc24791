"""The documents that the bureau issues (.docx, .xlsx)."""
