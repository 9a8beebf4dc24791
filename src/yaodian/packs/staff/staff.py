"""教职工: one person's service at one school or kindergarten, from joining it to leaving it.

Whoever moves to another school gets a row there and keeps the closed one here, so that each school keeps its own period.
Columns follow the file of the national teacher system (全国教师管理信息系统), which is their source.
"""

from yaodian.registers.columns import Choice, Date, IdNumber, Integer, Organisation, Phone, Text
from yaodian.registers.filing import school_yearly
from yaodian.registers.ids import IdKind
from yaodian.registers.register import Register

NATIONAL = "national-staff"

WHO = (
    Organisation("school", "所在学校", required=True, listed=True, synonyms=("学校", "单位", "工作单位", "学校名称")),
    Text(
        "name", "姓名", required=True, name=True, listed=True, searched=True, sorted=True, master=NATIONAL,
        synonyms=("教师姓名", "教职工姓名"), length=50,
    ),
    IdNumber(
        "id_number", "身份证号", required=True, kind=IdKind.RESIDENT, sensitive=True, master=NATIONAL,
        synonyms=("身份证件号", "身份证号码", "证件号码"),
    ),
    Choice("sex", "性别", codes="sex", required=True, listed=True, filtered=True, master=NATIONAL),
    Date(
        "born_on", "出生日期", required=True, sensitive=True, master=NATIONAL,
        synonyms=("出生年月", "生日", "出生年月日"),
    ),
    Choice("ethnic_group", "民族", codes="ethnic_group", filtered=True, master=NATIONAL),
    Choice("political_status", "政治面貌", codes="political_status", filtered=True, master=NATIONAL),
    Phone("phone", "手机号码", sensitive=True, synonyms=("联系电话", "手机", "电话")),
)  # fmt: skip
POST = (
    Choice(
        "staff_kind", "教职工类别", codes="staff_kind", required=True, listed=True, filtered=True,
        synonyms=("人员类别", "教职工类型"),
    ),
    Choice(
        "establishment_kind", "编制类别", codes="establishment_kind", required=True, listed=True, filtered=True,
        synonyms=("编制性质", "用人形式", "是否在编"),
    ),
    Choice("post_kind", "岗位类别", codes="post_kind", filtered=True, master=NATIONAL, synonyms=("岗位", "岗位类型")),
    Integer(
        "post_level", "岗位等级", unit="级", least=1, most=13, master=NATIONAL,
        help="专业技术1—13级，管理3—10级，工勤技能1—5级",
    ),
    Choice(
        "duty", "行政职务", codes="staff_duty", filtered=True,
        synonyms=("校内职务", "职务"), help="没有行政职务的留空",
    ),
    Choice("stage", "任教学段", codes="stage", listed=True, filtered=True, synonyms=("学段",), help="专任教师填"),
    Choice("subject", "任教学科", codes="subject", listed=True, filtered=True, synonyms=("学科", "主教学科")),
    Choice("second_subject", "兼教学科", codes="subject", synonyms=("第二学科",)),
    Integer("lessons", "周课时", unit="节", least=0, most=60, synonyms=("周课时数", "每周课时")),
    Organisation("second_school", "兼任学校", synonyms=("兼职学校", "走教学校"), help="同时在另一所学校任课的填"),
)  # fmt: skip
LEARNING = (
    Choice("first_education", "第一学历", codes="education_level", master=NATIONAL, synonyms=("全日制学历",)),
    Choice(
        "highest_education", "最高学历", codes="education_level", listed=True, filtered=True, master=NATIONAL,
        synonyms=("学历", "现有学历"),
    ),
    Choice("degree", "最高学位", codes="degree", filtered=True, master=NATIONAL, synonyms=("学位",)),
    Text("graduated_from", "毕业院校", master=NATIONAL, synonyms=("毕业学校",), length=60),
    Text("major", "所学专业", master=NATIONAL, synonyms=("专业",), length=60),
    Choice(
        "qualification", "教师资格种类", codes="teacher_qualification", filtered=True, master=NATIONAL,
        synonyms=("教师资格证种类", "资格种类"),
    ),
    Text(
        "qualification_number", "教师资格证号", master=NATIONAL,
        synonyms=("教师资格证号码", "资格证书号码"), length=20,
    ),
    Date("registered_until", "资格注册有效期至", synonyms=("定期注册有效期至",), help="教师资格每五年注册一次"),
)  # fmt: skip
CAREER = (
    Choice(
        "title", "职称", codes="title_level", listed=True, filtered=True, master=NATIONAL,
        synonyms=("专业技术职务", "专业技术职称", "现聘职称"),
    ),
    Date("title_since", "职称取得日期", months=True, master=NATIONAL, synonyms=("任职资格取得时间", "职称取得时间")),
    Choice(
        "backbone", "骨干教师级别", codes="backbone_level", filtered=True,
        synonyms=("骨干教师", "名师级别", "骨干称号"),
    ),
    Date("joined_work_on", "参加工作年月", months=True, master=NATIONAL, synonyms=("参加工作时间",)),
    Date("joined_teaching_on", "从教年月", months=True, synonyms=("从教时间", "参加教育工作年月", "从事教育工作时间")),
    Date("joined_school_on", "进本校日期", required=True, months=True, synonyms=("进本校年月", "到校时间", "来校时间")),
    Choice(
        "status", "在岗状态", codes="staff_status", required=True, listed=True, filtered=True,
        synonyms=("人员状态", "状态"),
    ),
    Date("status_since", "状态开始日期", synonyms=("状态变动日期",)),
    Date(
        "left_on", "离校日期", filtered=True,
        synonyms=("离职日期", "退休日期", "调出日期"), help="调出、退休、离职后填；在校的留空",
    ),
)  # fmt: skip

register = Register(
    key="staff",
    title="教职工",
    one_row_is="一名教职工在一所学校的任职，从进校到离校",
    counted_in="人",
    office="personnel",
    offices=("finance", "inspection", "research", "basic-education", "preschool", "vocational"),
    columns=(*WHO, *POST, *LEARNING, *CAREER),
    identity=("school", "id_number"),
    owner="school",
    label=("name",),
    about_people=True,
    filing=school_yearly(months=1, due_day=15),
    order=30,
    groups=(("基本信息", "school"), ("岗位", "staff_kind"), ("学历与资格", "first_education"), ("任职经历", "title")),
)
rows = register.rows
