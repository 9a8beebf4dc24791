"""Sports areas: a track where there is room for one, courts and corners; for kindergartens places to play outdoors."""

from datetime import date
from random import Random

from yaodian.cli.synthetic.lacking import Want
from yaodian.cli.synthetic.premises import Maker, Part, Row, School
from yaodian.registers.code_lists import code_list

PER_PUPIL = {"seat": (7.6, 11.0), "town": (7.6, 14.0), "village": (7.6, 17.0)}  # m² in primary schools
OUTDOORS = {"seat": (3.4, 6.0), "town": (3.6, 8.0), "village": (3.8, 9.0)}  # m² in kindergartens
BESIDE_PRIMARY = {"junior": 1.36, "senior": 1.4, "vocational": 1.3, "special": 2.0}
TRACKS = (
    (14_000, 400),
    (8_500, 300),
    (5_500, 250),
    (2_800, 200),
    (1_600, 150),
)  # from so many m² a lap of so many metres
SHARES = {"11": 0.55, "21": 0.21, "22": 0.08, "24": 0.05, "25": 0.04, "31": 0.07}
LEAST = 40  # m² below which a corner is no place of its own
HALL = 900  # pupils from which a school of the county seat has a hall
SURFACES = {"11": "125", "21": "14", "22": "14", "24": "14", "25": "4", "31": "17", "41": "124", "51": "6"}


class SportsAreas(Maker):
    """Makes sports areas, school by school."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self._names = {code.code: code.name for code in code_list("sports_area_kind").codes}

    def school(self, school: School) -> None:
        """All sports areas of a school."""
        for part in school.parts:
            if part.stage == "kindergarten":
                area = part.pupils * part.drawn(self.rng, OUTDOORS) + 30
                for share in (0.6, 0.4) if area > 300 else (1.0,):
                    self._add(part, "41", area * share)
            else:
                self._grounds(part)

    def _grounds(self, part: Part) -> None:
        area = 60 + part.pupils * part.drawn(self.rng, PER_PUPIL, Want.SPORTS) * BESIDE_PRIMARY.get(part.stage, 1.0)
        if part.site.place == "seat" and part.pupils > HALL and self.rng.random() < 0.5:
            hall = area * 0.08
            self._add(part, "51", hall)
            area -= hall
        shares = {kind: share for kind, share in SHARES.items() if area * share >= LEAST}
        for kind, share in shares.items():
            self._add(part, kind, area * share / sum(shares.values()))
        if not shares:
            self._add(part, "31", area)

    def _add(self, part: Part, kind: str, area: float) -> None:
        """One area; some tracks were laid anew, and then the old one, of earth, was given up the day before."""
        rng = self.rng
        lap = next((length for least, length in TRACKS if area >= least), 0) if kind == "11" else 0
        kind = "12" if kind == "11" and not lap else kind
        row: Row = {
            "name": self._names[kind],
            "area_kind": kind,
            "stage": part.stage,
            "area": round(area * 100),
            "surface": rng.choice(SURFACES.get(kind, "45")),
            "opened_on": date(rng.randrange(2003, 2024), 9, 1),
        }
        if kind in {"11", "12"}:
            row["track_length"] = lap or 60
        if kind == "11" and rng.random() < 0.2:
            day = date(rng.choice((2025, 2026)), 8, 20)
            self.add(part.code, ("number", "C"), row | {"surface": "5", "closed_on": day, "area": round(area * 90)})
            row |= {"surface": "1", "opened_on": day}
        self.add(part.code, ("number", "C"), row)
