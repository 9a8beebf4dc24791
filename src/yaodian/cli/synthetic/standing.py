"""What is written into the profiles of schools when all else is there: recognitions, and the sports area of their grounds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

Row = dict[str, Any]
EXEMPLARY, STANDARD, SENIOR = "01", "05", "04"  # codes of accreditation_kind
RECOGNISED = {  # codes of school_type: the recognition, what share has it, codes of its level
    **dict.fromkeys(("211", "311", "312"), (STANDARD, 0.74, "344")),  # teaching points are not among them
    "111": (EXEMPLARY, 0.22, "3444"),
    "342": (SENIOR, 0.5, "23"),
}
PUBLIC_MORE = 1.5  # how much more likely a public kindergarten is exemplary than a private one


def profile(rows: Mapping[str, Sequence[Row]], seed: int) -> None:
    """Complete the profiles; by a chance of its own."""
    rng = Random(f"{seed} standing")  # noqa: S311  # invented schools, no secrets
    grounds = _grounds(rows["sports_areas"])
    for row in rows["schools"]:
        if row["life"] == "1":
            row["sports_area"] = grounds[row["school"]]
            _recognise(row, rng)


def _grounds(areas: Iterable[Row]) -> Counter[str]:
    """The area of each school's grounds and halls in use."""
    found = Counter[str]()
    for row in areas:
        if "closed_on" not in row:
            found[row["school"]] += row["area"]
    return found


def _recognise(row: Row, rng: Random) -> None:
    kind, share, levels = RECOGNISED.get(row["school_type"], ("", 0.0, ""))
    drawn, level, until = rng.random(), rng.choice(levels or "4"), date(2027 + rng.randrange(3), 12, 31)
    if drawn < share * (PUBLIC_MORE if kind == EXEMPLARY and row["run_by"] == "1" else 1):
        row |= {"accreditation": kind, "accreditation_level": level, "accredited_until": until}
