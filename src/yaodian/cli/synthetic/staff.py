"""The staff of each school by the norms of establishment: ages, titles, qualifications, subjects, who is in charge.

Norms: 小学 19 pupils to one of staff, 初中 13.5, 高中 12.5 (中央编办发〔2014〕72号); kindergartens two teachers and one
childcare worker to a class; small schools at least so many teachers to a class.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import TODAY, YEARS, Cohort
from yaodian.cli.synthetic.names import Names
from yaodian.cli.synthetic.tree import Site

Row = dict[str, Any]
PER_STAFF = {"primary": 19.0, "junior": 13.5, "senior": 12.5, "vocational": 15.0, "special": 3.0, "kindergarten": 1e9}
PER_CLASS = {"primary": 1.5, "junior": 2.4, "senior": 2.8, "vocational": 2.0, "special": 2.0, "kindergarten": 2.0}
FULL_CLASS = (
    25  # pupils of a class from which it has all teachers of its own; in smaller ones a teacher has more subjects
)
SUBJECTS = {
    "primary": ("01", "01", "01", "01", "02", "02", "02", "03", "04", "11", "13", "14", "15", "12"),
    "junior": (
        "01",
        "01",
        "01",
        "02",
        "02",
        "02",
        "03",
        "03",
        "03",
        "04",
        "06",
        "07",
        "08",
        "09",
        "10",
        "13",
        "14",
        "15",
        "12",
    ),
    "senior": (
        "01",
        "01",
        "02",
        "02",
        "03",
        "03",
        "05",
        "06",
        "07",
        "08",
        "08",
        "09",
        "09",
        "10",
        "13",
        "14",
        "12",
        "20",
    ),
    "vocational": ("26", "26", "26", "01", "02", "03", "13", "12"),
    "special": ("23", "23", "23", "13", "14", "15"),
    "kindergarten": ("00",),
}
QUALIFICATION = {"kindergarten": "1", "primary": "2", "junior": "3", "senior": "4", "vocational": "5", "special": "2"}
LEVELS = {"2": (5, 6, 7), "3": (8, 9, 10), "4": (11, 12), "5": (13,), "9": (13,)}
COLLEGES = ("省师范大学", "市师范学院", "师范专科学校", "师范高等专科学校", "省教育学院")


@dataclass
class School:
    """A school's staff as the other registers need it: the rows, teachers by stage, the head."""

    site: Site
    rows: list[Row] = field(default_factory=list)
    teachers: dict[str, list[Row]] = field(default_factory=dict)
    head: Row | None = None


class Staffing:
    """Makes the staff; ids count from 1."""

    def __init__(self, names: Names, rng: Random) -> None:
        self.names, self.rng = names, rng
        self.rows: list[Row] = []

    def school(self, site: Site, cohorts: Sequence[Cohort]) -> School:
        """All staff of a school with these classes, those who left since 2024 too."""
        made = School(site)
        for stage in site.stages:
            mine = [cohort for cohort in cohorts if cohort.stage == stage and cohort.there(YEARS[-1])]
            pupils = sum(len(cohort.children) for cohort in mine)
            each = PER_CLASS[stage] * min(1.0, 0.55 + 0.45 * pupils / (len(mine) or 1) / FULL_CLASS)
            count = max(round(pupils / PER_STAFF[stage] * 0.92), round(len(mine) * each + 0.3), 1)
            made.teachers[stage] = [self._teacher(site, stage, nth) for nth in range(count)]
            made.rows += made.teachers[stage]
            if stage == "kindergarten":
                made.rows += [self._helper(site, "5") for _ in mine]
            made.rows += [self._helper(site, self.rng.choice("234")) for _ in range(round(count * 0.06))]
            for _ in range(max(int(count > 4), round(count * 0.03))):
                made.rows.append(self._gone(site, stage))
        self._appoint(made)
        return made

    def _appoint(self, made: School) -> None:
        """The head is an experienced teacher, larger schools have deputies and heads of departments."""
        here = [row for rows in made.teachers.values() for row in rows]
        ranked = sorted(here, key=lambda row: (row["title"], row["born_on"]))
        duties = [
            "1",
            *(["3", "4", "4"] if len(ranked) > 12 else []),
            *(["3", "4", "5", "5"] if len(ranked) > 60 else []),
        ]
        for row, duty in zip(ranked, duties, strict=False):
            row["duty"] = duty
        made.head = ranked[0]

    def _teacher(self, site: Site, stage: str, nth: int, *, least: int = 23) -> Row:
        rng = self.rng
        sex = "2" if rng.random() < {"kindergarten": 0.99, "primary": 0.68}.get(stage, 0.5) else "1"
        age = round(rng.triangular(least, 53 if sex == "2" else 58, 36 if site.private else 41))
        row = self._person(site, sex, age)
        career = 23 if rng.random() < 0.75 else 22
        begun = date(row["born_on"].year + career, 9, 1)
        begun = min(begun, date(YEARS[-1], 9, 1))
        title, since = self._title(begun)
        higher, first = self._education(stage, age)
        row |= {
            "staff_kind": "1",
            "establishment_kind": self._establishment(site, age),
            "post_kind": "2",
            "post_level": rng.choice(LEVELS[title]),
            "stage": stage,
            "subject": SUBJECTS[stage][nth % len(SUBJECTS[stage])],
            "lessons": rng.randrange(12, 19) if stage != "kindergarten" else rng.randrange(14, 21),
            "first_education": first,
            "highest_education": higher,
            "degree": "4" if higher == "21" and rng.random() < 0.7 else "3" if higher == "14" else "0",
            "graduated_from": rng.choice(COLLEGES),
            "major": "学前教育"
            if stage == "kindergarten"
            else rng.choice(("汉语言文学", "数学与应用数学", "英语", "小学教育", "教育学")),
            "qualification": QUALIFICATION[stage],
            "qualification_number": self._certificate(QUALIFICATION[stage], sex, begun.year),
            "registered_until": date(rng.randrange(2027, 2031), 6, 30),
            "title": title,
            "backbone": "4"
            if title in "23" and rng.random() < 0.12
            else "3"
            if title == "2" and rng.random() < 0.06
            else "0",
            "joined_work_on": begun,
            "joined_teaching_on": begun,
            "joined_school_on": self._joined(begun),
        }
        if since is not None:
            row["title_since"] = since
        return row

    def _person(self, site: Site, sex: str, age: int) -> Row:
        rng = self.rng
        born = date(TODAY.year - age, rng.randrange(1, 9), rng.randrange(1, 29))
        row: Row = {
            "id": len(self.rows) + 1,
            "school": site.unit.code,
            "name": self.names.full(sex),
            "id_number": self.names.resident_id(born, sex),
            "sex": sex,
            "born_on": born,
            "ethnic_group": "01" if rng.random() < 0.97 else "03",
            "political_status": "01" if rng.random() < 0.3 else "03" if age < 28 else "13",
            "phone": self.names.phone(),
            "status": "11",
        }
        self.rows.append(row)
        return row

    def _title(self, begun: date) -> tuple[str, date | None]:
        """A title that the years of teaching allow, and when it was given (each rank takes at least five years)."""
        rng, years = self.rng, YEARS[-1] - begun.year
        if years < 1:
            return "9", None
        title = "4" if years < 6 or rng.random() < 0.25 else "3" if years < 13 or rng.random() < 0.68 else "2"
        least = {"4": 1, "3": 6, "2": 12}[title]
        return title, date(begun.year + min(years - (years > 1), least + rng.randrange(4)), 6 if years > 1 else 8, 1)

    def _education(self, stage: str, age: int) -> tuple[str, str]:
        """Highest and first degree: the young have studied longer."""
        rng = self.rng
        high = {"kindergarten": 0.35, "primary": 0.72, "junior": 0.9, "senior": 0.97}.get(stage, 0.85) - max(
            0, age - 45
        ) * 0.01
        if stage == "senior" and age < 40 and rng.random() < 0.15:
            return "14", "21"
        if rng.random() < high:
            return "21", "21" if age < 38 else rng.choice(("31", "41"))
        if stage in {"senior", "vocational"}:
            return "21", "31"
        if stage == "junior" or rng.random() < 0.93:
            return "31", "31" if age < 45 else "41"
        return "41", "41"

    def _establishment(self, site: Site, age: int) -> str:
        drawn = self.rng.random()
        if site.private:
            return "2" if drawn < 0.9 else "3"
        if age < 27 and site.place != "seat" and drawn < 0.3:
            return "5"
        if site.unit.kind == "kindergarten":
            return "1" if drawn < 0.45 else "2"
        return "1" if drawn < 0.95 else "2"

    def _certificate(self, kind: str, sex: str, year: int) -> str:
        """17 digits: year, area (99 is none), kind, sex, serial."""
        return f"{year}9901{kind}{'1' if sex == '1' else '2'}{self.rng.randrange(10**7):07d}"

    def _joined(self, begun: date) -> date:
        if self.rng.random() < 0.4 or begun.year >= YEARS[-1]:
            return begun
        return date(self.rng.randrange(begun.year, YEARS[-1] + 1), 9, 1)

    def _helper(self, site: Site, kind: str) -> Row:
        """Administration, assistants, workers, childcare workers."""
        rng = self.rng
        sex = "2" if kind == "5" or rng.random() < 0.5 else "1"
        row = self._person(site, sex, rng.randrange(26, 53))
        begun = date(row["born_on"].year + 22, 9, 1)
        row |= {
            "staff_kind": kind,
            "establishment_kind": "2" if site.private or kind in "45" else "1",
            "post_kind": {"2": "1", "3": "2"}.get(kind, "3"),
            "highest_education": rng.choice(("31", "41", "61")),
            "joined_work_on": begun,
            "joined_school_on": self._joined(begun),
        }
        return row

    def _gone(self, site: Site, stage: str) -> Row:
        """Somebody who retired or left since the first school year."""
        rng = self.rng
        row, left = self._teacher(site, stage, rng.randrange(20), least=30), date(rng.choice(YEARS[1:]), 7, 1)
        row["joined_school_on"] = min(row["joined_school_on"], date(2020, 9, 1))
        if "title_since" in row:
            row["title_since"] = min(row["title_since"], date(2023, 6, 1))
        row |= {"status": rng.choice(("22", "22", "23")), "status_since": left, "left_on": left}
        return row


def by_code(made: Sequence[School]) -> Mapping[str, School]:
    """Schools' staff by the unit's code."""
    return {one.site.unit.code: one for one in made}
