"""校舍: each building of a school, from completion to demolition (校舍信息库).

Danger levels follow JGJ 125-2016: A no dangerous member, B single dangerous members, C local danger, D the whole building.
Columns follow the national information system of school buildings, which is the source of what a survey measures.
"""

from yaodian.registers.columns import Choice, Date, Decimal, Integer, Organisation, Text, YesNo
from yaodian.registers.filing import termly
from yaodian.registers.register import Register

NATIONAL = "national-buildings"

WHAT = (
    Organisation("school", "学校", required=True, listed=True, synonyms=("学校名称", "所在学校", "使用学校")),
    Text(
        "number", "校舍编号", required=True, listed=True, searched=True, master=NATIONAL,
        synonyms=("建筑物编号", "楼号", "建筑编号"), length=30,
    ),
    Text(
        "name", "校舍名称", required=True, listed=True, searched=True, master=NATIONAL,
        synonyms=("建筑物名称", "楼名", "建筑名称"), length=60,
    ),
    Choice(
        "building_use", "主要用途", codes="building_use", required=True, listed=True, filtered=True,
        synonyms=("用途", "使用用途"),
    ),
    Integer(
        "built_in", "建成年份", required=True, unit="年", least=1850, most=2100, listed=True, sorted=True, master=NATIONAL,
        synonyms=("建筑年份", "竣工年份", "建造年份"),
    ),
    Choice(
        "structure", "结构类型", codes="building_structure", required=True, listed=True, filtered=True, master=NATIONAL,
        synonyms=("建筑结构", "结构形式"),
    ),
    Integer("floors", "层数", required=True, least=1, most=40, master=NATIONAL, synonyms=("楼层数", "地上层数")),
    Decimal(
        "area", "建筑面积", required=True, unit="平方米", listed=True, sorted=True, master=NATIONAL,
        synonyms=("校舍面积", "面积"),
    ),
    Integer("beds", "宿舍床位", unit="张", least=0, most=5000, synonyms=("床位数", "床位")),
    YesNo("own", "自有产权", filtered=True, synonyms=("是否自有产权", "产权自有"), help="租用、借用的填否"),
)  # fmt: skip
SAFETY = (
    Choice(
        "danger_level", "危险性等级", codes="danger_level", listed=True, filtered=True, master=NATIONAL,
        synonyms=("鉴定等级", "房屋安全等级", "危房等级"),
    ),
    Date("surveyed_on", "鉴定日期", listed=True, master=NATIONAL, synonyms=("安全鉴定日期", "鉴定时间", "排查日期")),
    Date("next_survey_on", "下次鉴定日期", listed=True, sorted=True, synonyms=("下次鉴定时间", "应鉴定日期")),
    Text("surveyor", "鉴定机构", synonyms=("鉴定单位",), length=80),
    Choice(
        "seismic", "抗震设防", codes="seismic_standard", filtered=True, master=NATIONAL,
        synonyms=("抗震设防情况", "抗震等级"),
    ),
    YesNo("fire_accepted", "消防验收", synonyms=("是否通过消防验收", "消防验收合格")),
    Date("insured_until", "保险有效期至", synonyms=("保险到期日期", "校方责任险有效期至")),
    Date("repaired_on", "最近大修（加固）日期", months=True, synonyms=("大修日期", "加固日期", "维修改造时间")),
)  # fmt: skip
LIFE = (
    YesNo("in_use", "在用", required=True, listed=True, filtered=True, synonyms=("是否使用", "是否在用", "使用状态")),
    Date("closed_on", "停用日期", synonyms=("封闭日期", "停止使用日期"), help="临时封闭或停用的填；重新启用后清空"),
    Date("demolished_on", "拆除日期", synonyms=("拆除时间",)),
)  # fmt: skip

register = Register(
    key="buildings",
    title="校舍",
    one_row_is="一栋校舍",
    counted_in="栋",
    office="projects",
    offices=("finance", "safety", "inspection", "basic-education", "preschool", "audit"),
    columns=(*WHAT, *SAFETY, *LIFE),
    identity=("school", "number"),
    owner="school",
    label=("name",),
    filing=termly(months=1, due_day=15),
    order=60,
    groups=(("基本信息", "school"), ("安全", "danger_level"), ("使用", "in_use")),
)
rows = register.rows
