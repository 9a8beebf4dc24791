"""Plants of exchanges and of the yearly reviews of conduct."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from yaodian.cli.synthetic.planting.planter import Fits, NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant


def _runs(row: Row) -> bool:
    return "ends_on" not in row


def _over(row: Row) -> bool:
    return not _runs(row)


def of(register: str, code: str, change: Callable[[Planter, Row], object], fits: Fits = lambda _row: True) -> Plant:
    """A plant that changes one row."""

    def plant(planter: Planter) -> None:
        row = planter.take(register, fits)
        change(planter, row)
        planter.mark(register, row, code)

    return plant


def other_school(planter: Planter, *but: str) -> str:
    """Some school that goes on and is none of these."""
    return str(
        planter.rng.choice(
            [row["school"] for row in planter.rows["schools"] if row["school"] not in but and row["life"] == "1"]
        )
    )


def _overlapping(planter: Planter) -> None:
    """A second full-time exchange within the first."""
    row = planter.take("exchanges", _runs)
    second = {key: value for key, value in row.items() if key != "id"}
    second |= {
        "begins_on": date(row["begins_on"].year, 9, 10),
        "to_school": other_school(planter, row["school"], row["to_school"]),
    }
    for one in (row, planter.add("exchanges", second)):
        planter.mark("exchanges", one, "X03")


def _gone(planter: Planter) -> Row:
    """A teacher who left the county's schools in 2025."""
    return planter.take(
        "staff",
        lambda row: row.get("left_on") == date(2025, 7, 1) and row["staff_kind"] == "1" and row["status"] != "11",
    )


def _never_ended(planter: Planter) -> None:
    teacher = _gone(planter)
    row = planter.add("exchanges", {
        "school": teacher["school"], "teacher": teacher["id"], "to_school": other_school(planter, teacher["school"]),
        "exchange_kind": "5", "full_time": True, "as_backbone": False, "begins_on": date(2024, 9, 1), "due_on": date(2026, 12, 31),
    })  # fmt: skip
    planter.mark("exchanges", row, "X07")


def _reviewed_when_gone(planter: Planter) -> None:
    teacher = _gone(planter)
    row = planter.add("ethics_reviews", {
        "period": "2025-2026", "school": teacher["school"], "teacher": teacher["id"], "ethics_grade": "2",
        "appraisal_grade": "2", "vetoed": False, "reviewed_on": date(2026, 6, 28), "posted_on": date(2026, 7, 1),
    })  # fmt: skip
    planter.mark("ethics_reviews", row, "R07")


def _too_many_excellent(planter: Planter) -> None:
    """A small school of whose reviews more than a fifth are excellent."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in planter.rows["ethics_reviews"]:
        groups[row["school"], row["period"]].append(row)
    for rows in groups.values():
        if 4 <= len(rows) <= 12 and all(planter.free("ethics_reviews", row) for row in rows):
            already = sum(row["appraisal_grade"] == "1" for row in rows)
            for row in [row for row in rows if row["appraisal_grade"] != "1"][: max(0, 3 - already)]:
                row["appraisal_grade"] = "1"
            for row in rows:
                planter.claim("ethics_reviews", row)
                if row["appraisal_grade"] == "1":
                    planter.mark("ethics_reviews", row, "R08")
            return
    raise NothingFits("ethics_reviews")


def _plain(row: Row) -> bool:
    return bool(row["appraisal_grade"] == "2")


EXCHANGES: dict[str, Plant] = {
    "X07": _never_ended,
    "X02": of("exchanges", "X02", lambda _, row: row.update(ends_on=date(row["begins_on"].year, 3, 1)), _over),
    "X05": of("exchanges", "X05", lambda _, row: row.pop("ends_on"), lambda row: _over(row) and row["begins_on"].year == 2024),
    "X03": _overlapping,
    "X01": of("exchanges", "X01", lambda _, row: row.update(to_school=row["school"])),
    "X04": of("exchanges", "X04", lambda _, row: row.update(begins_on=date(2022, 9, 1)), _runs),
    "X06": of("exchanges", "X06", lambda planter, row: row.update(school=other_school(planter, row["school"], row["to_school"]))),
    "X08": of("exchanges", "X08", lambda _, row: row.update(exchange_kind="1", due_on=date(2027, 1, 31)),
              lambda row: row["begins_on"] == date(2026, 9, 1)),
    "X09": of("exchanges", "X09", lambda _, row: row.update(as_backbone=True), lambda row: not row["as_backbone"]),
}  # fmt: skip
REVIEWS: dict[str, Plant] = {
    "R08": _too_many_excellent,
    "R07": _reviewed_when_gone,
    "R01": of("ethics_reviews", "R01", lambda _, row: row.update(ethics_grade="4"), _plain),
    "R02": of("ethics_reviews", "R02", lambda _, row: row.update(vetoed=True, veto_reason="有偿补课，已通报（示例）"), _plain),
    "R03": of("ethics_reviews", "R03", lambda _, row: row.update(vetoed=True, ethics_grade="4", appraisal_grade="4"), _plain),
    "R04": of("ethics_reviews", "R04", lambda _, row: row.update(posted_on=date(row["reviewed_on"].year, 6, 1))),
    "R05": of("ethics_reviews", "R05", lambda _, row: row.pop("posted_on")),
    "R06": of("ethics_reviews", "R06", lambda planter, row: row.update(school=other_school(planter, row["school"])), _plain),
}  # fmt: skip
