"""交流轮岗: each spell that a teacher of one school works in another.

The county pools posts (县管校聘); each year at least a tenth of those eligible go, a fifth of them backbone teachers.
The owner is the school that sends; the teacher's file stays there while the exchange lasts.
"""

from yaodian.algebra.language import first_known, parameter, today
from yaodian.kernel.citation import Law
from yaodian.registers.columns import Choice, Date, Organisation, Ref, Text, YesNo
from yaodian.registers.filing import school_yearly
from yaodian.registers.register import WARNING, Register

COMPULSORY_EDUCATION_LAW = Law("中华人民共和国义务教育法")  # article 32: teachers balanced within the county
EXCHANGE_RULES = Law("关于推进县（区）域内义务教育学校校长教师交流轮岗的意见", "教师〔2014〕4号")

register = Register(
    key="exchanges",
    title="教师交流轮岗",
    one_row_is="一名教师的一次交流（轮岗、支教或走教）",
    counted_in="人次",
    office="personnel",
    offices=("inspection", "basic-education", "preschool"),
    basis=(COMPULSORY_EDUCATION_LAW.article(32), EXCHANGE_RULES.whole()),
    columns=(
        Organisation("school", "派出学校", required=True, listed=True, synonyms=("原学校", "派出单位", "流出学校")),
        Ref("teacher", "教师", register="staff", required=True, listed=True, synonyms=("姓名", "教师姓名", "交流教师")),
        Organisation(
            "to_school", "接收学校", required=True, listed=True, filtered=True,
            synonyms=("交流学校", "支教学校", "流入学校"),
        ),
        Choice(
            "exchange_kind", "交流形式", codes="exchange_kind", required=True, listed=True, filtered=True,
            synonyms=("交流类型", "交流方式"),
        ),
        YesNo(
            "full_time", "全职", required=True, filtered=True,
            synonyms=("是否全职",), help="人事关系或全部工作在接收学校的填是",
        ),
        YesNo(
            "as_backbone", "骨干教师交流", filtered=True,
            synonyms=("是否骨干教师",), help="交流时是县级以上骨干教师",
        ),
        Date("begins_on", "开始日期", required=True, listed=True, sorted=True, synonyms=("交流开始时间", "起始日期")),
        Date("due_on", "约定结束日期", required=True, synonyms=("计划结束日期", "约定期满日期")),
        Date("ends_on", "实际结束日期", listed=True, synonyms=("结束日期", "交流结束时间"), help="还在交流的留空"),
        Text("decided_by", "批准文号", synonyms=("文件号", "文号"), length=60),
    ),
    identity=("teacher", "begins_on"),
    owner="school",
    label=("teacher", "to_school"),
    about_people=True,
    filing=school_yearly(months=1, due_day=15),
    order=40,
)  # fmt: skip
rows = register.rows

register.check(
    "X01", "接收学校就是派出学校", on="to_school",
    fix="填写另一所学校",
    bad=rows.to_school == rows.school,
)  # fmt: skip
register.check(
    "X02", "结束日期早于开始日期", on=("begins_on", "due_on", "ends_on"),
    fix="改正日期",
    bad=(rows.due_on < rows.begins_on) | (rows.ends_on < rows.begins_on),
)  # fmt: skip
register.check(
    "X03", "同一教师的两次全职交流时间重叠", on=("teacher", "begins_on", "ends_on"),
    fix="前一次填实际结束日期；走教等兼任的把全职改为否",
    bad=rows.full_time & (rows.overlapping("teacher", "full_time", start="begins_on", end="ends_on", inclusive=False) > 0),
)  # fmt: skip
register.check(
    "X04", "交流的时间超过三年", on=("begins_on", "ends_on"), severity=WARNING,
    fix="已经调动的办理调动，填实际结束日期；继续交流的另登记一次，写明批准文号",
    bad=rows.begins_on.months_to(first_known(rows.ends_on, today()))
    > parameter("registers.exchange_months_most", unit="月"),
)  # fmt: skip
register.check(
    "X05", "约定期满，没有写实际结束日期", on=("due_on", "ends_on"), severity=WARNING,
    fix="已回原校的填实际结束日期；延长的改约定结束日期",
    bad=(rows.due_on < today()) & rows.ends_on.is_unknown(),
)  # fmt: skip
register.check(
    "X06", "教师不是派出学校的人", on="teacher",
    fix="由教师人事关系所在的学校登记",
    bad=rows.teacher.school != rows.school,
)  # fmt: skip
register.check(
    "X07", "教师已经离校，交流没有结束", on=("teacher", "ends_on"),
    fix="填实际结束日期，不晚于离校日期",
    bad=(rows.teacher.left_on <= today()) & (rows.ends_on.is_unknown() | (rows.ends_on > rows.teacher.left_on)),
)  # fmt: skip
register.check(
    "X08", "定期交流约定的期限不足一学年", on=("begins_on", "due_on"), severity=WARNING,
    fix="不足一学年的按支教或走教登记，不计入交流轮岗比例",
    bad=(rows.exchange_kind == "1")
    & (rows.begins_on.months_to(rows.due_on) < parameter("registers.exchange_months_least", unit="月")),
    basis=EXCHANGE_RULES.whole(),
)  # fmt: skip
register.check(
    "X09", "登记为骨干教师交流，教师不是县级以上骨干", on="as_backbone", severity=WARNING,
    fix="核对教职工台账的骨干教师级别，或改为否",
    bad=rows.as_backbone
    & (rows.teacher.backbone.is_unknown() | rows.teacher.backbone.is_in("0", "5")),
    basis=EXCHANGE_RULES.whole(),
)  # fmt: skip
