"""Plants of school profiles."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from yaodian.cli.synthetic.planting.planter import Fits, NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant
from yaodian.registers.ids import made_up_credit, made_up_school_code


def _open(row: Row) -> bool:
    return bool(row["life"] == "1")


def _private(row: Row) -> bool:
    return _open(row) and bool(row["run_by"] == "2")


def _public(row: Row) -> bool:
    return _open(row) and bool(row["run_by"] == "1") and row["school_type"] != "218"


def _closed(row: Row) -> bool:
    return not _open(row)


def of_school(code: str, change: Callable[[Planter, Row], object], fits: Fits = _open) -> Plant:
    """A plant that changes one profile."""

    def plant(planter: Planter) -> None:
        row = planter.take("schools", fits)
        change(planter, row)
        planter.mark("schools", row, code)

    return plant


def shared(code: str, column: str, *, alike: str) -> Plant:
    """Two schools, alike in a column, with one number."""

    def plant(planter: Planter) -> None:
        numbered = [
            row for row in planter.rows["schools"] if _open(row) and column in row and planter.free("schools", row)
        ]
        counts = Counter(row[alike] for row in numbered)
        kind, most = counts.most_common(1)[0] if counts else ("", 0)
        if most < 2:
            raise NothingFits("schools")
        pair = [row for row in numbered if row[alike] == kind][-2:]
        pair[1][column] = pair[0][column]
        for row in pair:
            planter.claim("schools", row)
            planter.mark("schools", row, code)

    return plant


def _taught_while_closed(planter: Planter) -> None:
    """A school that was merged, but has a class."""
    row = planter.take("schools", _closed)
    planter.add("classes", {
        "school": row["school"], "stage": "primary", "entered": 2026, "number": 1, "grade": "11", "name": "2026级1班",
        "class_kind": "13", "places": 45, "opened_on": date(2026, 9, 1), "head_teacher": _nobody_else(planter, row["school"]),
    })  # fmt: skip
    planter.mark("schools", row, "S14")


def _nobody_else(planter: Planter, school: str) -> int:
    """The id of a teacher on the closed school's books, who left when it was merged."""
    values = {
        key: value
        for key, value in planter.teacher_of(planter.rows["schools"][0]["school"]).items()
        if key not in {"id", "duty"}
    }
    number = planter.new_id(date(1980, 5, 6), "2")
    values |= {
        "school": school, "name": "柳秋白", "sex": "2", "born_on": date(1980, 5, 6), "id_number": number, "title": "3",
        "joined_work_on": date(2003, 9, 1), "joined_teaching_on": date(2003, 9, 1), "joined_school_on": date(2003, 9, 1),
        "title_since": date(2012, 6, 1), "status": "22", "status_since": date(2026, 12, 31), "left_on": date(2026, 12, 31),
    }  # fmt: skip
    return int(planter.add("staff", values)["id"])


def _boards_without_beds(planter: Planter) -> None:
    beds = {row["school"] for row in planter.rows["buildings"] if row.get("beds")}
    row = planter.take(
        "schools", lambda row: _public(row) and row["school_type"] == "211" and row["school"] not in beds
    )
    row["boarding"] = True
    planter.mark("schools", row, "S15")


def _wrong_type(_planter: Planter, row: Row) -> None:
    row["school_code"] = made_up_school_code("51" if row["school_type"] != "514" else "21", 90_000 + row["id"])


def _other_credit(_planter: Planter, row: Row) -> None:
    row["credit_code"] = made_up_credit("990101", 90_000 + row["id"], "12")


SCHOOLS: dict[str, Plant] = {
    "S09": of_school("S09", lambda _, row: row.pop("closed_on"), _closed),
    "S11": of_school("S11", lambda _, row: row.pop("successor"), _closed),
    "S14": _taught_while_closed,
    "S16": of_school("S16", lambda _, row: row.pop("managed_by"), lambda row: row["school_type"] == "218" and _open(row)),
    "S05": of_school("S05", lambda _, row: row.pop("licence_number"), _private),
    "S06": of_school("S06", lambda _, row: row.update(licence_until=date(2026, 6, 30)), _private),
    "S04": of_school("S04", _other_credit, _private),
    "S08": of_school("S08", lambda _, row: row.update(inclusive=True), _public),
    "S01": shared("S01", "school_code", alike="school_type"),
    "S03": shared("S03", "credit_code", alike="run_by"),
    "S15": _boards_without_beds,
    "S17": of_school("S17", lambda _, row: row.update(senior_places=300), lambda row: _public(row) and row["school_type"] != "342"),
    "S02": of_school("S02", _wrong_type, _public),
    "S07": of_school("S07", lambda _, row: row.update(accreditation="07", accreditation_level="3", accredited_until=date(2025, 12, 31))),
    "S10": of_school("S10", lambda _, row: row.update(closed_on=date(2026, 7, 31))),
    "S12": of_school("S12", lambda _, row: row.update(successor=row["school"])),
    "S13": of_school("S13", lambda _, row: row.update(founded_on=date(2062, 9, 1))),
    "S18": of_school("S18", lambda _, row: row.update(building_area=row["building_area"] * 3 // 2), _public),
}  # fmt: skip
