"""Plants of the drop-out ledger and its visits: made-up spells of pupils who never dropped out."""

from collections.abc import Callable
from datetime import date, timedelta

from yaodian.cli.synthetic.planting.planter import NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import JUNIOR, Plant

LATELY = date(2026, 9, 12)  # so lately that nobody need have visited yet
YOUNG = date(2011, 1, 1)  # born later: of compulsory age on all days used here


def spell(planter: Planter, pupil: Row, left_on: date, **values: object) -> Row:
    """A spell that is right in itself; without `returned_on` the child is still out."""
    teacher = planter.teacher_of(pupil["school"])
    row = {
        "pupil": pupil["id"],
        "school": pupil["school"],
        "left_on": left_on,
        "reason": "01",
        "helper": teacher["name"],
        "helper_phone": teacher["phone"],
        "result": "1" if "returned_on" in values else "5",
    } | values
    return planter.add("dropouts", row)


def visit(planter: Planter, of: Row, on: date, **values: object) -> Row:
    """A visit that is right in itself."""
    row = {
        "dropout": of["id"],
        "school": of["school"],
        "visited_on": on,
        "visitors": of["helper"],
        "met": "父亲",
        "result": "5",
        "said": "家长表示再劝劝孩子",
        "next_step": "一周内再访",
    } | values
    return planter.add("visits", row)


def _young(row: Row) -> bool:
    return bool(row["born_on"] > YOUNG and row["entered_on"] < date(2025, 10, 1))


def returned(code: str, left_on: date, back_on: date, **values: object) -> Plant:
    """A spell of a pupil who is in school, wrong in one thing."""

    def plant(planter: Planter) -> None:
        row = spell(planter, planter.pupil(grades=("22", "23"), fits=_young), left_on, returned_on=back_on, **values)
        planter.mark("dropouts", row, code)

    return plant


def out(planter: Planter, left_on: date, **values: object) -> tuple[Row, Row]:
    """A pupil made to have dropped out, and the open spell."""
    pupil = planter.pupil(grades=JUNIOR, fits=lambda row: row["born_on"] > YOUNG)
    pupil |= {"status": "30", "status_since": left_on}
    return pupil, spell(planter, pupil, left_on, **values)


def _twice(planter: Planter) -> None:
    pupil = planter.pupil(grades=("22", "23"), fits=_young)
    for left_on, back_on in ((date(2025, 10, 8), date(2025, 11, 20)), (date(2025, 11, 3), date(2025, 12, 1))):
        planter.mark("dropouts", spell(planter, pupil, left_on, returned_on=back_on), "D02")


def _too_old(planter: Planter) -> None:
    pupil = planter.pupil(grades=("32", "33"), fits=lambda row: row["born_on"] < date(2010, 1, 1))
    planter.mark("dropouts", spell(planter, pupil, date(2026, 3, 5), returned_on=date(2026, 3, 20)), "D03")


def _not_visited_again(planter: Planter) -> None:
    _pupil, row = out(planter, date(2026, 6, 10))
    visit(planter, row, date(2026, 6, 14))
    planter.mark("dropouts", row, "D05")


def _without_helper(planter: Planter) -> None:
    _pupil, row = out(planter, LATELY)
    del row["helper"], row["helper_phone"]
    planter.mark("dropouts", row, "D06")


def _of_another_school(planter: Planter) -> None:
    pupil, row = out(planter, LATELY)
    row["school"] = planter.other_class(pupil["grade"], pupil["school"])["school"]
    planter.mark("dropouts", row, "D09")


def _left_for_good(planter: Planter) -> None:
    pupil = planter.pupil(
        status="50", fits=lambda row: row["grade"] in {"14", "15", "16", *JUNIOR} and row["born_on"] > YOUNG
    )
    row = spell(planter, pupil, pupil["left_on"])
    visit(planter, row, date(2026, 9, 14) if pupil["left_on"] < date(2026, 9, 14) else date(2026, 9, 16))
    planter.mark("dropouts", row, "D10")


def _back_but_dropped(planter: Planter) -> None:
    """The ledger says back, the file says dropped out: the pupil's check sees it too."""
    pupil = planter.pupil(grades=JUNIOR, fits=lambda row: row["born_on"] > YOUNG)
    pupil |= {"status": "30", "status_since": date(2026, 9, 3)}
    row = spell(planter, pupil, date(2026, 9, 3), returned_on=date(2026, 9, 14))
    planter.mark("dropouts", row, "D11")
    planter.mark("pupils", pupil, "P26")


def _open(code: str, left_on: date, **values: object) -> Plant:
    def plant(planter: Planter) -> None:
        planter.mark("dropouts", out(planter, left_on, **values)[1], code)

    return plant


def _visit_of_open(code: str, on: date, **values: object) -> Plant:
    """A wrong visit of a made-up open spell."""

    def plant(planter: Planter) -> None:
        _pupil, row = out(planter, date(2026, 9, 4))
        visit(planter, row, date(2026, 9, 7))
        planter.mark("visits", visit(planter, row, on, **values), code)

    return plant


def _visit_of_returned(code: str, on: date) -> Plant:
    """A visit on a wrong day of a made-up spell that is over."""

    def plant(planter: Planter) -> None:
        pupil = planter.pupil(grades=("22", "23"), fits=_young)
        row = spell(planter, pupil, date(2026, 3, 9), returned_on=date(2026, 3, 30))
        planter.mark("visits", visit(planter, row, on), code)

    return plant


def _visit_by_another_school(planter: Planter) -> None:
    row = planter.take("visits", lambda row: bool(row["visitors"]))
    planter.claim("visits", row)
    pupil = planter.by_id["pupils"][planter.by_id["dropouts"][row["dropout"]]["pupil"]]
    others = [
        school["school"]
        for school in planter.rows["schools"]
        if school["school"] not in {row["school"], pupil["school"]}
    ]
    if not others:
        raise NothingFits("schools")
    row["school"] = others[0]
    planter.mark("visits", row, "V04")


DROPOUTS: dict[str, Callable[[Planter], None]] = {
    "D03": _too_old,
    "D10": _left_for_good,
    "V04": _visit_by_another_school,
    "D01": returned("D01", date(2025, 11, 5), date(2025, 11, 1)),
    "D02": _twice,
    "D04": _open("D04", date(2026, 9, 2)),
    "D05": _not_visited_again,
    "D06": _without_helper,
    "D07": returned("D07", date(2025, 11, 5), date(2025, 11, 25), result="5"),
    "D08": _open("D08", LATELY, result="3"),
    "D09": _of_another_school,
    "D11": _back_but_dropped,
    "D12": returned("D12", date(2026, 9, 10), date(2026, 9, 16) + timedelta(days=9)),
    "D13": returned("D13", date(2026, 4, 8), date(2026, 4, 20), reason="99"),
    "V01": _visit_of_returned("V01", date(2026, 3, 2)),
    "V02": _visit_of_returned("V02", date(2026, 4, 9)),
    "V03": _visit_of_open("V03", date(2026, 9, 21)),
    "V05": _visit_of_open("V05", date(2026, 9, 13), result="1"),
    "V06": _visit_of_open("V06", date(2026, 9, 13), next_step=None),
}
