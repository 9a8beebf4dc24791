"""What is looked at in the classes register: grade, stage and year; the class teacher; how many pupils; the room."""

from yaodian.algebra.language import Value, if_else, parameter, today
from yaodian.algebra.types import Code, Integer
from yaodian.kernel.citation import Law
from yaodian.packs.schools.classes import register as classes
from yaodian.registers.code_lists import code_list
from yaodian.registers.register import WARNING
from yaodian.registers.school_profile import not_taught

QUALITY_BALANCE = Law("县域义务教育优质均衡发展督导评估办法", "教督〔2017〕6号")
INTEGRATION = Law("国务院关于统筹推进县域内城乡义务教育一体化改革发展的若干意见", "国发〔2016〕40号")
EDUCATION_LAW = Law("中华人民共和国教育法")

STAGE_OF_GRADE = {
    code.code: stage
    for prefix, stage in {"0": "kindergarten", "1": "primary", "2": "junior", "3": "senior"}.items()
    for code in code_list("grade").codes
    if code.code.startswith(prefix)
}
STAGE_OF_KIND = {
    code.code: stage
    for prefix, stage in {"0": "kindergarten", "1": "primary", "2": "junior", "4": "senior"}.items()
    for code in code_list("class_kind").codes
    if code.code.startswith(prefix)
}
YEAR_OF_GRADE = {code: int(code[1]) for code, stage in STAGE_OF_GRADE.items() if stage != "kindergarten"}

rows = classes.rows
goes_on = rows.closed_on.is_unknown()
year_now = if_else(today().month >= 9, today().year, today().year - 1)
pupils = rows.others(
    "pupils",
    on={"class_room": rows.id},
    where=lambda them: them.status.is_in(*code_list("pupil_status").under("有学籍")),
).count()


def size(name: str) -> Value:
    """The class size of a stage or kindergarten year."""
    return parameter(f"registers.class_size_{name}", unit="人")


nursery = if_else(
    rows.grade == "03",
    size("kindergarten_large"),
    if_else(rows.grade == "02", size("kindergarten_middle"), size("kindergarten_small")),
)
school = if_else(
    rows.stage == "primary", size("primary"), if_else(rows.stage == "junior", size("junior"), size("senior"))
)
mixed = rows.class_kind == "02"
limit = if_else(mixed, size("kindergarten_mixed"), if_else(rows.stage == "kindergarten", nursery, school))

classes.check(
    "K01", "年级不属于所填的学段", on=("grade", "stage"),
    fix="改正年级或学段（特教学校和中职不查）",
    bad=~rows.stage.is_in("special", "vocational") & (rows.grade.mapped(STAGE_OF_GRADE, Code("stage")) != rows.stage),
)  # fmt: skip
classes.check(
    "K02", "学校的办学类型里没有这个学段", on="stage",
    fix="改正班级的学段；学校确实办这个学段的，先改学校的办学类型",
    bad=not_taught(rows),
)  # fmt: skip
classes.check(
    "K03", "班级类型不属于所填的学段", on=("class_kind", "stage"),
    fix="幼儿园用幼儿园班，小学、初中、高中用各自的班级类型",
    bad=~rows.stage.is_in("special", "vocational")
    & (rows.class_kind.mapped(STAGE_OF_KIND, Code("stage")) != rows.stage),
)  # fmt: skip
classes.check(
    "K04", "年级与入学学年推算的不符", on=("grade", "entered"), severity=WARNING,
    fix="九月开学后办理升级；毕业的班填撤班日期；入学学年填错的改正（九年的特教学校不查）",
    bad=goes_on & (rows.stage != "special") & (year_now - rows.entered + 1 != rows.grade.mapped(YEAR_OF_GRADE, Integer("年"))),
)  # fmt: skip
classes.check(
    "K05", "入学学年还没有到", on="entered",
    fix="改正入学学年；2026—2027学年填2026",
    bad=rows.entered > today().year,
)  # fmt: skip
classes.check(
    "K06", "本校有两个在办的班叫这个名称", on="name",
    fix="同一学校的班名不重复：写明年级和班号，已毕业的班填撤班日期",
    bad=goes_on & (rows.same("school", "name", where=goes_on).count() > 1),
)  # fmt: skip
classes.check(
    "K07", "撤班日期早于建班日期", on=("opened_on", "closed_on"),
    fix="改正两个日期；还在上课的班不填撤班日期",
    bad=rows.closed_on < rows.opened_on,
)  # fmt: skip
classes.check(
    "K08", "在办的班没有班主任", on="head_teacher", severity=WARNING,
    fix="填写班主任；幼儿园填主班教师",
    bad=goes_on & rows.head_teacher.is_unknown(),
)  # fmt: skip
classes.check(
    "K09", "一名教师当两个班的班主任", on="head_teacher", severity=WARNING,
    fix="每班一名班主任；只有一名教师的教学点可以保留并说明",
    bad=goes_on & (rows.same("head_teacher", where=goes_on).count() > 1),
)  # fmt: skip
classes.check(
    "K10", "班主任是其他学校的人", on="head_teacher",
    fix="选本校的教职工；交流来校的教师先在本校登记（在岗状态为交流借入）",
    bad=goes_on & (rows.head_teacher.school != rows.school),
)  # fmt: skip
classes.check(
    "K11", "班主任已经离校", on="head_teacher",
    fix="换成在岗的教师",
    bad=goes_on & (rows.head_teacher.left_on <= today()),
)  # fmt: skip
classes.check(
    "K12", "班主任不是专任教师", on="head_teacher", severity=WARNING,
    fix="核对教职工类别；行政人员兼任班主任的可以保留并说明",
    bad=goes_on & ~rows.head_teacher.staff_kind.is_in("1", "6"),
)  # fmt: skip
classes.check(
    "K13", "核定班额超过本学段的班额标准", on="places", severity=WARNING,
    fix="标准：小班25、中班30、大班35、小学45、初中50、高中55；按标准重新核定",
    bad=goes_on & (rows.places > limit),
    basis=QUALITY_BALANCE.whole(),
)  # fmt: skip
classes.check(
    "K14", "班里的学生超过本学段的班额标准", on=("name", "places"), severity=WARNING,
    fix="下次分班时控制人数；学生已离校的办理转出",
    bad=goes_on & (pupils > limit),
    basis=QUALITY_BALANCE.whole(),
)  # fmt: skip
classes.check(
    "K15", "大班额：班里的学生达到56人", on="name", severity=WARNING,
    fix="报基础教育科，分班或分流；66人起为超大班额",
    bad=goes_on & (pupils >= parameter("registers.large_class_from", unit="人")),
    basis=INTEGRATION.whole(),
)  # fmt: skip
classes.check(
    "K16", "班里的学生超过核定班额", on="places", severity=WARNING,
    fix="核对学生的班级；确已扩班的重新核定班额",
    bad=goes_on & (pupils > rows.places),
)  # fmt: skip
classes.check(
    "K17", "已撤的班里还有学生", on="closed_on",
    fix="先把学生编入其他班、办理毕业或转出；误填的清空撤班日期",
    bad=(rows.closed_on <= today()) & (pupils > 0),
)  # fmt: skip
classes.check(
    "K18", "班级在D级危房或停用的校舍里", on="building", severity=WARNING,
    fix="立即搬到安全的教室，再改所在校舍",
    bad=goes_on & ((rows.building.danger_level == "D") | ~rows.building.in_use),
    basis=EDUCATION_LAW.article(73),
)  # fmt: skip
classes.check(
    "K19", "所在校舍是其他学校的", on="building", severity=WARNING,
    fix="选本校的校舍；借用他校教室的可以保留并说明",
    bad=goes_on & (rows.building.school != rows.school),
)  # fmt: skip
