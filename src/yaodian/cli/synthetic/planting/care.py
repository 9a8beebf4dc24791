"""Plants of the care ledger."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from yaodian.cli.synthetic.planting.planter import NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import COMPULSORY, Plant

MOST = 10  # children whom one helper may have (pupils.helper_children)


def of_open(code: str, kind: str, change: Callable[[Planter, Row], object]) -> Plant:
    """A plant that changes an open file."""

    def plant(planter: Planter) -> None:
        row = planter.take(
            "care", lambda row: row["kind"] == kind and "closed_on" not in row and row["opened_on"] < date(2026, 1, 1)
        )
        change(planter, row)
        planter.mark("care", row, code)

    return plant


def _closed_early(planter: Planter) -> None:
    row = planter.take("care", lambda row: "closed_on" in row)
    row["closed_on"] = row["opened_on"] - timedelta(days=8)
    row["contacted_on"] = row["opened_on"]
    planter.mark("care", row, "C05")


def _of_no_migrant(planter: Planter) -> None:
    pupil = planter.pupil(
        grades=COMPULSORY, fits=lambda row: not row["migrant"] and row["left_behind"] == "0" and not row["orphan"]
    )
    row = planter.add("care", {
        "pupil": pupil["id"], "school": pupil["school"], "kind": "2", "opened_on": date(2026, 3, 2),
        "guardian": pupil["family1_name"], "relation": "51", "guardian_phone": pupil["family1_phone"],
        "helper": planter.teacher_of(pupil["school"])["id"], "contacted_on": date(2026, 9, 3),
    })  # fmt: skip
    planter.mark("care", row, "C06")


def _at_another_school(planter: Planter, row: Row) -> None:
    """Kept by a school where the child is not, with a helper of that school."""
    pupil = planter.by_id["pupils"][row["pupil"]]
    row["school"] = planter.other_class(pupil["grade"], pupil["school"])["school"]
    row["helper"] = planter.teacher_of(row["school"])["id"]


def _not_closed(planter: Planter) -> None:
    row = planter.take("care", lambda row: "closed_on" in row)
    for key in ("closed_on", "close_reason"):
        row.pop(key, None)
    row["contacted_on"] = date(2026, 9, 1)
    planter.mark("care", row, "C09")


def _foreign_helper(planter: Planter, row: Row) -> None:
    for staff in planter.rows["staff"]:
        if staff["school"] != row["school"] and "left_on" not in staff:
            row["helper"] = staff["id"]
            return


def _too_many(planter: Planter) -> None:
    """One teacher for eleven children of a school."""
    files: dict[str, list[Row]] = defaultdict(list)
    kinds = Counter(row["pupil"] for row in planter.rows["care"])
    for row in planter.rows["care"]:
        fresh = planter.free("care", row) and planter.free("pupils", planter.by_id["pupils"][row["pupil"]])
        if fresh and "closed_on" not in row and kinds[row["pupil"]] == 1:
            files[row["school"]].append(row)
    for rows in files.values():
        helper = rows[0]["helper"]
        mine = [row for row in rows if row["helper"] == helper]
        more = [row for row in rows if row["helper"] != helper][: MOST + 1 - len(mine)]
        others = [row for row in planter.rows["care"] if row.get("helper") == helper and "closed_on" not in row]
        if len(mine) + len(more) != MOST + 1 or len(others) != len(mine):
            continue
        for row in more:
            row["helper"] = helper
        for row in mine + more:
            planter.claim("care", row)
            planter.claim("pupils", planter.by_id["pupils"][row["pupil"]])
            planter.mark("care", row, "C11")
        return
    raise NothingFits("care")


CARE: dict[str, Plant] = {
    "C05": _closed_early,
    "C09": _not_closed,
    "C11": _too_many,
    "C01": of_open("C01", "1", lambda _, row: row.pop("guardian")),
    "C02": of_open("C02", "1", lambda _, row: row.pop("helper")),
    "C03": of_open("C03", "1", lambda _, row: row.update(contacted_on=date(2026, 3, 1), opened_on=date(2025, 10, 8))),
    "C04": of_open("C04", "1", lambda _, row: row.update(contacted_on=date(2026, 9, 30))),
    "C06": _of_no_migrant,
    "C07": of_open("C07", "1", _at_another_school),
    "C08": of_open("C08", "1", lambda _, row: row.update(relation="51")),
    "C10": of_open("C10", "1", _foreign_helper),
}
