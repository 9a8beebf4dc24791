"""Rows of the pupils' registers: pupils, enrolments, dropouts, visits, care."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import TODAY, YEARS, Child, Status, Stay
from yaodian.cli.synthetic.staff import School
from yaodian.cli.synthetic.years import begins

Row = dict[str, Any]
STATUS = {
    Status.HERE: "10",
    Status.SUSPENDED: "20",
    Status.DROPPED: "30",
    Status.GRADUATED: "40",
    Status.LEFT: "50",
    Status.DEAD: "80",
}
GONE = {Status.GRADUATED, Status.LEFT, Status.DEAD}
BOARDING = {
    ("primary", "town"): 0.08,
    ("junior", "seat"): 0.1,
    ("junior", "town"): 0.42,
    ("senior", "seat"): 0.6,
    ("vocational", "seat"): 0.55,
}
COMPULSORY = {"primary", "junior"}
AREA = "990101"
SIXTEEN = TODAY.replace(year=TODAY.year - 16)  # born later: younger than sixteen today


def year_of(day: date) -> int:
    """The school year that a day lies in."""
    return day.year if day.month >= 9 else day.year - 1


class PupilRows:
    """Makes the rows of all children; ids count from 1 in each register."""

    def __init__(self, staff: dict[str, School], rng: Random) -> None:
        self.staff, self.rng = staff, rng
        self.pupils: list[Row] = []
        self.enrolments: list[Row] = []
        self.dropouts: list[Row] = []
        self.visits: list[Row] = []
        self.care: list[Row] = []
        self._turns: Counter[tuple[str, str]] = Counter()

    def add(self, children: Sequence[Child]) -> None:
        """The rows of these children."""
        for child in children:
            self._pupil(child)
            self._enrolments(child)
            self._dropouts(child)
            self._care(child)

    def _pupil(self, child: Child) -> None:
        stay, run = child.stays[-1], first_of_run(child)
        row: Row = {
            "id": child.key + 1,
            "pupil_number": f"G{child.resident_id}",
            "full_name": child.name,
            "sex": child.sex,
            "born_on": child.born,
            "id_kind": "1",
            "id_number": child.resident_id,
            "ethnic_group": child.ethnic,
            "political_status": "03" if stay.cohort.stage == "senior" and child.key % 9 == 0 else "13",
            "school": stay.cohort.site.unit.code,
            "grade": self._grade(child),
            "class_room": stay.cohort.key + 1,
            "entered_on": run.since,
            "entered_how": run.entry,
            "status": STATUS[child.status],
            "status_since": child.since,
        }
        if child.status in GONE:
            row |= {"left_on": stay.until, "left_how": stay.leave}
        self._household(row, child)
        self._support(row, child, stay)
        _family(row, child)
        self.pupils.append(row)

    @staticmethod
    def _grade(child: Child) -> str:
        """The grade now, or the last one."""
        stay = child.stays[-1]
        last = stay.cohort.entered + stay.cohort.years - 1
        if child.status in GONE or child.status is Status.SUSPENDED:
            last = min(last, year_of((stay.until or TODAY) - timedelta(days=1)))
        return stay.cohort.grade(max(stay.cohort.entered, min(last, YEARS[-1])))

    @staticmethod
    def _household(row: Row, child: Child) -> None:
        family = child.family
        row |= {
            "household_kind": "1" if family.rural else "2",
            "household_area": "990201" if family.came else AREA,
            "household_place": ("邻县" if family.came else "青澜县") + family.home,
            "home": "青澜县" + family.home,
            "migrant": family.came and family.rural,
            "left_behind": "2" if left_behind(child) else "0",
            "orphan": family.poverty == "04",
            "martyr_child": False,
            "only_child": len(family.births) == 1,
        }

    def _support(self, row: Row, child: Child, stay: Stay) -> None:
        rng, stage = self.rng, stay.cohort.stage
        boards = rng.random() < BOARDING.get((stage, stay.cohort.site.place), 0.0)
        row["attendance"] = "2" if boards else "1"
        if child.disability != "0":
            special = stage == "special"
            row["disability"] = child.disability
            row["placement"] = "1" if special else "2"
            if not special and stage in COMPULSORY:
                row["inclusion"] = {"1": "11", "2": "12", "5": "13"}.get(child.disability, "19")
        else:
            row |= {"disability": "0", "inclusion": "00"}
        poor = child.family.poverty != "00"
        row |= {
            "poverty": child.family.poverty,
            "aid_applied": poor,
            "aided": poor,
            "purchased_place": _bought(child, stay),
            "distance": rng.randrange(2, 25) if stay.cohort.site.place == "seat" else rng.randrange(3, 90),
            "commute": "3" if boards else rng.choice("11244"),
            "school_bus": False,
        }
        if stage != "kindergarten":
            row["preschooled"] = rng.random() < 0.98

    def _enrolments(self, child: Child) -> None:
        before = ""
        for nth, stay in enumerate(child.stays):
            after = child.stays[nth + 1] if nth + 1 < len(child.stays) else None
            row: Row = {
                "id": len(self.enrolments) + 1,
                "pupil": child.key + 1,
                "school": stay.cohort.site.unit.code,
                "class_room": stay.cohort.key + 1,
                "grade": stay.cohort.grade(year_of(stay.since)),
                "entered_on": stay.since,
                "entered_how": stay.entry,
            }
            if stay.until is not None:
                row |= {"left_on": stay.until, "left_how": stay.leave}
            other = stay.where or (
                after.cohort.site.unit.name if after and stay.leave == "21" else before if stay.entry == "21" else ""
            )
            if other:
                row["counterpart"] = other
            before = stay.cohort.site.unit.name
            self.enrolments.append(row)

    def _dropouts(self, child: Child) -> None:
        for spell in child.spells:
            code = spell.cohort.site.unit.code
            teacher = self._teacher(code, spell.cohort.stage)
            row: Row = {
                "id": len(self.dropouts) + 1,
                "pupil": child.key + 1,
                "school": code,
                "left_on": spell.since,
                "reason": spell.reason,
                "helper": teacher["name"],
                "helper_phone": teacher["phone"],
                "result": "1" if spell.until else "5",
            }
            if spell.until:
                row["returned_on"] = spell.until
            else:
                row["whereabouts"] = self.rng.choice(("在家", "随亲戚在省城务工", "在外省随父母"))
            self.dropouts.append(row)
            for visit in spell.visits:
                self.visits.append(
                    {
                        "id": len(self.visits) + 1,
                        "dropout": row["id"],
                        "school": code,
                        "visited_on": visit.on,
                        "visitors": f"{teacher['name']}、{self._teacher(code, spell.cohort.stage)['name']}",
                        "met": self.rng.choice(("父亲", "母亲", "祖母", "学生本人")),
                        "result": "1" if visit.found else "5",
                        "said": "同意返校" if visit.found else "家长表示再劝劝孩子",
                        "next_step": "跟进适应情况" if visit.found else "一周内再访",
                    }
                )

    def _teacher(self, code: str, stage: str) -> Row:
        return self.rng.choice(self.staff[code].teachers[stage])

    def _helper(self, code: str, stage: str) -> Row:
        """The teachers of a school take turns."""
        self._turns[code, stage] += 1
        teachers = self.staff[code].teachers[stage]
        return teachers[self._turns[code, stage] % len(teachers)]

    def _care(self, child: Child) -> None:
        """A file for each left-behind child and orphan, in compulsory schools for migrants too; closed when the child leaves."""
        stay, family = child.stays[-1], child.family
        if stay.until is not None and stay.until < begins(YEARS[0]):
            return  # the files begin with the first school year
        kinds = [
            *(["1"] if left_behind(child) else []),
            *(["2"] if family.came and family.rural and stay.cohort.stage in COMPULSORY else []),
            *(["3"] if family.poverty == "04" else []),
        ]
        for kind in kinds:
            self.care.append(self._care_row(child, stay, kind))

    def _care_row(self, child: Child, stay: Stay, kind: str) -> Row:
        family, rng = child.family, self.rng
        first = first_of_run(child).since
        opened = max(first, begins(YEARS[0])) + timedelta(
            days=rng.randrange(5, 13) if first >= begins(YEARS[-1]) else rng.randrange(5, 30)
        )
        opened = min(opened, TODAY)
        with_helper = bool(family.helper)
        row: Row = {
            "id": len(self.care) + 1,
            "pupil": child.key + 1,
            "school": stay.cohort.site.unit.code,
            "kind": kind,
            "opened_on": opened,
            "guardian": family.helper if with_helper else family.father,
            "relation": family.helper_relation if with_helper else "51",
            "guardian_phone": family.helper_phone if with_helper else family.phone,
            "home": "青澜县" + family.home,
            "helper": self._helper(stay.cohort.site.unit.code, stay.cohort.stage)["id"],
            "contacted_on": max(opened, TODAY - timedelta(days=rng.randrange(0, 28))),
            "plan": "每月联系一次，每学期家访一次",
        }
        if kind == "1":
            row |= {"parents_at": family.parents_at, "parents_phone": family.phone}
        if child.status in GONE and stay.until is not None:
            row["opened_on"] = min(opened, stay.until)
            row["contacted_on"] = row["closed_on"] = stay.until
            row["close_reason"] = "学生离校"
        return row


def _bought(child: Child, stay: Stay) -> bool:
    """Whether the county pays for the place: of most who came for work to a private school, as public ones are full."""
    private = stay.cohort.site.private and stay.cohort.stage in COMPULSORY
    return private and child.family.came and child.key % 4 > 0


def left_behind(child: Child) -> bool:
    """Both parents away from a village home, the child younger than sixteen (国发〔2016〕13号)."""
    return child.family.away and child.family.rural and child.born > SIXTEEN


def first_of_run(child: Child) -> Stay:
    """The stay with which the child came to the school and stage where it is now, or was last."""
    last = child.stays[-1]
    first = last
    for stay in reversed(child.stays):
        if stay.cohort.site is not last.cohort.site or stay.cohort.stage != last.cohort.stage:
            break
        first = stay
    return first


def _family(row: Row, child: Child) -> None:
    """Father and mother; for an orphan the grandparent who has the charge."""
    family = child.family
    if family.poverty == "04":
        row |= {
            "family1_name": family.helper,
            "family1_relation": family.helper_relation,
            "family1_phone": family.helper_phone,
            "family1_guardian": True,
        }
        return
    row |= {
        "family1_name": family.father,
        "family1_relation": "51",
        "family1_id_number": family.father_id,
        "family1_phone": family.phone,
        "family1_guardian": True,
        "family2_name": family.mother,
        "family2_relation": "52",
        "family2_id_number": family.mother_id,
        "family2_guardian": True,
    }
