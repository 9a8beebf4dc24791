"""What the schools stand in: teaching blocks, offices, canteens, dormitories; a few in danger, those of level D not in use."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import TODAY
from yaodian.cli.synthetic.tree import Site

Row = dict[str, Any]
TEACHING = {
    "kindergarten": 6.5,
    "primary": 5.2,
    "junior": 6.4,
    "senior": 7.5,
    "vocational": 8.5,
    "special": 14.0,
}  # m² per pupil
USUAL, SHORT = (1.08, 1.4), (0.62, 0.78)  # how much of it there is
BLOCK = 3_600  # m² of the largest teaching block


class Estates:
    """Makes buildings; ids count from 1."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rows: list[Row] = []

    def school(self, site: Site, pupils: int, boarders: int, short: bool = False) -> list[Row]:
        """The buildings of a school for so many pupils, of them so many who live in; `short`: with too few classrooms."""
        rng = self.rng
        first = len(self.rows)
        need = max(
            120.0, pupils * max(TEACHING[stage] for stage in site.stages) * rng.uniform(*SHORT if short else USUAL)
        )
        blocks = max(1, round(need / BLOCK + 0.3))
        for nth in range(blocks):
            name = "教学楼" if blocks == 1 else f"{nth + 1}号教学楼"
            self._add(site, name, "10", need / blocks, floors=self._floors(need / blocks))
        if pupils > 150:
            self._add(site, "综合楼", "20", max(90, pupils * 0.7), floors=3)
        if pupils > 60:
            self._add(site, "食堂", "33", max(60, pupils * 0.8), floors=1)
        if boarders:
            beds = round(boarders * rng.uniform(1.0, 1.15)) + 6
            self._add(site, "学生宿舍", "32", beds * 4.2, floors=self._floors(beds * 4.2), beds=beds)
        if site.place != "seat" and pupils > 100:
            self._add(site, "教师周转宿舍", "31", rng.randrange(200, 900), floors=3)
        self._add(site, "厕所", "34", max(20, pupils * 0.12), floors=1)
        if pupils > 120:
            self._add(site, "门卫室", "91", rng.randrange(15, 40), floors=1)
        if site.place == "village" and not site.private and rng.random() < 0.12:
            self._old(site)
        return self.rows[first:]

    @staticmethod
    def _floors(area: float) -> int:
        return 1 if area < 300 else 2 if area < 900 else 3 if area < 1800 else 4

    def _add(self, site: Site, name: str, used: str, area: float, *, floors: int, beds: int | None = None) -> Row:
        """A building in use, of level A or B, some of C that are being strengthened."""
        rng = self.rng
        built = rng.randrange(1994, 2024) if site.place != "seat" else rng.randrange(2002, 2024)
        surveyed = date(rng.randrange(2023, 2026), rng.randrange(3, 12), rng.randrange(1, 28))
        number = sum(row["school"] == site.unit.code for row in self.rows[-30:]) + 1
        row: Row = {
            "id": len(self.rows) + 1,
            "school": site.unit.code,
            "number": f"{site.unit.code}-{number:02d}",
            "name": name,
            "building_use": used,
            "built_in": built,
            "structure": "2" if built >= 2010 or floors > 3 else "3",
            "floors": floors,
            "area": round(area * 100),
            "own": not site.private,
            "danger_level": "A" if built >= 2008 or rng.random() < 0.6 else "B",
            "surveyed_on": surveyed,
            "next_survey_on": date(surveyed.year + 5, surveyed.month, 28),
            "surveyor": "青澜县房屋安全鉴定所",
            "seismic": "1",
            "fire_accepted": True,
            "insured_until": date(2027, 8, 31),
            "in_use": True,
        }
        if beds is not None:
            row["beds"] = beds
        self.rows.append(row)
        return row

    def _old(self, site: Site) -> None:
        """An old house: of level D and shut, or of level C and shut until it is strengthened."""
        rng = self.rng
        row = self._add(site, "旧教学楼", "99", rng.randrange(180, 700), floors=1)
        level = "D" if rng.random() < 0.55 else "C"
        row |= {
            "built_in": rng.randrange(1972, 1990),
            "structure": rng.choice("345"),
            "danger_level": level,
            "seismic": "3",
            "fire_accepted": False,
            "in_use": False,
            "closed_on": date(rng.randrange(2024, 2026), 8, 20),
            "surveyed_on": date(2024, rng.randrange(3, 8), 12),
            "next_survey_on": date(2027, 3, 28),
        }
        row.pop("insured_until")


def area_by_level(rows: Sequence[Row]) -> dict[str, int]:
    """Square metres (times 100) of the standing buildings by danger level."""
    found: dict[str, int] = {}
    for row in rows:
        if row.get("demolished_on") is None or row["demolished_on"] > TODAY:
            level = row.get("danger_level", "")
            found[level] = found.get(level, 0) + row["area"]
    return found
