"""Who and what is there on the day of figures (统计日): pupils, classes, teachers, schools, by which indicators of all fields
count and divide.

A pupil is there by the spell (就读经历) that holds the day, in the stage of its class, or where no class is known of the
grade at entry. A teacher is there from joining the school until leaving it; who is lent to a school (交流借入) is counted by
the school that sends. What changes without a date (教职工的学历、职称, 学生的户口 …) is as it is now.
"""

from yaodian.algebra.language import Rows, Value, first_known, if_else, strangers
from yaodian.algebra.measure_language import as_of, period_start
from yaodian.algebra.measures import Count
from yaodian.algebra.types import Code
from yaodian.registers.code_lists import code_list

NAMES = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "普通高中",
    "vocational": "中职",
    "special": "特教",
}
COMPULSORY = ("primary", "junior", "special")  # special schools are of nine years
PUBLIC = ("1", "3")  # run_by: 教育部门和集体办、其他部门办
LENT = "16"  # 交流借入: the person is a row of another school too
TEACHER = "1"  # 专任教师
STAGE_OF_GRADE = {
    code: stage
    for stage, group in (("kindergarten", "幼儿园"), ("primary", "小学"), ("junior", "初中"), ("senior", "普通高中"))
    for code in code_list("grade").under(group)
}

spells = strangers("enrolments", counted_in="人")
class_rows = strangers("classes", counted_in="班")
staff = strangers("staff", counted_in="人")
schools = strangers("schools", counted_in="所")
stage = first_known(spells.class_room["stage"], spells.grade.mapped(STAGE_OF_GRADE, Code("stage")))
profile = spells.others("schools", on={"school": spells.school})  # of the school of a spell
in_public_school = profile.only("run_by").is_in(*PUBLIC)
disabled = spells.pupil["disability"].is_in(*code_list("disability_kind").under("有残疾"))
since_august = period_start().year.on(8, 31)  # on which ages are counted, the eve of a school year


def holds(since: Value, until: Value, day: Value | None = None) -> Value:
    """It had begun on a day and not ended; an unknown end is open."""
    on = as_of() if day is None else day
    return (since <= on) & (until.is_unknown() | (until > on))


def within(day: Value) -> Value:
    """The day lies in the period, and not after the day of figures."""
    return day.between(period_start(), as_of())


there = holds(spells.entered_on, spells.left_on)
taught = holds(class_rows.opened_on, class_rows.closed_on)
serving = holds(staff.joined_school_on, staff.left_on) & (staff.status != LENT)
teaching = serving & (staff.staff_kind == TEACHER)
going_on = (  # 在办
    (schools.founded_on.is_unknown() | (schools.founded_on <= as_of()))
    & (schools.closed_on.is_unknown() | (schools.closed_on > as_of()))
    & ((schools.life == "1") | schools.closed_on.is_known())
)


def pupils(*stages: str, where: Value | None = None) -> Count:
    """Pupils on the roll (在校生) of some stages, or of all."""
    return spells.count(where=_all(there, _of(stage, stages), where))


def classes(*stages: str, where: Value | None = None) -> Count:
    """Classes that are taught, of some stages or of all."""
    return class_rows.count(where=_all(taught, _of(class_rows.stage, stages), where))


def teachers(*stages: str, where: Value | None = None) -> Count:
    """Full-time teachers (专任教师) of some stages, or of all."""
    return staff.count(where=_all(teaching, _of(staff.stage, stages), where))


def schools_open(where: Value | None = None) -> Count:
    """Schools and kindergartens that go on (在办)."""
    return schools.count(where=_all(going_on, where))


def grade_on_the_day(stage_of: Value, entered: Value, registered: Value) -> Value:
    """The grade that a class which began its stage in a school year has reached; else the one that is registered."""
    school_year = if_else(as_of().month >= 9, as_of().year, as_of().year - 1)
    found = registered
    for code, name in STAGE_OF_GRADE.items():
        found = if_else((stage_of == name) & (school_year - entered == int(code[1]) - 1), code, found)
    return found


def members(rows: Rows) -> Value:
    """How many pupils are there in a row of classes (`id` is the class)."""
    return rows.others(
        "enrolments",
        on={"class_room": rows.id},
        where=lambda them: holds(them.entered_on, them.left_on),
    ).count()


def _of(value: Value, options: tuple[str, ...]) -> Value | None:
    return value.is_in(*options) if options else None


def _all(first: Value, *others: Value | None) -> Value:
    for other in others:
        if other is not None:
            first = first & other
    return first
