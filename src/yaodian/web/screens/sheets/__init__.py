"""The breakdown on paper and as a workbook: export, print, and import of what was edited."""
