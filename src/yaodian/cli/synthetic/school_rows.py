"""Rows of the schools' registers: schools (profiles) and classes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import TODAY, YEARS, Cohort
from yaodian.cli.synthetic.staff import School
from yaodian.cli.synthetic.tree import Site, Unit
from yaodian.cli.synthetic.years import begins, graduation
from yaodian.registers.ids import made_up_credit, made_up_school_code

Row = dict[str, Any]
TYPES = {  # stages → 办学类型, 学校（机构）标识码's first two digits
    ("kindergarten",): ("111", "11"),
    ("primary",): ("211", "21"),
    ("junior",): ("311", "31"),
    ("primary", "junior"): ("312", "31"),
    ("senior",): ("342", "34"),
    ("vocational",): ("365", "36"),
    ("special",): ("514", "51"),
}
CLASS_KINDS = {
    "kindergarten": "01",
    "primary": "10",
    "junior": "20",
    "senior": "40",
    "vocational": "40",
    "special": "17",
}
PLACES = {"primary": 45, "junior": 50, "senior": 55, "vocational": 55, "special": 15, "01": 25, "02": 30, "03": 35}
STAGE_WORDS = {"primary": "小学", "junior": "初中"}
AREA = "990101"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a school's profile is made of; `centre` is the code of the township's central school, `pupils` by stage."""

    site: Site
    parent: Unit
    centre: str
    pupils: Mapping[str, int]
    buildings: Sequence[Row]
    staff: School


def school_row(nth: int, of: Profile) -> Row:
    """A school's profile."""
    site, parent, pupils, buildings, staff = of.site, of.parent, of.pupils, of.buildings, of.staff
    unit, total = site.unit, sum(pupils.values())
    kind, institution = TYPES[site.stages]
    built = sum(row["area"] for row in buildings if row.get("demolished_on") is None)
    row: Row = {
        "id": nth,
        "school": unit.code,
        "school_code": made_up_school_code(institution, 10_000 + nth),
        "school_type": "218" if site.point else kind,
        "run_by": "2" if site.private else "1",
        "urban_rural": _where(site, parent),
        "township": parent.name.removesuffix("中心学校") if parent.kind == "township" else "城关镇",
        "address": f"青澜县{unit.name.removeprefix('青澜县')}校区1号",
        "central_school": "中心" in unit.name,
        "principal": staff.head["name"] if staff.head else None,
        "phone": staff.head["phone"] if staff.head else None,
        "boarding": any(row.get("beds") for row in buildings),
        "site_area": round(built * 1.9) + 60_000,
        "building_area": built,
        "planned_classes": max(1, round(total / 40)),
        "canteen": any(row["building_use"] == "33" for row in buildings),
        "school_bus": False,
        "founded_on": date(1960 + nth % 50, 9, 1),
        "life": "1",
    }
    if not site.point:
        row["credit_code"] = made_up_credit(AREA, 10_000 + nth, "52" if site.private else "12")
    for stage, column in (
        ("kindergarten", "preschool_places"),
        ("primary", "primary_places"),
        ("junior", "junior_places"),
        ("senior", "senior_places"),
    ):
        if stage in site.stages:
            row[column] = (int(pupils.get(stage, 0) * 1.1) // 5 + 2) * 5
    if site.point:
        row["managed_by"] = of.centre
    if site.private:
        row |= {
            "licence_number": f"教民{AREA}{nth:05d}号",
            "licence_until": date(2028 + nth % 3, 8, 31),
            "founded_on": date(2002 + nth % 14, 9, 1),  # before its oldest class
        }
        if unit.kind == "kindergarten":
            row["inclusive"] = nth % 5 != 0
    return row


def closed_row(nth: int, unit: Unit, successor: str, township: str) -> Row:
    """The profile of a school that was merged into another before the first school year."""
    return {
        "id": nth,
        "school": unit.code,
        "school_code": made_up_school_code("21", 10_000 + nth),
        "school_type": "211",
        "run_by": "1",
        "urban_rural": "220",
        "township": township,
        "life": "4",
        "founded_on": date(1966, 9, 1),
        "closed_on": unit.valid_to,
        "successor": successor,
    }


def _where(site: Site, parent: Unit) -> str:
    """The county seat and towns are 镇区; a 乡's own seat and villages are 乡村."""
    if site.place == "seat" or (site.place == "town" and not parent.name.startswith(tuple(_country_names(parent)))):
        return "121"
    return "210" if site.place == "town" else "220"


def _country_names(parent: Unit) -> list[str]:
    name = parent.name.removesuffix("中心学校")
    return [name] if name.endswith("乡") else ["\0"]


class ClassRows:
    """Makes the rows of classes; a class's id is its key + 1."""

    def __init__(self, staff: Mapping[str, School], blocks: Mapping[str, Sequence[Row]], rng: Random) -> None:
        self.staff, self.blocks, self.rng = staff, blocks, rng
        self._heads = {
            (code, stage): iter(rows) for code, school in staff.items() for stage, rows in school.teachers.items()
        }

    def row(self, cohort: Cohort) -> Row:
        """A class as it is in the last school year, or was when it ended."""
        code, stage = cohort.site.unit.code, cohort.stage
        last = cohort.entered + cohort.years - 1
        prefix = STAGE_WORDS[stage] if len(cohort.site.stages) > 1 else ""
        row: Row = {
            "id": cohort.key + 1,
            "school": code,
            "stage": stage,
            "entered": cohort.entered,
            "number": cohort.number,
            "grade": cohort.grade(min(last, YEARS[-1])),
            "name": f"{prefix}{cohort.entered}级{cohort.number}班",
            "class_kind": "13" if cohort.site.point else CLASS_KINDS[stage],
            "places": PLACES[stage if stage in PLACES else cohort.grade(min(last, YEARS[-1]))],
            "opened_on": begins(cohort.entered),
        }
        if graduation(last) <= TODAY:
            row["closed_on"] = graduation(last)
            return row
        head = next(self._heads[code, stage], None)
        if head is not None:
            row["head_teacher"] = head["id"]
        blocks = [block for block in self.blocks[code] if block["building_use"] == "10"]
        block = self.rng.choice(blocks)
        row["building"] = block["id"]
        row["room"] = f"{block['name']}{self.rng.randrange(1, block['floors'] + 1)}{self.rng.randrange(1, 9):02d}"
        return row
