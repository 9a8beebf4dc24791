"""What is looked at in the staff register: the person, the dates of a career, one person in two schools, retirement."""

from yaodian.algebra.language import if_else, parameter, today
from yaodian.kernel.citation import Law
from yaodian.packs.staff.staff import register as staff
from yaodian.registers.code_lists import code_list
from yaodian.registers.register import WARNING

LABOUR_LAW = Law("中华人民共和国劳动法")
RETIREMENT = Law("全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定")
LATER_RETIREMENT = Law("实施弹性退休制度暂行办法", "人社部发〔2024〕94号")

rows = staff.rows
serving = rows.status.is_in(*code_list("staff_status").under("在册"))
established = rows.establishment_kind.is_in(*code_list("establishment_kind").under("在编"))

staff.check(
    "T01", "出生日期与身份证号里的不一致", on=("born_on", "id_number"),
    fix="以身份证为准改正；年龄认定与证件不同的，先按证件填",
    bad=rows.id_number.birthday() != rows.born_on,
)  # fmt: skip
staff.check(
    "T02", "性别与身份证号里的不一致", on=("sex", "id_number"),
    fix="以身份证为准改正",
    bad=rows.id_number.sex() != rows.sex,
)  # fmt: skip
staff.check(
    "T03", "同一身份证号有两个姓名", on=("name", "id_number"),
    fix="核对身份证，改正填错的一方",
    bad=rows.same("id_number").distinct("name") > 1,
)  # fmt: skip
staff.check(
    "T04", "同一人在两所学校同时在册", on=("id_number", "school"),
    fix="已调走的学校填离校日期和在岗状态；交流来校的在接收学校填“交流借入”",
    bad=(rows.status != "16")
    & rows.left_on.is_unknown()
    & (
        rows.same("id_number", where=lambda them: (them.status != "16") & them.left_on.is_unknown()).distinct("school")
        > 1
    ),
)  # fmt: skip
staff.check(
    "T05", "在岗状态是已离校，没有写离校日期", on="left_on",
    fix="填写离校日期；仍在校的改在岗状态",
    bad=~serving & rows.left_on.is_unknown(),
)  # fmt: skip
staff.check(
    "T06", "离校日期已到，在岗状态仍是在册", on=("status", "left_on"),
    fix="改为退休、调出、辞职等；没有离校的清空日期",
    bad=serving & (rows.left_on <= today()),
)  # fmt: skip
staff.check(
    "T07", "离校日期早于进本校日期", on=("joined_school_on", "left_on"),
    fix="改正两个日期",
    bad=rows.left_on < rows.joined_school_on,
)  # fmt: skip
staff.check(
    "T08", "参加工作、从教、进本校的先后不对", on=("joined_work_on", "joined_teaching_on", "joined_school_on"),
    fix="先参加工作，再从教，再进本校；改正填错的日期",
    bad=(rows.joined_teaching_on < rows.joined_work_on)
    | (rows.joined_school_on < rows.joined_teaching_on)
    | (rows.joined_school_on < rows.joined_work_on),
)  # fmt: skip
staff.check(
    "T09", "参加工作时不满16周岁", on=("joined_work_on", "born_on"), severity=WARNING,
    fix="核对档案里的参加工作年月",
    bad=rows.born_on.years_to(rows.joined_work_on) < 16,
    basis=LABOUR_LAW.article(15),
)  # fmt: skip
staff.check(
    "T10", "职称取得日期早于参加工作", on=("title_since", "joined_work_on"),
    fix="核对职称证书，改正日期",
    bad=rows.title_since < rows.joined_work_on,
)  # fmt: skip
staff.check(
    "T11", "兼任学校就是所在学校", on="second_school",
    fix="填另一所学校；不兼任的留空",
    bad=rows.second_school == rows.school,
)  # fmt: skip
staff.check(
    "T12", "一所学校有两名在册的校长（园长）", on="duty", severity=WARNING,
    fix="前任改行政职务或填离校日期；副校长改为副职",
    bad=(rows.duty == "1") & serving & (rows.same("school", "duty", where=serving).count() > 1),
)  # fmt: skip

# The age in months at which the person retires: by the month of birth (the table added to the decision of 2024-09-13).
# Simplified: women of senior title are taken as men (they may stay as long), workers' posts as the old fifty; special
# work and illness (earlier) are not known here.
retires = if_else(
    (rows.sex == "1") | rows.title.is_in(*code_list("title_level").under("副高及以上")),
    parameter("registers.retirement_men", unit="月", on=rows.born_on),
    if_else(
        (rows.post_kind == "3") | (rows.staff_kind == "4"),
        parameter("registers.retirement_women_50", unit="月", on=rows.born_on),
        parameter("registers.retirement_women_55", unit="月", on=rows.born_on),
    ),
)
age = rows.born_on.months_to(today())
staff.check(
    "T13", "已到法定退休年龄，仍在册", on=("status", "born_on"), severity=WARNING,
    fix="办理退休，填退休和离校日期；经批准弹性延迟退休的，说明批准文号",
    bad=serving & established & (age >= retires),
    basis=RETIREMENT.whole(),
)  # fmt: skip
staff.check(
    "T14", "超过法定退休年龄三年以上，仍在册", on=("status", "born_on"),
    fix="弹性延迟最长三年：办理退休，填退休和离校日期；年龄填错的改正",
    bad=serving & established & (age > retires + parameter("registers.later_retirement_months", unit="月")),
    basis=LATER_RETIREMENT.whole(),
)  # fmt: skip
