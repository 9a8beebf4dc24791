"""学籍变动 (enrolment spells): one row is one child's time in one class of one school, from the first day to the day after
the last.

Kept by the system as pupils enter, move and leave, never typed (only the office may correct a row), so that a head count
on any past day is a count of the spells that hold it: entered_on <= day and (left_on unknown or day < left_on).
"""

from yaodian.algebra.language import parameter, today
from yaodian.packs.pupils.pupils import PUPIL_RULES
from yaodian.registers.columns import Choice, Date, Organisation, Ref, Text
from yaodian.registers.register import WARNING, Fills, Register

register = Register(
    key="enrolments",
    title="就读经历",
    one_row_is="一名学生在一所学校一个班的就读经历，从进入到离开",
    counted_in="人",
    basis=(PUPIL_RULES.whole(),),
    office="basic-education",
    offices=("preschool", "vocational", "admissions", "inspection"),
    columns=(
        Ref(
            "pupil", "学生", register="pupils", own_unit=False, required=True, listed=True, synonyms=("学籍号", "姓名")
        ),
        Organisation("school", "学校", required=True, listed=True, filtered=True, synonyms=("就读学校", "学校名称")),
        Ref("class_room", "班级", register="classes", listed=True, synonyms=("班级名称",)),
        Choice(
            "grade", "入班年级", codes="grade", listed=True, filtered=True, synonyms=("年级",), help="进入此班时的年级"
        ),
        Date(
            "entered_on",
            "入校日期",
            required=True,
            listed=True,
            sorted=True,
            synonyms=("入学日期", "转入日期", "起始日期"),
        ),
        Choice("entered_how", "入校方式", codes="entry_manner", required=True, filtered=True, synonyms=("入学方式",)),
        Date(
            "left_on",
            "离校日期",
            listed=True,
            sorted=True,
            synonyms=("转出日期",),
            help="不再在此班的第一天；仍在的留空",
        ),
        Choice("left_how", "离校方式", codes="leave_manner", filtered=True, synonyms=("离校原因",)),
        Text("counterpart", "来源或去向学校", length=200, synonyms=("转入前学校", "转出去向", "对方学校")),
    ),
    identity=("pupil", "school", "entered_on"),
    label=("pupil", "school"),
    owner="school",
    fills=Fills.OFFICE,
    one_open=("pupil",),
    closes="left_on",
    about_people=True,
    order=23,
)
rows = register.rows

register.check(
    "E01", "同一学生同时在两处就读", on=("entered_on", "left_on"),
    fix="改正两段经历的起止日期，使前一段在后一段开始前结束",
    bad=rows.overlapping("pupil", start="entered_on", end="left_on", inclusive=False) > 0, basis=PUPIL_RULES.whole(),
)  # fmt: skip
register.check(
    "E02", "离校日期早于入校日期", on=("left_on", "entered_on"), fix="改正日期", bad=rows.left_on < rows.entered_on
)
register.check(
    "E03", "离校日期和离校方式只填了一项", on=("left_on", "left_how"),
    fix="两项都填；仍在读的都留空",
    bad=(rows.left_on.is_known() & rows.left_how.is_unknown()) | (rows.left_on.is_unknown() & rows.left_how.is_known()),
)  # fmt: skip
register.check(
    "E04", "班级是另一所学校的", on="class_room", fix="改选本校的班级", bad=rows.class_room["school"] != rows.school
)
register.check(
    "E05", "登记死亡以后又有入校", on="entered_on",
    fix="核对离校方式和入校日期",
    bad=rows.same("pupil", where=rows.left_how == "50").smallest("left_on") <= rows.entered_on,
)  # fmt: skip
register.check(
    "E06", "县内转出已久，没有到其他学校就读", severity=WARNING, on="left_how",
    fix="查明学生现在何处；没有就读的按控辍处理",
    bad=(rows.left_how == "21")
    & (rows.left_on.days_to(today()) > parameter("pupils.transfer_days", unit="天"))
    & (rows.same("pupil").largest("entered_on") < rows.left_on),
    basis=PUPIL_RULES.whole(),
)  # fmt: skip
register.check(
    "E07", "县外转入、转出没有写明来源或去向学校", severity=WARNING, on="counterpart",
    fix="填对方省、县和学校名称",
    bad=rows.counterpart.is_unknown() & (rows.entered_how.is_in("22", "23") | rows.left_how.is_in("22", "23")),
)  # fmt: skip
register.check(
    "E08", "就读经历与学籍所在学校不一致", severity=WARNING, on="school",
    fix="办理转学，或更正学籍所在学校",
    bad=rows.left_on.is_unknown() & (rows.pupil["school"] != rows.school),
)  # fmt: skip
