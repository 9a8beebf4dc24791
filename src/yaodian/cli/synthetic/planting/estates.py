"""Plants of buildings: made-up sheds of large schools, so that no school's area is off by a tenth."""

from collections import Counter
from datetime import date

from yaodian.cli.synthetic.planting.planter import NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant


def shed(planter: Planter, school: str | None, /, **values: object) -> Row:
    """A small house that is right in itself but for `values`; None takes a value away."""
    public = {row["school"] for row in planter.rows["schools"] if row["run_by"] == "1"}
    area: Counter[str] = Counter()
    for row in planter.rows["buildings"]:
        if row["school"] in public:
            area[row["school"]] += row["area"]
    large = [code for code, _area in area.most_common(max(8, len(area) // 4))]
    sheds = Counter(row["school"] for row in planter.rows["buildings"] if row["name"].startswith("附房"))
    code = school or min(large, key=lambda one: sheds[one])
    nth = 70 + sheds[code]
    row = {
        "school": code, "number": f"{code}-{nth}", "name": f"附房{nth}", "building_use": "90", "built_in": 2005,
        "structure": "3", "floors": 1, "area": 600, "own": True, "danger_level": "B", "surveyed_on": date(2024, 5, 8),
        "next_survey_on": date(2029, 5, 8), "surveyor": "青澜县房屋安全鉴定所", "seismic": "1", "fire_accepted": True,
        "insured_until": date(2027, 8, 31), "in_use": True,
    } | values  # fmt: skip
    return planter.add("buildings", {key: value for key, value in row.items() if value is not None})


def wrong(code: str, **values: object) -> Plant:
    """A shed that is wrong in one thing."""
    return lambda planter: planter.mark("buildings", shed(planter, None, **values), code)


def _of_a_closed_school(planter: Planter) -> None:
    closed = [row["school"] for row in planter.rows["schools"] if row["life"] != "1"]
    if not closed:
        raise NothingFits("schools")
    planter.mark("buildings", shed(planter, closed[0], own=False), "B18")


def _beds_in_a_shed(planter: Planter) -> None:
    """In a school that has a dormitory, so that no missing beds are made up for."""
    boarding = next(row["school"] for row in planter.rows["buildings"] if row.get("beds"))
    planter.mark("buildings", shed(planter, boarding, beds=40), "B13")


SHUT = {"in_use": False, "closed_on": date(2025, 8, 20)}
BUILDINGS: dict[str, Plant] = {
    "B01": wrong("B01", danger_level="D"),
    "B02": wrong("B02", danger_level="C"),
    "B03": wrong("B03", danger_level="C", surveyed_on=None, **SHUT),
    "B04": wrong("B04", surveyed_on=date(2020, 5, 8), next_survey_on=date(2025, 5, 8)),
    "B05": wrong("B05", next_survey_on=date(2024, 5, 8), **SHUT),
    "B06": wrong("B06", built_in=1980, danger_level=None, surveyed_on=None, next_survey_on=None),
    "B07": wrong("B07", built_in=2028, danger_level=None, surveyed_on=None, next_survey_on=None),
    "B08": wrong("B08", built_in=2025),
    "B09": wrong("B09", floors=3, area=900),
    "B10": wrong("B10", closed_on=date(2025, 8, 20)),
    "B11": wrong("B11", in_use=False),
    "B12": wrong("B12", building_use="32"),
    "B13": _beds_in_a_shed,
    "B14": wrong("B14", structure="5"),
    "B15": wrong("B15", structure="4", floors=3, area=2_100),
    "B16": wrong("B16", seismic="2"),
    "B17": wrong("B17", insured_until=date(2026, 3, 31)),
    "B18": _of_a_closed_school,
}
