"""Plants of enrolment spells."""

from collections.abc import Callable
from datetime import date, timedelta

from yaodian.cli.synthetic.planting.planter import Planter, Row
from yaodian.cli.synthetic.planting.pupils import COMPULSORY, Plant

SEEN_BY_GRADUATES = {"E02": "G02", "E03": "G01"}  # what the register of graduates says to the same mistake


def last_spell(code: str, status: str, change: Callable[[Planter, Row], object]) -> Plant:
    """A plant that changes the only spell of a pupil of a status."""

    def plant(planter: Planter) -> None:
        row = planter.pupil(status=status, fits=lambda row: len(planter.spells[row["id"]]) == 1)
        spell = planter.spells[row["id"]][-1]
        change(planter, spell)
        planter.mark("enrolments", spell, code)
        if code in SEEN_BY_GRADUATES:
            planter.mark_graduation(spell, SEEN_BY_GRADUATES[code])

    return plant


def _in_two_schools(planter: Planter) -> None:
    """A second spell beside the first; both overlap."""
    row = planter.pupil(
        grades=COMPULSORY[1:],
        fits=lambda row: len(planter.spells[row["id"]]) == 1 and row["entered_on"] < date(2026, 1, 1),
    )
    spell = planter.spells[row["id"]][-1]
    room = planter.other_class(row["grade"], row["school"])
    second = planter.add("enrolments", {
        "pupil": row["id"], "school": room["school"], "class_room": room["id"], "grade": spell["grade"],
        "entered_on": spell["entered_on"] + timedelta(days=40), "entered_how": "40",
        "left_on": spell["entered_on"] + timedelta(days=90), "left_how": "90",
    })  # fmt: skip
    planter.mark("enrolments", spell, "E01")
    planter.mark("enrolments", second, "E01")


def _came_after_death(planter: Planter) -> None:
    """A spell that ended by death, and another one after it."""
    row = planter.pupil(fits=lambda row: len(planter.spells[row["id"]]) == 2)
    first, second = planter.spells[row["id"]]
    if first["left_how"] == "10":
        planter.mark_graduation(first, "G01")
    first["left_how"] = "50"
    planter.mark("enrolments", second, "E05")


def _never_arrived(planter: Planter) -> None:
    """Said to have gone to another school of the county, where nobody came."""
    row = planter.pupil(status="50", fits=lambda row: row["left_on"] < date(2026, 7, 1))
    spell = planter.spells[row["id"]][-1]
    spell["left_how"] = "21"
    planter.mark("enrolments", spell, "E06")


def _foreign_class(planter: Planter, spell: Row) -> None:
    for room in planter.rows["classes"]:
        if room["school"] != spell["school"] and room["grade"] == spell["grade"]:
            spell["class_room"] = room["id"]
            return


ENROLMENTS: dict[str, Plant] = {
    "E07": last_spell("E07", "50", lambda _, spell: spell.pop("counterpart")),
    "E06": _never_arrived,
    "E01": _in_two_schools,
    "E02": last_spell("E02", "40", lambda _, spell: spell.update(left_on=spell["entered_on"] - timedelta(days=5))),
    "E03": last_spell("E03", "40", lambda _, spell: spell.pop("left_how")),
    "E04": last_spell("E04", "40", _foreign_class),
    "E05": _came_after_death,
}
