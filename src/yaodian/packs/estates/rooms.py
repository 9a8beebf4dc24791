"""教学及辅助用房和其他用房: each room of a school, from its first use until it is given up.

Which kinds are 教学及辅助用房 the code list says (`room_kind`, groups). A room that two stages share is entered once for
each, its area divided by their pupils, so that areas add up by stage as the education statistics ask. A room whose first
day of use is unknown counts as having always been there.
"""

from yaodian.kernel.citation import Law
from yaodian.registers.columns import Choice, Date, Decimal, Organisation, Ref, Text, YesNo
from yaodian.registers.filing import school_yearly
from yaodian.registers.register import Register

QUALITY_BALANCE = Law("县域义务教育优质均衡发展督导评估办法", "教督〔2017〕6号")

WHAT = (
    Organisation("school", "学校", required=True, listed=True, synonyms=("学校名称", "所在学校")),
    Text(
        "number", "房间编号", required=True, listed=True, searched=True,
        synonyms=("编号", "房号", "用房编号"), help="本校内不重复；两个学段共用的分行填，编号加A、B", length=30,
    ),
    Text("name", "房间名称", required=True, listed=True, searched=True, synonyms=("名称", "用房名称"), length=60),
    Choice(
        "room_kind", "房间用途", codes="room_kind", required=True, listed=True, filtered=True,
        synonyms=("用途", "用房种类", "用房类型"),
    ),
    Choice(
        "stage", "使用学段", codes="stage", listed=True, filtered=True, synonyms=("学段",),
        help="教学及辅助用房必填；两个学段共用的按学生数分摊面积，分行填",
    ),
    Ref("building", "所在校舍", register="buildings", synonyms=("校舍", "楼栋", "所在楼栋")),
    Decimal(
        "area", "面积", required=True, unit="平方米", least=1, most=20_000, listed=True, sorted=True,
        synonyms=("建筑面积", "用房面积"), help="按建筑面积填，含分摊的走廊、楼梯，与教育事业统计一致",
    ),
    YesNo(
        "multimedia", "网络多媒体教室", listed=True, filtered=True,
        synonyms=("是否网络多媒体教室", "班班通", "多媒体"), help="接入网络并有多媒体教学设备；两个学段共用的只在一行填是",
    ),
)  # fmt: skip
LIFE = (
    YesNo("in_use", "在用", required=True, listed=True, filtered=True, synonyms=("是否在用", "使用状态")),
    Date("since", "启用日期", months=True, synonyms=("开始使用日期", "启用时间")),
    Date("closed_on", "停用日期", synonyms=("停止使用日期", "停用时间"), help="停用、拆除或改作他用的填"),
)  # fmt: skip

register = Register(
    key="rooms",
    title="校舍用房",
    one_row_is="一间房（两个学段共用的，一个学段一行）",
    counted_in="间",
    basis=(QUALITY_BALANCE.whole(),),
    office="projects",
    offices=("finance", "inspection", "basic-education", "preschool", "health-arts", "ict", "audit"),
    columns=(*WHAT, *LIFE),
    identity=("school", "number"),
    owner="school",
    label=("name",),
    filing=school_yearly(months=1, due_day=15),
    order=61,
    groups=(("基本信息", "school"), ("使用", "in_use")),
)
rows = register.rows
