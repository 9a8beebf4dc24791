"""What people do, a folder each: `urls.py`, `views.py`, `templates/<screen>/`, `locale/`; found by walking, never listed."""

from pathlib import Path

SCREENS = tuple(sorted(found.parent.name for found in Path(__file__).parent.glob("*/urls.py")))
