"""学校（机构）基本信息: each school's or kindergarten's profile and life, beside its unit in the tree.

Columns follow the institution form of the education statistics (学校（机构）标识码, 办学类型, 城乡类型: GB/T 33782-2017);
what the statistics hold is read from there. The unit's life in the tree is kept by the organisation pages; the columns
here say how it ended and who went on with its pupils, so that figures of earlier years still add up.
"""

from yaodian.registers.columns import Choice, Date, Decimal, IdNumber, Integer, Organisation, Phone, Place, Text, YesNo
from yaodian.registers.filing import school_yearly
from yaodian.registers.ids import IdKind
from yaodian.registers.register import Register

STATISTICS = "education-statistics"

WHO = (
    Organisation(
        "school", "学校名称", required=True, listed=True,
        synonyms=("学校", "单位名称", "学校（机构）名称", "园所名称"),
    ),
    IdNumber(
        "school_code", "学校（机构）标识码", required=True, kind=IdKind.SCHOOL, master=STATISTICS, listed=True, searched=True,
        synonyms=("学校标识码", "学校代码", "机构标识码"), help="教育部统一编的10位代码，撤销后不再用",
    ),
    IdNumber(
        "credit_code", "统一社会信用代码", kind=IdKind.CREDIT,
        synonyms=("信用代码", "社会信用代码"), help="18位，没有字母I、O、Z、S、V",
    ),
    Choice(
        "school_type", "办学类型", codes="school_type", required=True, master=STATISTICS, listed=True, filtered=True,
        synonyms=("学校类型", "学校（机构）类型", "学校类别"),
    ),
    Choice(
        "run_by", "办别", codes="running_body", required=True, listed=True, filtered=True,
        synonyms=("举办者类别", "办学性质", "学校性质"),
    ),
    Choice(
        "urban_rural", "城乡类型", codes="urban_rural", master=STATISTICS, listed=True, filtered=True,
        synonyms=("城乡分类", "所在地城乡类型", "驻地城乡类型"),
    ),
    Text("former_name", "曾用名", synonyms=("原校名",), searched=True),
)  # fmt: skip
WHERE = (
    Text("township", "所属乡镇（街道）", filtered=True, synonyms=("所属乡镇", "乡镇", "乡镇街道"), length=40),
    Place("address", "学校地址", synonyms=("地址", "办学地址", "详细地址")),
    Decimal(
        "longitude", "经度", unit="度", digits=5, least=73, most=136,
        synonyms=("东经", "学校经度"), help="校门的位置，十进制的度，如 115.20345；用于地图",
    ),
    Decimal("latitude", "纬度", unit="度", digits=5, least=3, most=54, synonyms=("北纬", "学校纬度")),
    YesNo("central_school", "中心校", filtered=True, synonyms=("是否中心校", "是否中心学校")),
    Organisation("managed_by", "隶属学校", synonyms=("管理学校", "所属中心校"), help="教学点和附设班填管理它的学校"),
    Text("alliance", "学区（教育集团）", filtered=True, synonyms=("学区", "教育集团", "办学联盟"), length=60),
    Text(
        "principal", "校长（园长）", name=True, listed=True, searched=True,
        synonyms=("校长", "园长", "负责人", "校长姓名"), length=40,
    ),
    Phone("phone", "联系电话", synonyms=("电话", "办公电话", "学校电话")),
)  # fmt: skip
SIZE = (
    YesNo(
        "five_four", "五四学制", synonyms=("是否五四学制", "五四制"),
        help="小学五年、初中四年的学校填“是”：升级时五年级毕业，初三升初四",
    ),
    YesNo("boarding", "寄宿制", filtered=True, synonyms=("是否寄宿制", "是否寄宿制学校")),
    Decimal("site_area", "占地面积", unit="平方米", synonyms=("校园占地面积", "学校占地面积")),
    Decimal("building_area", "校舍建筑面积", unit="平方米", synonyms=("建筑面积", "校舍面积")),
    Decimal("sports_area", "运动场地面积", unit="平方米", synonyms=("体育运动场地面积", "运动场面积")),
    Integer(
        "planned_classes", "规划班数", unit="班", least=0, most=200,
        synonyms=("办学规模", "核定班数"), help="批准的办学规模",
    ),
    Integer("preschool_places", "学前学位数", unit="个", least=0, most=5000, synonyms=("幼儿园学位数", "学前学位")),
    Integer("primary_places", "小学学位数", unit="个", least=0, most=10000, synonyms=("小学学位",)),
    Integer("junior_places", "初中学位数", unit="个", least=0, most=10000, synonyms=("初中学位",)),
    Integer("senior_places", "高中学位数", unit="个", least=0, most=10000, synonyms=("高中学位",)),
    YesNo("canteen", "食堂", filtered=True, synonyms=("有食堂", "是否有食堂")),
    YesNo("school_bus", "校车", filtered=True, synonyms=("有校车", "是否有校车")),
)  # fmt: skip
STANDING = (
    Choice(
        "accreditation", "评估认定", codes="accreditation_kind", filtered=True,
        synonyms=("认定种类", "示范学校", "示范等级"),
    ),
    Choice(
        "accreditation_level", "认定级别", codes="accreditation_level", filtered=True,
        synonyms=("等级", "示范级别"),
    ),
    Date("accredited_until", "认定有效期至", synonyms=("等级有效期至", "认定到期日期")),
    Text("licence_number", "办学许可证号", synonyms=("许可证号", "办学许可证"), help="民办学校和幼儿园填", length=40),
    Date("licence_until", "办学许可证有效期至", synonyms=("许可证有效期至", "许可证到期日期")),
    YesNo("inclusive", "普惠性民办园", filtered=True, synonyms=("是否普惠性民办园", "普惠性幼儿园")),
)  # fmt: skip
LIFE = (
    Date("founded_on", "建校年月", months=True, synonyms=("建校时间", "成立时间", "创办时间")),
    Choice(
        "life", "办学状态", codes="school_life", required=True, listed=True, filtered=True,
        synonyms=("学校状态", "状态"),
    ),
    Date("closed_on", "停办（撤并）日期", synonyms=("撤销日期", "停办日期", "撤并日期")),
    Organisation("successor", "并入学校", synonyms=("合并到", "并入单位"), help="撤并后接收学生的学校"),
)  # fmt: skip

register = Register(
    key="schools",
    title="学校基本信息",
    one_row_is="一所学校或幼儿园（一个独立核算的机构）的基本情况",
    counted_in="所",
    office="basic-education",
    offices=(
        "general", "personnel", "finance", "preschool", "vocational", "moral-education", "health-arts", "safety",
        "inspection", "research", "ict", "aid", "admissions", "private-education", "projects", "legal", "audit",
    ),
    columns=(*WHO, *WHERE, *SIZE, *STANDING, *LIFE),
    identity=("school",),
    owner="school",
    label=("school",),
    filing=school_yearly(months=1, due_day=15),
    order=10,
    groups=(
        ("基本信息", "school"),
        ("地址与联系", "township"),
        ("规模与条件", "boarding"),
        ("等级与许可", "accreditation"),
        ("沿革", "founded_on"),
    ),
)  # fmt: skip
rows = register.rows
