"""Plants of rooms, sports areas, equipment and books: made-up rows of a primary school, too small to change its figures."""

from datetime import date

from yaodian.cli.synthetic.planting.planter import NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant

DAY = date(2020, 5, 8)
SOUND: dict[str, Row] = {  # what is right in itself; {} is filled with how many rows there are
    "rooms": {
        "number": "附{}", "name": "库房附{}", "room_kind": "66", "area": 1_200, "multimedia": False, "in_use": True, "since": DAY,
    },
    "sports_areas": {
        "number": "附{}", "name": "健身角附{}", "area_kind": "31", "stage": "primary", "area": 6_000, "surface": "4", "opened_on": DAY,
    },
    "equipment": {
        "asset_number": "附{}", "name": "文件柜附{}", "equipment_kind": "72", "quantity": 1, "value": 60_000, "bought_on": DAY,
    },
    "books": {
        "number": "附{}", "book_kind": "5", "stage": "primary", "movement": "1", "copies": 5, "value": 10_000, "source": "1",
        "moved_on": DAY,
    },
}  # fmt: skip


def added(planter: Planter, register: str, school: str, **values: object) -> Row:
    """A further row of a school, sound but for `values`; None takes a value away."""
    nth = len(planter.rows[register]) + 1
    sound = {key: value.format(nth) if isinstance(value, str) else value for key, value in SOUND[register].items()}
    row = {"school": school} | sound | values
    return planter.add(register, {key: value for key, value in row.items() if value is not None})


def wrong(register: str, code: str, **values: object) -> Plant:
    """A row of a primary school that is wrong in one thing."""

    def plant(planter: Planter) -> None:
        school = next(
            row["school"] for row in planter.rows["schools"] if row["school_type"] == "211" and row["life"] == "1"
        )
        planter.mark(register, added(planter, register, school, **values), code)

    return plant


def late(register: str, code: str, **values: object) -> Plant:
    """A row of a school that is closed."""

    def plant(planter: Planter) -> None:
        closed = [row["school"] for row in planter.rows["schools"] if row["life"] != "1" and "closed_on" in row]
        if not closed:
            raise NothingFits("schools")
        planter.mark(register, added(planter, register, closed[0], **values), code)

    return plant


def _in_a_shut_building(planter: Planter) -> None:
    going_on = {row["school"] for row in planter.rows["schools"] if row["life"] == "1"}
    for row in planter.rows["buildings"]:
        if row["school"] in going_on and (row.get("danger_level") == "D" or not row["in_use"]):
            planter.mark("rooms", added(planter, "rooms", row["school"], building=row["id"], area=150), "H04")
            return
    raise NothingFits("buildings")


def _gatehouse(planter: Planter) -> Row:
    """One of the small buildings that have no rooms."""
    return planter.take("buildings", lambda row: row["building_use"] == "91" and row["in_use"])


def _in_anothers_building(planter: Planter) -> None:
    house = _gatehouse(planter)
    school = next(
        row["school"] for row in planter.rows["schools"] if row["school"] != house["school"] and row["life"] == "1"
    )
    planter.mark("rooms", added(planter, "rooms", school, building=house["id"], area=200), "H05")


def _larger_than_its_building(planter: Planter) -> None:
    house = _gatehouse(planter)
    row = added(planter, "rooms", house["school"], building=house["id"], area=house["area"] + 100)
    planter.mark("rooms", row, "H09")


def _twice(planter: Planter) -> None:
    school = next(
        row["school"] for row in planter.rows["schools"] if row["school_type"] == "211" and row["life"] == "1"
    )
    name = f"图书推车{len(planter.rows['equipment'])}"
    for _ in range(2):
        planter.mark("equipment", added(planter, "equipment", school, name=name, stage="primary"), "Q07")


PREMISES: dict[str, Plant] = {
    "H01": wrong("rooms", "H01", room_kind="12"),
    "H02": wrong("rooms", "H02", stage="junior"),
    "H03": wrong("rooms", "H03", room_kind="43", stage="primary"),
    "H04": _in_a_shut_building,
    "H05": _in_anothers_building,
    "H06": wrong("rooms", "H06", in_use=False, closed_on=date(2019, 8, 20)),
    "H07": wrong("rooms", "H07", closed_on=date(2025, 8, 20)),
    "H08": wrong("rooms", "H08", in_use=False),
    "H09": _larger_than_its_building,
    "H10": wrong("rooms", "H10", room_kind="52", multimedia=True),
    "H11": late("rooms", "H11"),
    "A01": wrong("sports_areas", "A01", stage="junior"),
    "A02": wrong("sports_areas", "A02", area_kind="41"),
    "A03": wrong("sports_areas", "A03", area_kind="11"),
    "A04": wrong("sports_areas", "A04", track_length=60),
    "A05": wrong("sports_areas", "A05", area_kind="11", track_length=200, area=90_000),
    "A06": wrong("sports_areas", "A06", opened_on=date(2028, 9, 1)),
    "A07": late("sports_areas", "A07"),
    "Q01": wrong("equipment", "Q01", equipment_kind="12"),
    "Q02": wrong("equipment", "Q02", stage="junior"),
    "Q03": wrong("equipment", "Q03", retired_on=date(2019, 6, 20)),
    "Q04": wrong("equipment", "Q04", value=2_600_000_000),
    "Q05": wrong("equipment", "Q05", equipment_kind="21", stage="primary", quantity=10, value=390),
    "Q06": wrong("equipment", "Q06", equipment_kind="22", stage="primary", value=420_000, bought_on=date(2013, 5, 8)),
    "Q07": _twice,
    "Q08": late("equipment", "Q08"),
    "L01": wrong("books", "L01", stage="junior"),
    "L02": wrong("books", "L02", movement="2", copies=900, source=None),
    "L03": wrong("books", "L03", source=None),
    "L04": wrong("books", "L04", moved_on=date(2028, 5, 8)),
    "L05": wrong("books", "L05", value=900_000_000),
    "L06": late("books", "L06", moved_on=date(2025, 5, 8)),
}
