"""System (系统): units and people, posts, first passwords, the sheet of all, roles, the log."""
