"""Choosing rows to plant into, each once, and recording what was planted."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any

from yaodian.packs import registers
from yaodian.registers.columns import Ref
from yaodian.registers.ids import made_up_resident

Row = dict[str, Any]
Fits = Callable[[Row], bool]
GRADES = {
    "kindergarten": ("01", "02", "03"),
    "primary": ("11", "12", "13", "14", "15", "16"),
    "junior": ("21", "22", "23"),
}
FIRST = frozenset(  # shuffled together; further registers each for itself, so that they change nothing in these
    {"schools", "staff", "buildings", "classes", "exchanges", "ethics_reviews"}
    | {"pupils", "enrolments", "dropouts", "visits", "care"}
)


class NothingFits(LookupError):
    """The county has no row (any more) that a plant could use."""


class Planter:
    """Gives out rows in a shuffled order; a pupil is given out once, with all that belongs to the pupil."""

    def __init__(self, rows: dict[str, list[Row]], seed: int) -> None:
        self.rows, self.planted = rows, list[Row]()
        self.rng = Random(seed + 1)  # noqa: S311  # invented people, no secrets
        self.by_id = {key: {row["id"]: row for row in found} for key, found in rows.items()}
        self._order = {
            key: (self.rng if key in FIRST else Random(f"{seed} {key}")).sample(found, len(found))  # noqa: S311
            for key, found in rows.items()
        }
        self._taken: set[tuple[str, int]] = {("pupils", row["pupil"]) for row in rows["dropouts"]}
        self._numbers = 0
        self.spells: dict[int, list[Row]] = {}
        for row in rows["enrolments"]:
            self.spells.setdefault(row["pupil"], []).append(row)

    def take(self, register: str, fits: Fits) -> Row:
        """An unused row that fits; NothingFits where there is none. A row of a used pupil is used."""
        for row in self._order[register]:
            pupil = ("pupils", row["pupil"]) if "pupil" in row else None
            if (register, row["id"]) in self._taken or pupil in self._taken or not fits(row):
                continue
            self._taken.add((register, row["id"]))
            if pupil:
                self._taken.add(pupil)
            return row
        raise NothingFits(register)

    def claim(self, register: str, row: Row) -> None:
        """Keep a row from being given out."""
        self._taken.add((register, row["id"]))

    def free(self, register: str, row: Row) -> bool:
        """Whether a row was not given out."""
        return (register, row["id"]) not in self._taken

    def pupil(self, *, status: str = "10", grades: tuple[str, ...] = (), fits: Fits = lambda _row: True) -> Row:
        """An unused pupil of a status and, if said, of some grades."""
        return self.take(
            "pupils", lambda row: row["status"] == status and (not grades or row["grade"] in grades) and fits(row)
        )

    def mark(self, register: str, row: Row, code: str) -> None:
        """Record that a row breaks a check."""
        self.planted.append({"code": code, "register": register, "id": row["id"], "key": self.key(register, row)})

    def mark_graduation(self, spell: Row, code: str) -> None:
        """Record that a graduation no longer finds the spell that it ended, or finds it ended on another day."""
        for row in self.rows["graduates"]:
            if (row["pupil"], row["school"]) == (spell["pupil"], spell["school"]):
                self.mark("graduates", row, code)

    def add(self, register: str, values: Row) -> Row:
        """A further row."""
        row = {"id": self.rows[register][-1]["id"] + 1 if self.rows[register] else 1} | values
        self.rows[register].append(row)
        self.by_id[register][row["id"]] = row
        self._taken.add((register, row["id"]))
        return row

    def key(self, register: str, row: Row) -> Mapping[str, Any]:
        """The identity of a row as people know it: references by the identity of what they name."""
        declared = registers()[register]
        found: Row = {}
        for name in ("period", *declared.identity):
            if name not in row:
                continue
            column = declared.by_key.get(name)
            if isinstance(column, Ref):
                found[name] = dict(self.key(column.register, self.by_id[column.register][row[name]]))
            else:
                found[name] = row[name].isoformat() if isinstance(row[name], date) else row[name]
        return found

    def new_id(self, born: date, sex: str) -> str:
        """An ID number that nobody has, of a further area."""
        self._numbers += 1
        return made_up_resident("990401", born, 2 * (self._numbers % 500) + (sex == "1"))

    def other_class(self, grade: str, school: str) -> Row:
        """A class of this grade that is taught in another school."""
        for row in self._order["classes"]:
            if row["grade"] == grade and row["school"] != school and "closed_on" not in row:
                return row
        raise NothingFits("classes")

    def teacher_of(self, school: str) -> Row:
        """Somebody of the staff who is at a school."""
        for row in self.rows["staff"]:
            if row["school"] == school and row["staff_kind"] == "1" and "left_on" not in row:
                return row
        raise NothingFits("staff")
