"""Rows of graduates: everybody who was let go with a stage, and where he went: to the next school here, or elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import YEARS, Child, Stay
from yaodian.cli.synthetic.years import GRADUATED, begins

Row = dict[str, Any]
Chances = Mapping[str, float]
JOB, AT_HOME = "40", "50"  # codes of destination
OWN_JUNIOR, JUNIOR, JUNIOR_ELSEWHERE = "10", "11", "12"
HERE = {"senior": "20", "vocational": "21"}  # where the leavers of junior schools go in the county
ELSEWHERE: dict[str, Chances] = {  # of those who are in no further school of the county
    "primary": {JUNIOR_ELSEWHERE: 1.0},
    "junior": {"22": 0.24, "23": 0.18, "24": 0.22, "20": 0.17, JOB: 0.11, AT_HOME: 0.08},
    "senior": {"30": 0.46, "31": 0.42, "51": 0.06, JOB: 0.03, "41": 0.01, AT_HOME: 0.02},
    "vocational": {"31": 0.52, "30": 0.06, JOB: 0.36, "41": 0.02, "42": 0.02, AT_HOME: 0.02},
    "special": {"22": 0.3, JOB: 0.1, AT_HOME: 0.6},
}
SCHOOLS = {
    "12": ("邻县第二中学", "市第五中学", "外省务工地某中学"),
    "20": ("市第一中学", "邻县第一中学"),
    "22": ("市卫生学校", "市财经学校", "省工业学校"),
    "23": ("市技师学院", "省交通技师学院"),
    "24": ("市职业技术学院", "省幼儿师范高等专科学校"),
    "30": ("省师范大学", "省农业大学", "省理工大学", "省城学院"),
    "31": ("市职业技术学院", "省交通职业学院", "省医药职业学院"),
}
WORKPLACES = {True: "本县企业", False: "外省企业"}


def graduates(children: Iterable[Child], seed: int) -> list[Row]:
    """One row for each graduation since the first school year but those from kindergartens."""
    rng = Random(seed * 1000 + 21)  # noqa: S311  # invented people, no secrets
    rows: list[Row] = []
    for child in children:
        for nth, stay in enumerate(child.stays):
            if stay.leave != GRADUATED or stay.until is None or stay.cohort.stage == "kindergarten":
                continue
            if stay.until < begins(YEARS[0]):
                continue
            after = child.stays[nth + 1] if nth + 1 < len(child.stays) else None
            row = {
                "id": len(rows) + 1,
                "school": stay.cohort.site.unit.code,
                "pupil": child.key + 1,
                "stage": stay.cohort.stage,
                "graduated_on": stay.until,
                "certificate": stay.cohort.stage in {"primary", "junior"} or rng.random() > 0.01,
                "confirmed_on": date(stay.until.year, 9, 5) + timedelta(days=rng.randrange(10)),
            }
            rows.append(row | (_here(stay, after) if after else _elsewhere(child, stay, stay.until, rng)))
    return rows


def _here(stay: Stay, after: Stay) -> Row:
    """On to a school of the county."""
    own = after.cohort.site is stay.cohort.site
    return {
        "destination": HERE.get(after.cohort.stage, OWN_JUNIOR if own else JUNIOR),
        "destination_school": after.cohort.site.unit.name,
        "in_county": True,
    }


def _elsewhere(child: Child, stay: Stay, day: date, rng: Random) -> Row:
    """Out of the county's schools; nobody works before the sixteenth birthday."""
    chances = ELSEWHERE[stay.cohort.stage]
    code = rng.choices(list(chances), list(chances.values()))[0]
    if code == JOB and day < child.born.replace(year=child.born.year + 16, day=min(child.born.day, 28)):
        code = AT_HOME
    if schools := SCHOOLS.get(code):
        return {"destination": code, "destination_school": rng.choice(schools), "in_county": False}
    if code != JOB:
        return {"destination": code}
    inside = rng.random() < 0.4
    return {"destination": code, "destination_school": WORKPLACES[inside], "in_county": inside}
