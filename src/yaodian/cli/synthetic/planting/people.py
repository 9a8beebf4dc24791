"""Plants of training, graduates and the school-age population."""

from datetime import date, timedelta

from yaodian.cli.synthetic.planting.careers import of, other_school
from yaodian.cli.synthetic.planting.planter import Fits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant
from yaodian.cli.synthetic.years import begins

LAST = 2026
COMPARED = 50  # residents of an age and sex from which a year is compared with the one before


# training


def _own(row: Row) -> bool:
    """A school's own course of an ended year."""
    return bool(row["training_level"] == "5" and "passed" in row and row["passed"])


def _county(row: Row) -> bool:
    """A county's course that was passed."""
    return bool(row["training_level"] == "4" and row.get("passed"))


def _at_once(planter: Planter) -> None:
    """A second course away from school within the first."""
    row = planter.take("training", _county)
    second = {key: value for key, value in row.items() if key != "id"} | {"course": f"{row['course']}（示范班）"}
    for one in (row, planter.add("training", second)):
        planter.mark("training", one, "J03")


def _before_teaching(planter: Planter, row: Row) -> None:
    joined = planter.by_id["staff"][row["teacher"]]["joined_teaching_on"]
    row.update(begins_on=joined - timedelta(days=400), ends_on=joined - timedelta(days=300))


def _after_leaving(planter: Planter) -> None:
    """A course in the holidays after a teacher retired."""
    row = planter.take("training", lambda row: _own(row) and "left_on" in planter.by_id["staff"][row["teacher"]])
    left = planter.by_id["staff"][row["teacher"]]["left_on"]
    row.update(begins_on=left + timedelta(days=20), ends_on=left + timedelta(days=40))
    planter.mark("training", row, "J06")


def _running(row: Row) -> bool:
    """A school's own course of this year."""
    return bool(row["training_level"] == "5" and "passed" not in row and row["begins_on"] >= begins(LAST))


def _elsewhere(planter: Planter, row: Row) -> None:
    row.update(school=other_school(planter, row["school"]))


TRAINING: dict[str, Plant] = {
    "J06": _after_leaving,
    "J01": of("training", "J01", lambda _, row: row.update(ends_on=row["begins_on"] - timedelta(days=3), hours=8), _own),
    "J02": of("training", "J02", lambda _, row: row.update(hours=120), _county),
    "J03": _at_once,
    "J04": of("training", "J04", _before_teaching, _own),
    "J05": of("training", "J05", _elsewhere, _own),
    "J07": of("training", "J07", lambda _, row: row.update(passed=True), _running),
    "J08": of("training", "J08", lambda _, row: row.pop("passed"), _own),
    "J09": of("training", "J09", lambda _, row: row.pop("certificate"), _county),
}  # fmt: skip


# graduates


def _to(stage: str, *destinations: str, year: int | None = None) -> Fits:
    """Graduates of a stage who went there."""
    return lambda row: (
        row["stage"] == stage
        and row.get("destination") in destinations
        and (year is None or row["graduated_on"].year == year)
    )


def _never_there(planter: Planter, row: Row) -> None:
    """A school where the pupil never was."""
    row.update(school=other_school(planter, *(spell["school"] for spell in planter.spells[row["pupil"]])))


def _working_child(planter: Planter) -> None:
    """Somebody at home, not sixteen yet, who is said to work."""

    def fits(row: Row) -> bool:
        born = planter.by_id["pupils"][row["pupil"]]["born_on"]
        return _to("junior", "50")(row) and (born.year + 16, born.month) > (row["graduated_on"].year, 7)

    row = planter.take("graduates", fits)
    row["destination"] = "40"
    planter.mark("graduates", row, "G07")


def _forget(_planter: Planter, row: Row) -> None:
    for name in ("destination", "destination_school", "in_county", "confirmed_on"):
        row.pop(name, None)


def _studying_here(_planter: Planter, row: Row) -> None:
    row.update(destination="20", in_county=True)


def _too_early(_planter: Planter, row: Row) -> None:
    row["graduated_on"] -= timedelta(days=60)


def _confirmed_before(_planter: Planter, row: Row) -> None:
    row["confirmed_on"] = row["graduated_on"] - timedelta(days=5)


GRADUATES: dict[str, Plant] = {
    "G07": _working_child,
    "G09": of("graduates", "G09", _forget, _to("senior", "30", "31", "50", year=LAST - 1)),
    "G10": of("graduates", "G10", _studying_here, _to("junior", "22", "23", "24", year=LAST - 1)),
    "G01": of("graduates", "G01", _never_there, _to("primary", "10", "11")),
    "G02": of("graduates", "G02", _too_early, _to("primary", "10", "11")),
    "G03": of("graduates", "G03", lambda _, row: row.update(destination="31"), _to("junior", "22", "23", "24")),
    "G04": of("graduates", "G04", lambda _, row: row.update(destination="12"), _to("primary", "11")),
    "G05": of("graduates", "G05", lambda _, row: row.pop("destination_school"), _to("senior", "30", "31")),
    "G06": of("graduates", "G06", lambda _, row: row.update(destination="99"), _to("primary", "11")),
    "G08": of("graduates", "G08", _confirmed_before, _to("senior", "30", "31")),
    "G11": of("graduates", "G11", lambda _, row: row.update(destination="50"), _to("junior", "21")),
}  # fmt: skip


# population


def _more(code: str, age: int, year: int, change: Row) -> Plant:
    """A plant that adds a row like one of an age and year, changed."""

    def plant(planter: Planter) -> None:
        row = planter.take(
            "population", lambda row: row["age"] == age and row["counted_on"].year == year and row["sex"] == "1"
        )
        copied = {key: value for key, value in row.items() if key not in {"id", "disabled"}}
        planter.mark("population", planter.add("population", copied | change), code)

    return plant


def _doubled(planter: Planter) -> None:
    """Twice as many as there were of the same children the year before."""
    key = ("township", "basis", "sex")
    before = {
        (*(row[name] for name in key), row["age"] + 1): row["number"]
        for row in planter.rows["population"]
        if row["counted_on"].year == LAST - 1
    }
    row = planter.take(
        "population",
        lambda row: (
            row["counted_on"] == date(LAST, 8, 31)
            and 1 <= row["age"] <= 14
            and before.get((*(row[name] for name in key), row["age"]), 0) >= COMPARED
        ),
    )
    row["number"] *= 2
    planter.mark("population", row, "N06")


POPULATION: dict[str, Plant] = {
    "N06": _doubled,
    "N01": _more("N01", 19, LAST, {"sex": "0", "counted_on": date(LAST, 12, 31)}),
    "N03": _more("N03", 18, LAST, {"sex": "0"}),
    "N04": _more("N04", 19, LAST - 1, {"counted_on": date(LAST - 3, 8, 31)}),
    "N05": _more("N05", 19, LAST - 2, {"sex": "0", "age": 8, "counted_on": date(LAST - 4, 8, 31)}),
    "N02": of("population", "N02", lambda _, row: row.update(disabled=row["number"] + 1), lambda row: "disabled" in row),
    "N07": of("population", "N07", lambda _, row: row.pop("source_document")),
    "N08": of("population", "N08", lambda _, row: row.update(source="3"), lambda row: row["basis"] == "2"),
}  # fmt: skip
PEOPLE = TRAINING | GRADUATES | POPULATION
