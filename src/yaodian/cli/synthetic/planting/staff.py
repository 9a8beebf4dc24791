"""Plants of staff: of those to whom no other register refers where the change would be seen there too."""

from collections.abc import Callable
from datetime import date, timedelta

from yaodian.cli.synthetic.planting.planter import Fits, NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant


def _serves(row: Row) -> bool:
    return "left_on" not in row


def _helper(row: Row) -> bool:
    """Not teaching: nobody else's row names them."""
    return _serves(row) and row["staff_kind"] != "1" and "duty" not in row


def _settled(row: Row) -> bool:
    """Not teaching, and here since before this year."""
    return _helper(row) and bool(row["joined_school_on"] < date(2026, 1, 1))


def _left(row: Row) -> bool:
    return bool("left_on" in row and row["left_on"] < date(2026, 8, 1))


def teacher(*stages: str, **values: str) -> Fits:
    """Teachers of one of these stages with these values."""

    def fits(row: Row) -> bool:
        here = _serves(row) and row["staff_kind"] == "1" and "duty" not in row
        return (
            here
            and (not stages or row["stage"] in stages)
            and all(row.get(key) == value for key, value in values.items())
        )

    return fits


def of_staff(code: str, fits: Fits, change: Callable[[Planter, Row], object]) -> Plant:
    """A plant that changes one person."""

    def plant(planter: Planter) -> None:
        row = planter.take("staff", fits)
        change(planter, row)
        planter.mark("staff", row, code)

    return plant


def _two_names(planter: Planter) -> None:
    """One number, two names; the second has left."""
    gone = planter.take("staff", _left)
    here = planter.take(
        "staff",
        lambda row: (
            _serves(row) and "duty" not in row and row["born_on"] <= gone["born_on"] and row["school"] != gone["school"]
        ),
    )
    gone |= {key: here[key] for key in ("id_number", "born_on", "sex")}
    for row in (gone, here):
        planter.mark("staff", row, "T03")


def _in_two_schools(planter: Planter) -> None:
    """The same person on the books of two schools."""
    row = planter.take("staff", _helper)
    schools = [
        other["school"]
        for other in planter.rows["schools"]
        if other["school"] != row["school"] and other["life"] == "1"
    ]
    second = {key: value for key, value in row.items() if key != "id"} | {"school": planter.rng.choice(schools)}
    for one in (row, planter.add("staff", second)):
        planter.mark("staff", one, "T04")


def _two_heads(planter: Planter) -> None:
    """A second head beside the first."""
    first = planter.take("staff", lambda row: row.get("duty") == "1" and _serves(row))
    for row in planter.rows["staff"]:
        if (
            row["school"] == first["school"]
            and planter.free("staff", row)
            and row is not first
            and _serves(row)
            and "duty" not in row
        ):
            row["duty"] = "1"
            planter.claim("staff", row)
            planter.mark("staff", first, "T12")
            planter.mark("staff", row, "T12")
            return
    raise NothingFits("staff")


def _aged(planter: Planter, row: Row, born: date) -> None:
    row |= {"born_on": born, "sex": "1", "id_number": planter.new_id(born, "1")}


def _pensioner(planter: Planter) -> None:
    """Past the last day of a later retirement: seen by the check of the day, too."""
    row = planter.take("staff", _established)
    _aged(planter, row, date(1961, 3, 10))
    planter.mark("staff", row, "T13")
    planter.mark("staff", row, "T14")


def _established(row: Row) -> bool:
    return _helper(row) and bool(row["establishment_kind"] == "1")


def _closed_school(planter: Planter) -> None:
    """Somebody still on the books of a school that was merged."""
    closed = [row["school"] for row in planter.rows["schools"] if row["life"] != "1"]
    if not closed:
        raise NothingFits("schools")
    like = planter.take("staff", _helper)
    born = date(1985, 4, 9)
    values = {key: value for key, value in like.items() if key != "id"} | {
        "school": planter.rng.choice(closed), "name": "柳长青", "born_on": born, "sex": "1", "id_number": planter.new_id(born, "1"),
        "joined_work_on": date(2008, 9, 1), "joined_school_on": date(2010, 9, 1),
    }  # fmt: skip
    planter.mark("staff", planter.add("staff", values), "T32")


def _gone_unnamed(planter: Planter) -> None:
    """Left before coming; somebody whom no review names."""
    named = {row["teacher"] for row in planter.rows["ethics_reviews"]} | {
        row["teacher"] for row in planter.rows["exchanges"]
    }
    row = planter.take("staff", lambda row: _left(row) and row["id"] not in named)
    row["joined_school_on"] = row["left_on"] + timedelta(days=60)
    planter.mark("staff", row, "T07")


STAFF: dict[str, Plant] = {
    "T07": _gone_unnamed,
    "T03": _two_names,
    "T05": of_staff("T05", _left, lambda _, row: row.pop("left_on")),
    "T14": _pensioner,
    "T13": of_staff("T13", _established, lambda planter, row: _aged(planter, row, date(1965, 6, 15))),
    "T12": _two_heads,
    "T04": _in_two_schools,
    "T32": _closed_school,
    "T01": of_staff("T01", _helper, lambda _, row: row.update(born_on=row["born_on"] + timedelta(days=1))),
    "T02": of_staff("T02", lambda row: _helper(row) and row["sex"] == "2", lambda _, row: row.update(sex="1")),
    "T06": of_staff("T06", _settled, lambda _, row: row.update(left_on=date(2026, 8, 31))),
    "T08": of_staff("T08", _helper, lambda _, row: row.update(joined_school_on=row["joined_work_on"] - timedelta(days=365))),
    "T09": of_staff("T09", _helper, lambda _, row: row.update(joined_work_on=date(row["born_on"].year + 15, 9, 1))),
    "T10": of_staff("T10", _helper, lambda _, row: row.update(title="4", title_since=row["joined_work_on"] - timedelta(days=90))),
    "T11": of_staff("T11", _helper, lambda _, row: row.update(second_school=row["school"])),
    "T31": of_staff("T31", _helper, lambda _, row: row.update(post_kind="3", post_level=9)),
    "T21": of_staff("T21", teacher(), lambda _, row: row.update(qualification="0")),
    "T22": of_staff("T22", teacher("junior"), lambda _, row: row.update(qualification="2")),
    "T23": of_staff("T23", teacher("junior"), lambda _, row: row.update(first_education="41", highest_education="41", degree="0")),
    "T24": of_staff("T24", teacher(), lambda _, row: row.update(qualification_number=row["qualification_number"][:-1])),
    "T25": of_staff("T25", teacher(), lambda _, row: row.update(registered_until=date(2025, 6, 30))),
    "T26": of_staff("T26", teacher(), lambda _, row: row.pop("subject")),
    "T27": of_staff("T27", teacher("primary"), lambda _, row: row.update(subject="08")),
    "T28": of_staff("T28", teacher("junior", highest_education="21", subject="01"),
                    lambda _, row: row.update(stage="senior", qualification="4")),
    "T29": of_staff("T29", teacher(highest_education="21"), lambda _, row: row.update(first_education="14")),
    "T30": of_staff("T30", teacher(highest_education="31"), lambda _, row: row.update(degree="4")),
}  # fmt: skip
