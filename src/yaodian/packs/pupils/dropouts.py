"""控辍保学台账 (drop-out control): one row is one spell that a child of compulsory age is out of school, until it is over.

The reasons and results are those of county ledgers (控辍保学台账); visits to the family are rows of `visits`.
"""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.registers.columns import Choice, Date, Organisation, Phone, Ref, Text
from yaodian.registers.filing import monthly
from yaodian.registers.register import WARNING, Register

COMPULSORY = Law("中华人民共和国义务教育法")
MINORS = Law("中华人民共和国未成年人保护法")
DROPOUT_NOTICE = Law("国务院办公厅关于进一步加强控辍保学提高义务教育巩固水平的通知", "国办发〔2017〕72号")
OVER = ("1", "2", "3", "4", "6", "7")  # results that end a spell: 已销号 of the code list

register = Register(
    key="dropouts",
    title="控辍保学台账",
    one_row_is="一名学生的一次失学，从失学到返校或销号",
    counted_in="人次",
    basis=(COMPULSORY.article(13), MINORS.article(28), DROPOUT_NOTICE.whole()),
    office="basic-education",
    offices=("preschool", "aid", "vocational", "inspection", "legal", "moral-education"),
    columns=(
        Ref(
            "pupil",
            "学生",
            register="pupils",
            own_unit=False,
            required=True,
            listed=True,
            synonyms=("学籍号", "姓名", "学生姓名"),
        ),
        Organisation("school", "学校", required=True, listed=True, filtered=True, synonyms=("原就读学校", "学籍学校")),
        Date(
            "left_on",
            "失学日期",
            required=True,
            listed=True,
            sorted=True,
            synonyms=("辍学日期", "离校日期", "辍学时间"),
        ),
        Choice(
            "reason",
            "失学原因",
            codes="dropout_reason",
            required=True,
            listed=True,
            filtered=True,
            synonyms=("辍学原因",),
        ),
        Text("reason_note", "原因说明", length=300, long=True, sensitive=True),
        Text("helper", "劝返责任人", length=60, name=True, listed=True, synonyms=("责任人", "包保责任人", "包保人")),
        Phone("helper_phone", "责任人电话", synonyms=("责任人联系电话", "包保人电话")),
        Text("whereabouts", "现去向", length=200, sensitive=True, synonyms=("去向", "现在何处")),
        Choice(
            "result", "劝返结果", codes="dropout_result", listed=True, filtered=True, synonyms=("处理结果", "安置结果")
        ),
        Date("returned_on", "返校或销号日期", listed=True, sorted=True, synonyms=("返校日期", "复学日期", "销号日期")),
        Text("note", "备注", length=300, long=True),
    ),
    identity=("pupil", "left_on"),
    label=("pupil", "left_on"),
    owner="school",
    one_open=("pupil",),
    closes="returned_on",
    filing=monthly(due_day=5),
    about_people=True,
    order=24,
)
rows = register.rows
still_out = rows.returned_on.is_unknown()
visits = rows.others("visits", on={"dropout": rows.id})

register.check(
    "D01", "返校或销号日期早于失学日期", on=("returned_on", "left_on"),
    fix="改为失学日期之后的日期；尚未返校的留空",
    bad=rows.returned_on < rows.left_on,
)  # fmt: skip
register.check(
    "D02", "同一学生的两次失学时间重叠", on=("left_on", "returned_on"),
    fix="合并为一次，或改正前一次的返校日期",
    bad=rows.overlapping("pupil", start="left_on", end="returned_on", inclusive=False) > 0,
)  # fmt: skip
register.check(
    "D03", "失学时已超过义务教育年龄", severity=WARNING, on="left_on",
    fix="核对出生日期；超龄的不列入控辍保学台账",
    bad=rows.pupil["born_on"].years_to(rows.left_on)
    >= parameter("pupils.compulsory_until_age", unit="岁", on=rows.left_on),
)  # fmt: skip
register.check(
    "D04", "失学后在期限内没有走访", severity=WARNING, on="left_on",
    fix="立即家访，并在劝返走访记录登记",
    bad=still_out & (rows.left_on.days_to(today()) > parameter("pupils.first_visit_days", unit="天")) & ~visits.exists(),
    basis=DROPOUT_NOTICE.whole(),
)  # fmt: skip
register.check(
    "D05", "很久没有再次走访", severity=WARNING, on="left_on",
    fix="再次走访；劝返无效的书面报告教育局和乡镇（街道）",
    bad=still_out
    & (visits.largest("visited_on").days_to(today()) > parameter("pupils.visit_interval_days", unit="天")),
    basis=MINORS.article(28),
)  # fmt: skip
register.check(
    "D06", "没有劝返责任人", severity=WARNING, on="helper",
    fix="填劝返责任人和电话",
    bad=still_out & rows.helper.is_unknown(), basis=DROPOUT_NOTICE.whole(),
)  # fmt: skip
register.check(
    "D07", "填了返校或销号日期，劝返结果却是还在劝返或没有填", on=("returned_on", "result"),
    fix="填劝返结果；没有返校的删去日期",
    bad=rows.returned_on.is_known() & (rows.result.is_unknown() | ~rows.result.is_in(*OVER)),
)  # fmt: skip
register.check(
    "D08", "劝返结果是已返校或已销号，没有日期", on=("result", "returned_on"),
    fix="补填返校或销号日期",
    bad=still_out & rows.result.is_in(*OVER),
)  # fmt: skip
register.check(
    "D09", "学生学籍已在另一所学校", severity=WARNING, on="school",
    fix="查明学生是否在新学校就读；在读的填结果为转入其他学校",
    bad=still_out & (rows.pupil["school"] != rows.school),
)  # fmt: skip
register.check(
    "D10", "学生已毕业、转出或注销，失学记录没有结束", severity=WARNING, on="returned_on",
    fix="填劝返结果和销号日期，或更正学籍状态",
    bad=still_out & ~rows.pupil["status"].is_in("10", "20", "30"),
)  # fmt: skip
register.check(
    "D11", "已返校，学籍状态仍是辍学", severity=WARNING, on="result",
    fix="把学籍状态改为在读",
    bad=(rows.result == "1") & (rows.pupil["status"] == "30")
    & (rows.same("pupil").largest("left_on") == rows.left_on),
)  # fmt: skip
register.check(
    "D12", "失学日期或返校日期在将来", on=("left_on", "returned_on"),
    fix="改正日期",
    bad=(rows.left_on > today()) | (rows.returned_on > today()),
)  # fmt: skip
register.check(
    "D13", "失学原因是其他，没有说明", severity=WARNING, on=("reason", "reason_note"),
    fix="写明原因",
    bad=(rows.reason == "99") & rows.reason_note.is_unknown(),
)  # fmt: skip
