"""仪器设备: each purchase of equipment by a school, from the day it was bought until it is written off.

Which kinds are 教学仪器设备 and which are computers the code list says (`equipment_kind`, groups). A purchase of which
part is written off is entered in two rows, and one that two stages share in a row for each.
"""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.registers.code_lists import code_list
from yaodian.registers.columns import Choice, Date, Integer, Money, Organisation, Text
from yaodian.registers.filing import school_yearly
from yaodian.registers.register import WARNING, Register
from yaodian.registers.school_profile import not_taught, school_ended

QUALITY_BALANCE = Law("县域义务教育优质均衡发展督导评估办法", "教督〔2017〕6号")
ASSET_LIFE = Law("政府会计准则第3号——固定资产应用指南", "财会〔2017〕4号")  # from memory: computers, six years

KINDS = code_list("equipment_kind")

register = Register(
    key="equipment",
    title="仪器设备",
    one_row_is="一次购置（配发、受赠）的一种设备",
    counted_in="批",
    basis=(QUALITY_BALANCE.whole(),),
    office="ict",
    offices=("finance", "inspection", "basic-education", "preschool", "vocational", "health-arts", "audit"),
    columns=(
        Organisation("school", "学校", required=True, listed=True, synonyms=("学校名称", "使用单位")),
        Text(
            "asset_number", "资产编号", required=True, listed=True, searched=True,
            synonyms=("编号", "设备编号", "固定资产编号"), help="按固定资产系统；部分报废或两个学段共用的分行填，编号加A、B",
            length=40,
        ),
        Text("name", "设备名称", required=True, listed=True, searched=True, synonyms=("名称", "资产名称"), length=80),
        Choice(
            "equipment_kind", "设备种类", codes="equipment_kind", required=True, listed=True, filtered=True,
            synonyms=("种类", "资产分类", "设备类别"),
        ),
        Choice(
            "stage", "使用学段", codes="stage", listed=True, filtered=True, synonyms=("学段",),
            help="教学仪器设备必填；两个学段共用的按学生数分行填",
        ),
        Integer(
            "quantity", "数量", required=True, unit="台", least=1, most=100_000, listed=True,
            synonyms=("台数", "台件数", "台套数"), help="按台、件或套计",
        ),
        Money(
            "value", "原值", required=True, listed=True, sorted=True,
            synonyms=("资产原值", "总价", "金额", "价值"), help="这一行全部设备的原值（元），不是单价",
        ),
        Date(
            "bought_on", "购置日期", required=True, months=True, listed=True, sorted=True,
            synonyms=("取得日期", "购置时间", "入账日期"),
        ),
        Date("retired_on", "报废日期", synonyms=("报废时间", "处置日期", "调出日期"), help="报废、调出或丢失核销的填"),
    ),
    identity=("school", "asset_number"),
    owner="school",
    label=("name",),
    filing=school_yearly(months=1, due_day=15),
    order=63,
    groups=(("基本信息", "school"), ("数量与原值", "quantity")),
)  # fmt: skip
rows = register.rows
instructional = rows.equipment_kind.is_in(*KINDS.under("教学仪器设备"))
computers = rows.equipment_kind.is_in(*KINDS.under("计算机"))
in_use = rows.retired_on.is_unknown() | (rows.retired_on > today())

register.check(
    "Q01", "教学仪器设备没有填使用学段", on="stage",
    fix="填使用它的学段；小学、初中共用的按学生数分两行填",
    bad=instructional & rows.stage.is_unknown(),
)  # fmt: skip
register.check(
    "Q02", "学校的办学类型里没有这个使用学段", on="stage",
    fix="改正使用学段；学校确实办这个学段的，先改学校的办学类型",
    bad=not_taught(rows),
)  # fmt: skip
register.check(
    "Q03", "报废日期早于购置日期，或日期在将来", on=("bought_on", "retired_on"),
    fix="改正日期；还没有验收的验收后再登记",
    bad=(rows.retired_on < rows.bought_on) | (rows.bought_on > today()) | (rows.retired_on > today()),
)  # fmt: skip
register.check(
    "Q04", "一批设备的原值过高", on="value", severity=WARNING,
    fix="核对原值的单位是元还是万元；成套的大型设备可以保留并说明",
    bad=rows.value > parameter("registers.equipment_value_most", unit="元"),
)  # fmt: skip
register.check(
    "Q05", "一批计算机的原值过低", on="value", severity=WARNING,
    fix="原值填这一行全部设备的价值，不是单价；核对是不是填成了万元",
    bad=computers & (rows.value < parameter("registers.computer_value_least", unit="元")),
)  # fmt: skip
register.check(
    "Q06", "计算机早已超过使用年限，还没有报废", on=("bought_on", "retired_on"), severity=WARNING,
    fix="不能用的办理报废并填报废日期；还能用的可以保留并说明",
    bad=computers & in_use
    & (rows.bought_on.years_to(today()) >= parameter("registers.computer_years_most", unit="年")),
    basis=ASSET_LIFE.whole(),
)  # fmt: skip
register.check(
    "Q07", "两行的设备名称、学段、购置日期、数量和原值都相同", on=("name", "bought_on", "quantity", "value"), severity=WARNING,
    fix="重复登记的删去一行；确是两批的可以保留并说明",
    bad=rows.same("school", "name", "stage", "bought_on", "quantity", "value").count() > 1,
)  # fmt: skip
register.check(
    "Q08", "学校已停办，设备没有报废或调出", on=("retired_on", "school"), severity=WARNING,
    fix="填报废或调出的日期，接收的学校另行登记",
    bad=in_use & school_ended(rows),
)  # fmt: skip
