"""教师培训 (training): one row is one teacher's one course, from national courses (国培) to the school's own (校本).

Every teacher has 360 hours of training in five years; the hours of courses that were passed are counted. Courses before the
teacher came are entered by the school where the teacher is now, so that the five years add up.
"""

from functools import reduce
from operator import or_

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.registers.columns import Choice, Date, Integer, Organisation, Ref, Text, YesNo
from yaodian.registers.filing import school_yearly
from yaodian.registers.register import WARNING, Register

TEACHERS_LAW = Law("中华人民共和国教师法")  # article 7: the right to training; article 19: who plans it
FURTHER_EDUCATION = Law("中小学教师继续教育规定", "教育部令第7号")
LENGTHS = (1, 2, 3, 5, 7, 10, 15, 30)  # days up to which a course's hours are held against the most for so many days
OWN = "5"  # 校本

register = Register(
    key="training",
    title="教师培训",
    one_row_is="一名教师参加的一次培训",
    counted_in="人次",
    office="personnel",
    offices=("research", "inspection", "basic-education", "preschool", "vocational", "ict"),
    basis=(TEACHERS_LAW.article(19), FURTHER_EDUCATION.whole()),
    columns=(
        Organisation("school", "学校", required=True, listed=True, synonyms=("所在学校", "学校名称", "选送学校")),
        Ref(
            "teacher", "教师", register="staff", required=True, listed=True,
            synonyms=("姓名", "教师姓名", "参训教师", "学员"),
        ),
        Text(
            "course", "培训名称", required=True, listed=True, searched=True,
            synonyms=("培训项目", "项目名称", "课程名称", "培训班名称"), length=80,
        ),
        Choice(
            "training_level", "培训级别", codes="training_level", required=True, listed=True, filtered=True,
            synonyms=("级别", "层次"),
        ),
        Choice("training_kind", "培训内容", codes="training_kind", filtered=True, synonyms=("培训类别", "培训类型")),
        Text("organiser", "举办单位", synonyms=("主办单位", "承办单位", "培训机构"), length=60),
        Date(
            "begins_on", "开始日期", required=True, listed=True, sorted=True, filtered=True,
            synonyms=("培训开始时间", "起始日期"),
        ),
        Date("ends_on", "结束日期", required=True, synonyms=("培训结束时间", "截止日期"), help="网络研修和校本研修填最后一天"),
        YesNo("full_time", "脱产", filtered=True, synonyms=("是否脱产", "集中面授", "是否集中"), help="离开岗位集中学习的填是"),
        Integer("hours", "学时", unit="学时", least=1, most=400, required=True, listed=True, synonyms=("培训学时", "认定学时", "课时")),
        YesNo("passed", "合格", listed=True, filtered=True, synonyms=("是否合格", "考核结果", "结业"), help="还没有考核的留空"),
        Text("certificate", "证书编号", synonyms=("结业证书编号", "证书号", "学时证明编号"), length=40),
    ),
    identity=("teacher", "course", "begins_on"),
    owner="school",
    label=("teacher", "course"),
    about_people=True,
    filing=school_yearly(months=1, due_day=15),
    order=45,
    groups=(("培训", "school"), ("时间和结果", "begins_on")),
)  # fmt: skip
rows = register.rows

register.check(
    "J01", "结束日期早于开始日期", on=("begins_on", "ends_on"),
    fix="改正日期；只有一天的两项填同一天",
    bad=rows.ends_on < rows.begins_on,
)  # fmt: skip
register.check(
    "J02", "学时超过培训天数所能有的", on=("hours", "begins_on", "ends_on"), severity=WARNING,
    fix="核对学时和起止日期；网络研修的起止日期填开课和结课的日期",
    bad=reduce(
        or_,
        [
            (rows.begins_on.days_to(rows.ends_on) < days)
            & (rows.hours > parameter("registers.training_hours_a_day", unit="学时") * days)
            for days in LENGTHS
        ],
    ),
)  # fmt: skip
register.check(
    "J03", "同一教师同时参加两次脱产培训", on=("teacher", "begins_on", "ends_on"), severity=WARNING,
    fix="改正起止日期；网络研修等不脱产的把脱产改为否；重复登记的删去一行",
    bad=rows.full_time & (rows.overlapping("teacher", "full_time", start="begins_on", end="ends_on") > 0),
)  # fmt: skip
register.check(
    "J04", "培训早于从教年月", on="begins_on", severity=WARNING,
    fix="核对培训日期和教职工台账的从教年月；上岗以前的培训不计入教师培训学时",
    bad=rows.ends_on < rows.teacher["joined_teaching_on"],
)  # fmt: skip
register.check(
    "J05", "教师不是本校的人", on="teacher",
    fix="由教师人事关系所在的学校登记",
    bad=rows.teacher["school"] != rows.school,
)  # fmt: skip
register.check(
    "J06", "教师离校以后还有培训", on=("teacher", "begins_on"),
    fix="调到其他学校的由现在的学校登记；填错日期的改正",
    bad=rows.begins_on >= rows.teacher["left_on"],
)  # fmt: skip
register.check(
    "J07", "培训还没有结束，已登记合格", on=("ends_on", "passed"),
    fix="改正结束日期，或结束考核以后再登记",
    bad=rows.passed & (rows.ends_on > today()),
)  # fmt: skip
register.check(
    "J08", "培训结束已久，没有登记是否合格", on="passed", severity=WARNING,
    fix="向举办单位核实考核结果；合格的才计学时",
    bad=rows.passed.is_unknown()
    & (rows.ends_on.days_to(today()) > parameter("registers.training_result_days", unit="天")),
)  # fmt: skip
register.check(
    "J09", "县级以上的培训登记合格，没有证书编号", on="certificate", severity=WARNING,
    fix="填结业证书或学时证明的编号",
    bad=rows.passed & (rows.training_level != OWN) & rows.certificate.is_unknown(),
)  # fmt: skip
