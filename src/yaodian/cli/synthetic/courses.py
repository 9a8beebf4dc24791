"""Rows of training: what each teacher learnt in the last five school years, in the school, the county and beyond.

Each year has the school's own course and the county's, about 70 hours, and for some a course of the city, the province or
the nation; village schools miss the county's now and then. So most reach 360 hours in five years.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import TODAY, YEARS

Row = dict[str, Any]
FIRST_YEAR = YEARS[-1] - 5
NATION, PROVINCE, CITY, COUNTY, SCHOOL = "12345"  # codes of training_level
ORGANISERS = {NATION: "省师范大学", PROVINCE: "省教师发展中心", CITY: "市教师进修学院", COUNTY: "青澜县教师发展中心"}
WORDS = {NATION: "国培", PROVINCE: "省培", CITY: "市培", COUNTY: "县培"}
SUMMER = (  # the county's course in the holidays after each school year: name, code of training_kind
    ("课程标准与单元教学", "2"),
    ("作业设计与命题", "2"),
    ("师德师风与教育法规", "3"),
    ("数字素养提升", "4"),
    ("班级管理与家庭教育指导", "5"),
    ("校园安全与急救", "10"),
)
FURTHER = (("骨干教师研修", "2"), ("信息技术应用能力提升", "4"), ("班主任专题研修", "5"), ("心理健康教育研修", "8"))
KINDERGARTEN = (("游戏活动观察与支持", "11"), ("幼小衔接", "11"), ("师德师风与教育法规", "3"))
MISSED = 0.12  # of the county's courses in schools that lag behind


def training(staff: Iterable[Row], seed: int) -> list[Row]:
    """The courses of all teachers; each is entered by the school where the teacher is now."""
    rng = Random(seed * 1000 + 22)  # noqa: S311  # invented people, no secrets
    lag: dict[str, bool] = {}
    rows: list[Row] = []
    for teacher in staff:
        if teacher["staff_kind"] != "1":
            continue
        behind = lag.setdefault(teacher["school"], rng.random() < 0.3)
        until = teacher.get("left_on", date.max)
        for year in range(max(FIRST_YEAR, teacher["joined_teaching_on"].year), YEARS[-1] + 1):
            for row in _year(teacher, year, behind, rng):
                if row["begins_on"] <= min(TODAY, until - timedelta(days=1)):
                    rows.append({"id": len(rows) + 1} | _finished(row, len(rows), rng))
    return rows


def _year(teacher: Row, year: int, behind: bool, rng: Random) -> list[Row]:
    """A teacher's courses in a school year: term time, autumn, summer."""
    own = {
        "school": teacher["school"],
        "teacher": teacher["id"],
    }
    found = [
        own
        | {
            "course": f"{year}学年校本研修",
            "training_level": SCHOOL,
            "training_kind": "2",
            "begins_on": date(year, 9, 10),
            "ends_on": date(year + 1, 6, 20),
            "full_time": False,
            "hours": rng.randrange(14, 19) * 2,
        }
    ]
    if rng.random() < 0.2:
        level = rng.choice((NATION, PROVINCE, PROVINCE, CITY, CITY))
        found.append(own | _course(f"{year}年{WORDS[level]}", level, rng.choice(FURTHER), date(year, 10, 10), rng))
    if teacher["joined_teaching_on"].year == year:
        found.append(own | _course(f"{year}年县级", COUNTY, ("新教师岗前培训", "7"), date(year, 9, 3), rng))
    if not (behind and rng.random() < MISSED):
        what = rng.choice(KINDERGARTEN if teacher["stage"] == "kindergarten" else SUMMER)
        if "duty" in teacher and teacher["duty"] == "1":
            what = ("校（园）长任职培训", "6")
        found.append(own | _course(f"{year + 1}年暑期", COUNTY, what, date(year + 1, 7, 12), rng))
    return found


def _course(name: str, level: str, what: tuple[str, str], first: date, rng: Random) -> Row:
    """A course of some days away from school, eight hours a day."""
    days = 5 if level == COUNTY else rng.randrange(5, 9)
    begins = first + timedelta(days=rng.randrange(14) if level == COUNTY and what[1] != "7" else rng.randrange(3))
    return {
        "course": name + what[0],
        "training_level": level,
        "training_kind": what[1],
        "organiser": ORGANISERS[level],
        "begins_on": begins,
        "ends_on": begins + timedelta(days=days - 1),
        "full_time": True,
        "hours": days * 8,
    }


def _finished(row: Row, serial: int, rng: Random) -> Row:
    """With its result, where it is over; two in a hundred did not pass."""
    if row["ends_on"] >= TODAY:
        return row
    passed = rng.random() > 0.02
    level = row["training_level"]
    number = {"certificate": f"{WORDS[level]}{row['begins_on'].year}{serial:06d}"} if passed and level != SCHOOL else {}
    return row | {"passed": passed} | number
