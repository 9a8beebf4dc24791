"""Schools on the county's outline, without map tiles: colour and shape say who keeps to the norm, or lies above the county."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.pages.asking import Asked
from yaodian.apps.indicators.pages.by_unit import UnitTable
from yaodian.apps.indicators.pages.drawing import Chart
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import rows_of
from yaodian.packs import registers
from yaodian.registers.register import Register

EAST, NORTH = "longitude", "latitude"
Place = tuple[float, float]


def mapped(asked: Asked, table: UnitTable) -> Chart | None:
    """The map; None without an outline, or without places of schools."""
    outline = outline_of(Path(settings.GEOGRAPHY_ROOT) / "outline.geojson")
    if outline is None or table.level != "school":
        return None
    places = places_of([line.figure.unit for line in table.lines])
    drawn = [(line, places[line.figure.unit]) for line in table.lines if line.figure.unit in places]
    if not drawn:
        return None
    county = table.own.figure
    groups: dict[str, list[list[Any]]] = {}
    for line, place in drawn:
        groups.setdefault(_group(line.figure, table, county), []).append(
            [*place, asked.tree.info[line.figure.unit].short_name, line.figure.text]
        )
    lacking = len(table.lines) - len(drawn)
    says = "，".join(f"{name}{len(held)}校" for name, held in groups.items())
    says += f"；{lacking}校没有填经纬度，图上没有。" if lacking else "。"
    rows = [[line.figure.unit_name, line.figure.text, _group(line.figure, table, county)] for line, _place in drawn]
    points = {"outline": outline, "groups": groups}
    return Chart("map", points, says, f"地图：{says}", ["学校", asked.indicator.title, "图上"], rows)


def _group(figure: Figure, table: UnitTable, county: Figure) -> str:
    if figure.value is None:
        return "未显示"
    if table.limit is not None:
        return "达标" if table.limit.holds(figure.value) else "未达标"
    if county.value is None or not county.parts:
        return "有数"
    return "高于全县" if figure.value > county.value else "不高于全县"


def places_of(units: list[int]) -> dict[int, Place]:
    """Where units lie, of those that have said so."""
    register = located()
    if register is None:
        return {}
    owner = stored_name(register.by_key[register.owner])
    digits = 10 ** register.by_key[EAST].digits  # type: ignore[attr-defined]  # a Decimal, as `located` has asked
    rows = rows_of(register.key)._default_manager.filter(**{f"{owner}__in": units}).order_by("pk")
    return {
        unit: (east / digits, north / digits)
        for unit, east, north in rows.values_list(owner, EAST, NORTH)
        if east is not None and north is not None
    }


def located() -> Register | None:
    """The register that says where units lie."""
    return next((each for each in registers().values() if {EAST, NORTH} <= set(each.by_key)), None)


def outline_of(path: Path) -> dict[str, Any] | None:
    """The county's border as GeoJSON; None where there is none."""
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


@cache
def _read(path: Path, _changed: int) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held if held.get("type") == "FeatureCollection" else {"type": "FeatureCollection", "features": [held]}
