"""The demo county's border, for its maps."""

import json

from django.conf import settings

from yaodian.cli.county.registers import SEED
from yaodian.cli.synthetic.geography import Land


def draw_border() -> None:
    """Write the outline where maps look for it, unless the bureau has put its own there."""
    path = settings.GEOGRAPHY_ROOT / "outline.geojson"
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    geometry = {"type": "Polygon", "coordinates": [Land.of(SEED).outline()]}
    path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}), encoding="utf-8")
