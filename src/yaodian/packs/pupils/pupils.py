"""学籍: one row is one child's file, held by the school where the child is enrolled now, or was last.

Columns and their order follow the national pupil register (全国中小学生学籍信息管理系统) as `codes.md` of the standards
and its published filling-in notes give them; children in kindergartens are rows of the same register. A pupil number that
begins with G holds the whole resident ID number, so it is as sensitive as that. School, class, grade and status change
with the steps between schools (transfer, suspension, graduation); the spells that result are rows of `enrolments`.

Checks stand in `pupil_identity`, `pupil_standing` and `pupil_family`.
"""

from yaodian.kernel.citation import Law
from yaodian.packs.pupils.family import MASTER, family_columns
from yaodian.registers.columns import Choice, Date, Decimal, IdNumber, Organisation, Place, Ref, Text, YesNo
from yaodian.registers.filing import school_yearly
from yaodian.registers.ids import IdKind
from yaodian.registers.register import Register

PUPIL_RULES = Law("中小学生学籍管理办法", "教基〔2025〕1号")  # revised 2025-01-03; before it 教基一〔2013〕7号

WHO = (
    IdNumber(
        "pupil_number", "学籍号", kind=IdKind.PUPIL, required=True, sensitive=True, listed=True, master=MASTER,
        synonyms=("全国学籍号", "学生学籍号"), help="G 加身份证号；没有身份证号的是 J 或 L 加 18 位",
    ),
    Text(
        "full_name", "姓名", length=60, name=True, required=True, listed=True, searched=True, sorted=True, master=MASTER,
        synonyms=("学生姓名", "幼儿姓名"),
    ),
    Choice("sex", "性别", codes="sex", within=("1", "2"), required=True, listed=True, filtered=True, master=MASTER),
    Date("born_on", "出生日期", required=True, listed=True, sorted=True, master=MASTER, synonyms=("出生年月日", "生日")),
    Choice("id_kind", "身份证件类型", codes="id_document", master=MASTER, synonyms=("证件类型", "身份证类型")),
    IdNumber(
        "id_number", "身份证号", sensitive=True, master=MASTER,
        synonyms=("身份证件号", "证件号", "身份证号码", "公民身份号码"), help="还没有身份证号的留空",
    ),
    Text("other_number", "其他证件号", length=30, sensitive=True, master=MASTER, help="护照、台胞证等不是居民身份证的号码填在这里"),
    Choice("ethnic_group", "民族", codes="ethnic_group", filtered=True, master=MASTER),
    Choice("political_status", "政治面貌", codes="political_status", master=MASTER),
)  # fmt: skip
WHERE = (
    Organisation("school", "学校", required=True, listed=True, filtered=True, synonyms=("学校名称", "就读学校", "幼儿园")),
    Choice("grade", "年级", codes="grade", required=True, listed=True, sorted=True, filtered=True, synonyms=("年级名称",)),
    Ref("class_room", "班级", register="classes", listed=True, filtered=True, synonyms=("班级名称", "所在班级", "班号")),
    Text("seat_number", "班内学号", length=10, synonyms=("班级学号", "座号")),
    Date("entered_on", "入学年月", months=True, sorted=True, master=MASTER, synonyms=("入学日期", "入园日期"), help="进入现在学段的年月"),
    Choice("entered_how", "入学方式", codes="entry_manner", master=MASTER),
    Choice("attendance", "就读方式", codes="attendance_manner", filtered=True, synonyms=("是否住校", "走读住校")),
    Choice("status", "学籍状态", codes="pupil_status", required=True, listed=True, filtered=True, synonyms=("学生状态",)),
    Date("status_since", "状态起始日期", synonyms=("状态日期", "休学日期"), help="现在的学籍状态从哪天算起"),
    Date("left_on", "离校日期", sorted=True, synonyms=("毕业日期", "转出日期"), help="不再在本校的第一天；有学籍的留空"),
    Choice("left_how", "离校方式", codes="leave_manner", synonyms=("离校原因", "学生去向")),
)  # fmt: skip
HOUSEHOLD = (
    Choice("household_kind", "户口性质", codes="household_kind", filtered=True, master=MASTER, synonyms=("户口类别",)),
    Text(
        "household_area", "户口所在地行政区划", length=12, master=MASTER, help="6 位或 12 位行政区划代码",
        synonyms=("户口所在地行政区划代码", "户口所在地行政区划码"),
    ),
    Place("household_place", "户口所在地", sensitive=True, master=MASTER, synonyms=("户籍地", "户籍地址", "户籍所在地")),
    Place("home", "现住址", sensitive=True, synonyms=("家庭住址", "家庭地址", "居住地")),
    YesNo("migrant", "随迁子女", filtered=True, synonyms=("是否进城务工人员随迁子女", "进城务工人员随迁子女", "是否随迁子女")),
    Choice("left_behind", "留守儿童", codes="left_behind_kind", filtered=True, synonyms=("是否留守儿童", "留守情况")),
    YesNo("orphan", "孤儿", sensitive=True, synonyms=("是否孤儿",)),
    YesNo("martyr_child", "烈士或优抚子女", master=MASTER, synonyms=("是否烈士或优抚子女", "烈士优抚子女")),
    YesNo("only_child", "独生子女", master=MASTER, synonyms=("是否独生子女",)),
)  # fmt: skip
SUPPORT = (
    Choice("disability", "残疾类型", codes="disability_kind", sensitive=True, synonyms=("残疾人类型", "残疾类别")),
    Choice("placement", "残疾儿童安置方式", codes="disability_placement", sensitive=True, synonyms=("安置方式",)),
    Choice("inclusion", "随班就读", codes="pupil_category", sensitive=True, master=MASTER, synonyms=("是否随班就读", "学生类别")),
    Choice("poverty", "家庭经济困难类型", codes="poverty_kind", sensitive=True, synonyms=("困难类型", "贫困类型")),
    YesNo("aid_applied", "申请资助", synonyms=("是否需要申请资助", "是否申请资助")),
    YesNo("aided", "享受资助", synonyms=("是否享受一补", "享受一补", "是否受资助")),
    YesNo("purchased_place", "政府购买学位", filtered=True, master=MASTER, synonyms=("是否由政府购买学位",)),
    YesNo("preschooled", "受过学前教育", master=MASTER, synonyms=("是否受过学前教育",)),
    Decimal("distance", "上下学距离", unit="公里", digits=1, most=500, synonyms=("上学距离", "家校距离")),
    Choice("commute", "上下学方式", codes="commute_manner", synonyms=("上下学交通方式", "交通方式")),
    YesNo("school_bus", "乘坐校车", filtered=True, synonyms=("是否需要乘坐校车", "是否乘坐校车")),
)  # fmt: skip

register = Register(
    key="pupils",
    title="学籍台账",
    one_row_is="一名学生的学籍，由现在（或最后）就读的学校保管",
    counted_in="人",
    basis=(PUPIL_RULES.whole(),),
    office="basic-education",
    offices=("preschool", "aid", "health-arts", "moral-education", "safety", "vocational", "admissions", "inspection"),
    columns=(*WHO, *WHERE, *HOUSEHOLD, *SUPPORT, *family_columns(1), *family_columns(2)),
    identity=("pupil_number",),
    label=("full_name",),
    owner="school",
    filing=school_yearly(due_day=10),
    about_people=True,
    order=22,
    groups=(
        ("基本信息", "pupil_number"),
        ("就读情况", "school"),
        ("户口与家庭", "household_kind"),
        ("资助与上下学", "disability"),
        ("家庭成员一", "family1_name"),
        ("家庭成员二", "family2_name"),
    ),
)
rows = register.rows
