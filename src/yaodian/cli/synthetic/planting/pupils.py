"""Plants of pupils' own data: numbers, ages, status, class and school."""

from collections.abc import Callable
from datetime import date, timedelta

from yaodian.cli.synthetic.planting.planter import Fits, Planter, Row
from yaodian.registers.ids import made_up_pupil

Plant = Callable[[Planter], None]
Change = Callable[[Planter, Row], object]
COMPULSORY = ("11", "12", "13", "14", "15", "16", "21", "22")
JUNIOR = ("21", "22")


def simple(
    code: str,
    change: Change,
    *,
    status: str = "10",
    grades: tuple[str, ...] = (),
    fits: Fits = lambda _row: True,
) -> Plant:
    """A plant that changes one pupil."""

    def plant(planter: Planter) -> None:
        row = planter.pupil(status=status, grades=grades, fits=fits)
        change(planter, row)
        planter.mark("pupils", row, code)

    return plant


def born_anew(planter: Planter, row: Row, born: date) -> None:
    """Another birthday, in all numbers."""
    number = planter.new_id(born, row["sex"])
    row |= {"born_on": born, "id_number": number, "pupil_number": f"G{number}"}


def years_later(years: int) -> Change:
    """Born so many years later (or earlier, if negative)."""
    return lambda planter, row: born_anew(
        planter, row, row["born_on"].replace(day=15, year=row["born_on"].year + years)
    )


def _next_day(_planter: Planter, row: Row) -> None:
    row["born_on"] += timedelta(days=1)


def _temporary(_planter: Planter, row: Row) -> None:
    row["pupil_number"] = made_up_pupil("990401", row["born_on"], row["id"] % 10_000, "L")


def _dropped_silently(_planter: Planter, row: Row) -> None:
    row |= {"status": "30", "status_since": date(2026, 9, 8)}


def _foreign_class(planter: Planter, row: Row) -> None:
    row["class_room"] = planter.other_class(row["grade"], row["school"])["id"]


def _expelled(planter: Planter, row: Row) -> None:
    left = {"left_on": date(2026, 9, 5), "left_how": "41"}
    row |= {"status": "60", "status_since": left["left_on"]} | left
    planter.spells[row["id"]][-1].update(left)


def _pre_september(row: Row) -> bool:
    """Entered before this September, so that a leaving date of this month comes after it."""
    return bool(row["entered_on"] < date(2026, 9, 1)) and bool(row["status_since"] < date(2026, 9, 1))


def _pre_september_or_first(row: Row) -> bool:
    """In its class since the first of September at the latest."""
    return bool(row["entered_on"] <= date(2026, 9, 1)) and bool(row["status_since"] <= date(2026, 9, 1))


def _uncared(row: Row) -> bool:
    """Without a care file, which would have to end when the child leaves."""
    return not row["migrant"] and row["left_behind"] == "0" and not row["orphan"]


def _closed_class(planter: Planter) -> None:
    """In school, but in a class of the school that has graduated."""
    closed = {
        row["school"]: row["id"] for row in planter.rows["classes"] if row.get("closed_on") and row["grade"] == "16"
    }
    row = planter.pupil(grades=("16",), fits=lambda row: row["school"] in closed)
    row["class_room"] = closed[row["school"]]
    planter.mark("pupils", row, "P31")
    room = planter.by_id["classes"][row["class_room"]]
    if planter.free("classes", room):
        planter.claim("classes", room)
        planter.mark("classes", room, "K17")


def _two_files(planter: Planter, code: str, changes: Row, **more: object) -> None:
    """A second file for the same child, in another school; both are seen."""
    row = planter.pupil(grades=COMPULSORY)
    room = planter.other_class(row["grade"], row["school"])
    second = planter.add("pupils", {key: value for key, value in row.items() if key != "id"} | changes)
    second |= {
        "pupil_number": made_up_pupil("990402", row["born_on"], second["id"] % 1000, "J"),
        "school": room["school"],
        "class_room": room["id"],
        "attendance": "1",
        "left_behind": "0",
        **more,
    }
    for key in [key for key, value in second.items() if value is None]:
        del second[key]
    spell = planter.spells[row["id"]][-1]
    planter.spells[second["id"]] = [
        planter.add("enrolments", {"pupil": second["id"], "school": room["school"], "class_room": room["id"]} | {
            key: spell[key] for key in ("grade", "entered_on", "entered_how", "counterpart") if key in spell
        })
    ]  # fmt: skip
    planter.mark("pupils", row, code)
    planter.mark("pupils", second, code)


def _suspended_as(code: str, now: str, said: str) -> Plant:
    """A suspended child written down with a grade of another kind of school (in school, the class would contradict too)."""

    def plant(planter: Planter) -> None:
        row = planter.pupil(grades=(now,), fits=_pre_september_or_first)
        if now == "03":
            born_anew(planter, row, date(2020, 5, 10))
        left = {"left_on": date(2026, 9, 10), "left_how": "30"}
        row |= {"grade": said, "status": "20", "status_since": left["left_on"]}
        planter.spells[row["id"]][-1].update(left)
        planter.mark("pupils", row, code)

    return plant


def _elsewhere(planter: Planter) -> None:
    """The file is here, the open spell is in another school."""
    row = planter.pupil(grades=COMPULSORY)
    spell = planter.spells[row["id"]][-1]
    room = planter.other_class(row["grade"], row["school"])
    spell |= {"school": room["school"], "class_room": room["id"]}
    planter.mark("pupils", row, "P35")
    planter.mark("enrolments", spell, "E08")


def _still_open(planter: Planter) -> None:
    """Graduated, but the last spell did not end."""
    row = planter.pupil(status="40")
    spell = planter.spells[row["id"]][-1]
    del spell["left_on"], spell["left_how"]
    planter.mark("pupils", row, "P36")
    planter.mark_graduation(spell, "G01")


def _open_dropout(planter: Planter) -> None:
    """In school, but out of it in the drop-out ledger."""
    row = planter.pupil(grades=JUNIOR)
    teacher = planter.teacher_of(row["school"])
    planter.add("dropouts", {
        "pupil": row["id"], "school": row["school"], "left_on": date(2026, 9, 11), "reason": "01",
        "helper": teacher["name"], "helper_phone": teacher["phone"], "result": "5",
    })  # fmt: skip
    planter.mark("pupils", row, "P27")


PUPILS: dict[str, Plant] = {
    "P24": simple("P24", lambda _, row: row.update(status_since=date(2024, 3, 1)), status="20"),
    "P25": simple("P25", lambda _, row: row.pop("status_since"), status="20"),
    "P33": _suspended_as("P33", "03", "11"),
    "P34": _suspended_as("P34", "11", "03"),
    "P31": _closed_class,
    "P01": simple("P01", lambda planter, row: row.update(id_number=planter.new_id(row["born_on"], row["sex"]))),
    "P02": simple("P02", _next_day, fits=lambda row: row["born_on"].month not in {8, 9}),
    "P03": simple("P03", lambda _, row: row.update(sex="2" if row["sex"] == "1" else "1")),
    "P04": lambda planter: _two_files(planter, "P04", {"full_name": planter.rng.choice(("柳小满", "柳小暑", "柳小寒"))}),
    "P05": simple("P05", _temporary),
    "P06": lambda planter: _two_files(planter, "P06", {}, id_number=None, id_kind="Z"),
    "P07": simple("P07", lambda _, row: row.update(
        pupil_number=made_up_pupil("990403", row["born_on"] + timedelta(days=2), row["id"] % 1000, "J"))),
    "P08": simple("P08", lambda _, row: row.pop("id_number")),
    "P09": simple("P09", lambda planter, row: born_anew(planter, row, date(2020, 9, 15)), grades=("11",)),
    "P10": simple("P10", years_later(3), grades=("14", "15", "16")),
    "P11": simple("P11", years_later(-5), grades=("13", "14"), fits=lambda row: row.get("family1_guardian") is True and _gap(row) > 22),
    "P12": simple("P12", lambda _, row: row.update(ethnic_group="97")),
    "P13": simple("P13", lambda _, row: row.update(entered_on=row["born_on"] - timedelta(days=30))),
    "P20": simple("P20", lambda _, row: row.update(left_on=date(2026, 9, 4)), fits=_pre_september),
    "P21": simple("P21", lambda _, row: row.pop("left_on"), status="40"),
    "P22": simple("P22", lambda _, row: row.update(left_how="10"), status="50"),
    "P23": simple("P23", lambda _, row: row.update(left_on=row["entered_on"] - timedelta(days=9)), status="40"),
    "P26": simple("P26", _dropped_silently, grades=JUNIOR),
    "P27": _open_dropout,
    "P28": simple("P28", lambda _, row: row.pop("class_room")),
    "P29": simple("P29", _foreign_class, grades=COMPULSORY),
    "P30": simple("P30", lambda _, row: row.update(grade="14"), grades=("13",)),
    "P32": simple("P32", lambda _, row: row.update(attendance="2"), grades=("01", "02")),
    "P35": _elsewhere,
    "P36": _still_open,
    "P37": simple("P37", _expelled, grades=JUNIOR, fits=lambda row: _pre_september(row) and _uncared(row)),
    "P38": simple("P38", lambda _, row: row.update(entered_on=date(2026, 10, 1))),
}  # fmt: skip


def _gap(row: Row) -> int:
    """Years between the guardians and the child, at least."""
    return int(min(row["born_on"].year - int(row[f"family{nth}_id_number"][6:10]) for nth in (1, 2))) - 1
