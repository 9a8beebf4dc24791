"""Plants of classes: made-up classes without pupils, so that nothing contradicts the pupils' own files."""

from collections.abc import Callable, Iterator
from datetime import date

from yaodian.cli.synthetic.planting.estates import shed
from yaodian.cli.synthetic.planting.planter import NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant

OPENED = date(2026, 9, 10)  # after the day on which a school year's classes are counted: figures are as without plants


def primary(planter: Planter) -> Row:
    """Some primary school's profile, of a school that has two teachers without a class."""
    schools = [row for row in planter.rows["schools"] if row["school_type"] == "211" and row["life"] == "1"]
    for row in planter.rng.sample(schools, len(schools)):
        if len(list(spares(planter, row["school"], _teaches))) > 1:
            return row
    raise NothingFits("schools")


def spares(
    planter: Planter, school: str, fits: Callable[[Row], bool] = lambda _row: True, *, serving: bool = True
) -> Iterator[Row]:
    """Those of a school's staff who are at the head of no class."""
    heads = {row.get("head_teacher") for row in planter.rows["classes"]}
    for row in planter.rows["staff"]:
        if row["school"] == school and row["id"] not in heads and ("left_on" in row) != serving and fits(row):
            yield row


def spare(
    planter: Planter, school: str, fits: Callable[[Row], bool] = lambda _row: True, *, serving: bool = True
) -> Row:
    """The first of them; NothingFits where there is none."""
    for row in spares(planter, school, fits, serving=serving):
        return row
    raise NothingFits("staff")


def _teaches(row: Row) -> bool:
    return bool(row["staff_kind"] == "1")


def room(planter: Planter, school: str, **values: object) -> Row:
    """A class that is right in itself but for `values`; None takes a value away."""
    number = 60 + sum(row["school"] == school and row["number"] >= 60 for row in planter.rows["classes"])
    block = next(
        row
        for row in planter.rows["buildings"]
        if row["school"] == school and row["in_use"] and row["building_use"] == "10"
    )
    row = {
        "school": school, "stage": "primary", "entered": 2026, "number": number, "grade": "11", "name": f"2026级{number}班",
        "class_kind": "10", "places": 45, "opened_on": OPENED, "building": block["id"],
    } | values  # fmt: skip
    if "head_teacher" not in row:
        row["head_teacher"] = spare(planter, school, _teaches)["id"]
    return planter.add("classes", {key: value for key, value in row.items() if value is not None})


def wrong(code: str, **values: object) -> Plant:
    """A class of a primary school, wrong in one thing."""

    def plant(planter: Planter) -> None:
        planter.mark("classes", room(planter, primary(planter)["school"], **values), code)

    return plant


def _of_no_such_stage(planter: Planter) -> None:
    schools = [row["school"] for row in planter.rows["schools"] if row["school_type"] == "311"]
    planter.mark("classes", room(planter, planter.rng.choice(schools)), "K02")


def _not_yet(planter: Planter) -> None:
    schools = [row["school"] for row in planter.rows["schools"] if row["school_type"] == "111"]
    values = {"stage": "kindergarten", "grade": "01", "class_kind": "01", "places": 25, "entered": 2027}
    planter.mark("classes", room(planter, planter.rng.choice(schools), **values), "K05")


def _other_open(planter: Planter) -> Row:
    """A real class that goes on in a primary school, not used yet."""
    types = {row["school"]: row["school_type"] for row in planter.rows["schools"]}
    return planter.take(
        "classes", lambda row: types[row["school"]] == "211" and "head_teacher" in row and row["number"] < 60
    )


def _same_name(planter: Planter) -> None:
    """Two made-up classes: pupils' sheets name their class, which must stay one."""
    school = primary(planter)["school"]
    first = room(planter, school)
    for row in (first, room(planter, school, name=first["name"])):
        planter.mark("classes", row, "K06")


def _same_head(planter: Planter) -> None:
    other = _other_open(planter)
    for row in (other, room(planter, other["school"], head_teacher=other["head_teacher"])):
        planter.mark("classes", row, "K09")


def _head_of_another_school(planter: Planter) -> None:
    school = primary(planter)["school"]
    heads = {row.get("head_teacher") for row in planter.rows["classes"]}
    head = planter.take(
        "staff",
        lambda row: row["school"] != school and _teaches(row) and "left_on" not in row and row["id"] not in heads,
    )
    planter.mark("classes", room(planter, school, head_teacher=head["id"]), "K10")


def headed_by(code: str, fits: Callable[[Row], bool], *, serving: bool) -> Plant:
    """A class in whichever primary school has such a head."""

    def plant(planter: Planter) -> None:
        for school in planter.rows["schools"]:
            if school["school_type"] != "211":
                continue
            try:
                head = spare(planter, school["school"], fits, serving=serving)
            except NothingFits:
                continue
            planter.mark("classes", room(planter, school["school"], head_teacher=head["id"]), code)
            return
        raise NothingFits("staff")

    return plant


def _in_a_shut_house(planter: Planter) -> None:
    school = primary(planter)["school"]
    house = shed(planter, school, in_use=False, closed_on=date(2025, 8, 20))
    planter.mark("classes", room(planter, school, building=house["id"]), "K18")


def _in_another_school(planter: Planter) -> None:
    school = primary(planter)["school"]
    house = next(row for row in planter.rows["buildings"] if row["school"] != school and row["in_use"])
    planter.mark("classes", room(planter, school, building=house["id"]), "K19")


CLASSES: dict[str, Plant] = {
    "K01": wrong("K01", grade="21"),
    "K02": _of_no_such_stage,
    "K03": wrong("K03", class_kind="20"),
    "K04": wrong("K04", entered=2025),
    "K05": _not_yet,
    "K06": _same_name,
    "K07": wrong("K07", opened_on=date(2026, 9, 1), closed_on=date(2026, 7, 5)),
    "K08": wrong("K08", head_teacher=None),
    "K09": _same_head,
    "K10": _head_of_another_school,
    "K11": headed_by("K11", _teaches, serving=False),
    "K12": headed_by("K12", lambda row: not _teaches(row), serving=True),
    "K13": wrong("K13", places=60),
    "K18": _in_a_shut_house,
    "K19": _in_another_school,
}
