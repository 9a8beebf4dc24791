"""教师配备: how many teachers and staff there are, for how many pupils, in which kind of employment and of which age.

Teachers lent to another school count at the school that holds their post. Kind of employment is as registered now.
"""

from yaodian.algebra.language import Value, parameter
from yaodian.algebra.measure_language import as_of, per_head, ratio, share
from yaodian.packs.staff.staff import register as staff_register
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Taken
from yaodian.registers.present import COMPULSORY, LENT, NAMES, TEACHER, classes, pupils, serving, teachers, within
from yaodian.registers.present import staff as rows

STATISTICS = "教育事业统计教职工的通行口径，报表编号未查证"
RATIO = "生师比的统计口径：在校生与专任教师之比，全国公报印作16.19:1"
ESTABLISHMENT = "事业单位机构编制管理的通行口径，未查证"
SUBJECTS = "各地配齐配足学科教师的要求，未查证"
NOW = "编制、学科按现在的登记"
SPECIALISTS = (
    ("sports", "体育", ("13",)), ("arts", "艺术", ("14", "15", "16")), ("science", "科学", ("11",)),
    ("mental_health", "心理健康", ("19",)), ("labour", "劳动", ("17",)), ("special", "特殊教育", ("23",)),
)  # fmt: skip
SCHOOL_STAGES = ("primary", "junior", "senior")

kinds = code_list("establishment_kind")
age = rows.born_on.years_to(as_of())
joined = within(rows.joined_school_on) & (rows.staff_kind == TEACHER) & (rows.status != LENT)


def recruited(where: Value | None = None) -> Value:
    """A teacher who began to teach in the period, and came to the school then."""
    began = joined & within(rows.joined_teaching_on)
    return began if where is None else began & where


indicators = Indicators("教师配备", "staffing", office="personnel", order=40, about_people=True)
own = staff_register.rows
indicators.split("stage", own.stage)
indicators.split("sex", own.sex)
indicators.split("subject", own.subject)
indicators.split("title_level", own.title)
indicators.split("education_level", own.highest_education)
school = own.others("schools", on={"school": own.school})
indicators.split("urban_rural", school.only("urban_rural"))
indicators.split("run_by", school.only("run_by"))
indicators.split("school_type", school.only("school_type"))

everybody = rows.count(where=serving & rows.staff_kind.is_in(*code_list("staff_kind").under("教职工")))
indicators.add(
    "staff.count",
    "教职工数",
    everybody,
    digits=0,
    source=STATISTICS,
    note="专任教师、行政、教辅、工勤人员和保育员，含幼儿园",
)
indicators.add("teachers.count", "专任教师数", teachers(), digits=0, source=STATISTICS, note="含幼儿园")
for _stage in ("kindergarten", *SCHOOL_STAGES, "vocational", "special"):
    _code = "preschool" if _stage == "kindergarten" else _stage
    indicators.add(f"{_code}.teachers", f"{NAMES[_stage]}专任教师数", teachers(_stage), digits=0, source=STATISTICS)
for _stage in SCHOOL_STAGES:
    indicators.add(
        f"{_stage}.pupil_teacher_ratio", f"{NAMES[_stage]}生师比", ratio(pupils(_stage), teachers(_stage), scale=1),
        direction=Direction.DOWN, source=RATIO, note="在校生数与专任教师数之比；师生比是它的倒数",
    )  # fmt: skip
indicators.add(
    "teachers.per_class", "义务教育每班专任教师数", per_head(teachers("primary", "junior"), classes("primary", "junior")),
    direction=Direction.UP, source=STATISTICS, synonyms=("班师比",), note="小学、初中专任教师数除以班数",
    parts=("小学、初中专任教师数", "小学、初中班数"),
)  # fmt: skip
for _key, _subject, _codes in SPECIALISTS:
    _found = teachers(*COMPULSORY, where=rows.subject.is_in(*_codes))
    indicators.add(
        f"teachers.{_key}_teachers", f"{_subject}专任教师数", _found, digits=0, direction=Direction.UP, source=SUBJECTS,
        note=f"小学、初中和特殊教育学校，按主教学科。{NOW}",
    )  # fmt: skip
    if _key not in ("special", "labour"):
        indicators.add(
            f"teachers.{_key}_per_100_pupils", f"每百名学生拥有{_subject}专任教师数",
            per_head(_found, pupils(*COMPULSORY), scale=100), direction=Direction.UP, source=SUBJECTS,
            note=f"小学、初中和特殊教育学校，按主教学科。{NOW}",
        )  # fmt: skip
EMPLOYMENT = (
    ("established_share", "在编教师占比", kinds.under("在编"), ("教师在编率",), "在编和特岗"),
    ("contract_share", "编外教师占比", kinds.under("编外"), ("聘用教师占比",), "聘用、临聘、劳务派遣和借用"),
)
for _key, _title, _kinds, _others, _note in EMPLOYMENT:
    indicators.add(
        f"teachers.{_key}", _title, share(teachers(), rows.establishment_kind.is_in(*_kinds)), source=ESTABLISHMENT,
        synonyms=_others, note=f"{_note}，含幼儿园。{NOW}", parts=(_title.replace("占比", "数"),),
    )  # fmt: skip
indicators.add(
    "teachers.substitutes", "代课教师数", teachers(where=rows.establishment_kind == "3"), digits=0, direction=Direction.DOWN,
    source=ESTABLISHMENT, synonyms=("临聘教师数", "代课人员数"), note=f"用人形式为临聘的专任教师。{NOW}",
)  # fmt: skip
indicators.add(
    "teachers.special_post", "在岗特岗教师数", teachers(where=rows.establishment_kind == "5"), digits=0, source=ESTABLISHMENT,
    note=NOW,
)  # fmt: skip
indicators.add(
    "teachers.women_share",
    "女教师占比",
    share(teachers(), rows.sex == "2"),
    source=STATISTICS,
    synonyms=("女教师比例",),
    parts=("女教师数",),
)
indicators.add(
    "teachers.young_share", "青年教师占比", share(teachers(), age < parameter("staff.young_age", unit="岁")), source=STATISTICS,
    synonyms=("35岁以下教师占比",), note="统计日未满35周岁", parts=("青年教师数",),
)  # fmt: skip
indicators.add(
    "teachers.older_share", "五十岁以上教师占比", share(teachers(), age >= parameter("staff.nearly_retired_age", unit="岁")),
    source=STATISTICS, synonyms=("50岁以上教师占比", "老龄教师占比"), parts=("五十岁以上教师数",),
)  # fmt: skip
DEGREE = code_list("education_level").under("本科及以上")
NEW = (
    ("recruited_persons", "招聘教师人数", None, "本学年开始从教的专任教师"),
    ("degree_recruited_persons", "招聘本科生教师人数", rows.highest_education.is_in(*DEGREE), "其中最高学历本科及以上的"),
    ("special_post_recruited_persons", "招聘特岗教师数", rows.establishment_kind == "5", "本学年开始从教的特岗教师"),
    ("preschool_recruited_persons", "招聘幼儿教师数", rows.stage == "kindergarten", "本学年开始从教的幼儿园教师"),
    ("vocational_recruited_persons", "招聘职业学校专业教师人数", rows.stage == "vocational", "本学年开始从教的中职教师"),
)  # fmt: skip
for _key, _title, _where, _note in NEW:
    indicators.add(
        f"teachers.{_key}", _title, rows.count(where=recruited(_where)), digits=0, taken=Taken.LAST, direction=Direction.UP,
        source=STATISTICS, note=f"{_note}；从教年月只到月，学校开学前一个月报到的算在上一学年",
    )  # fmt: skip
indicators.add(
    "teachers.preschool_carers_recruited_persons", "招聘幼儿保教人员人数",
    rows.count(where=within(rows.joined_school_on) & (rows.staff_kind == "5") & (rows.status != LENT)), digits=0,
    taken=Taken.LAST, direction=Direction.UP, source=STATISTICS, note="本学年进园的保育员，县内调动也计",
)  # fmt: skip
indicators.add(
    "teachers.left_persons", "减少的专任教师数",
    rows.count(where=within(rows.left_on) & (rows.staff_kind == TEACHER) & (rows.status != LENT)), digits=0,
    taken=Taken.LAST, source=STATISTICS, synonyms=("教师流失人数", "离校教师数"), note="本学年退休、调出、辞职等离校的；县内调动也计",
)  # fmt: skip
indicators.add(
    "teachers.retired_persons", "退休教师数", rows.count(where=within(rows.left_on) & (rows.staff_kind == TEACHER) & (rows.status == "21")),
    digits=0, taken=Taken.LAST, source=STATISTICS, synonyms=("教师退休人数",), note="本学年退休的专任教师",
)  # fmt: skip
