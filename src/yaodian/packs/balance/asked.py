"""What the schemes ask of a county beside its schools' resources: figures that registers give, and papers to hand in.

The numbers are parameters under `balance.assurance`, so that titles hold none. Items that no register gives are never
filled with a figure: they are reported with evidence (待报).
"""

from dataclasses import dataclass
from enum import StrEnum

ASSURANCE, ACHIEVEMENT, RECOGNITION = "政府保障程度", "教育质量", "社会认可度"


class How(StrEnum):
    """How an item is looked at."""

    FIGURES = "figures"  # each of the county's figures against the parameter
    SPECIAL_ROOMS = "special-rooms"  # music and art rooms of every school
    SCHOOL_SIZE = "school-size"  # pupils of every school
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Asked:
    """One item: `figures` are codes of the catalogue, `parameter` what they are held against, `evidence` what is handed in
    where no register gives it (or as long as the catalogue has no such figure)."""

    number: int
    part: str
    title: str
    how: How = How.REPORTED
    figures: tuple[str, ...] = ()
    parameter: str = ""
    comparator: str = ">="
    evidence: str = ""


def _figures(number: int, part: str, title: str, parameter: str, *codes: str, evidence: str) -> Asked:
    return Asked(number, part, title, How.FIGURES, codes, f"balance.assurance.{parameter}", evidence=evidence)


def _reported(
    number: int, part: str, title: str, evidence: str, parameter: str = "", *, comparator: str = ">="
) -> Asked:
    key = f"balance.assurance.{parameter}" if parameter else ""
    return Asked(number, part, title, parameter=key, comparator=comparator, evidence=evidence)


QUALITY_ASKED = (
    _reported(1, ASSURANCE, "义务教育学校规划布局合理", "布局专项规划和学区划分文件"),
    _reported(2, ASSURANCE, "城乡学校建设标准、教师编制标准、公用经费基准定额、基本装备配置标准统一", "四项标准的文件"),
    Asked(
        3, ASSURANCE, "音乐、美术专用教室", How.SPECIAL_ROOMS, parameter="balance.assurance.classes_per_room",
        comparator="<=",
    ),
    Asked(
        4, ASSURANCE, "学校规模", How.SCHOOL_SIZE, parameter="balance.assurance.school_pupils", comparator="<=",
    ),
    _figures(
        5, ASSURANCE, "班额", "class_size_compliance",
        "primary.class_size_compliance_rate", "junior.class_size_compliance_rate", evidence="班额统计表",
    ),
    _reported(6, ASSURANCE, "小规模学校公用经费按核定人数拨付", "经费拨付文件和凭证", "small_school_funded_as"),
    _reported(7, ASSURANCE, "特殊教育学校生均公用经费", "经费拨付文件和凭证", "special_funds_per_pupil"),
    _reported(8, ASSURANCE, "教师平均工资收入与当地公务员之比", "财政、人社部门的工资统计", "pay_ratio"),
    _figures(
        9, ASSURANCE, "教师五年学时培训完成率", "training_share", "teachers.trained_in_five_years_share",
        evidence="教师培训学时登记",
    ),
    _reported(10, ASSURANCE, "县级教育行政部门统筹分配教职工编制和岗位（县管校聘）", "编制、岗位统筹文件"),
    _figures(
        11, ASSURANCE, "交流轮岗教师比例", "rotation_share", "teachers.rotation_share", evidence="交流轮岗名册"
    ),
    _figures(
        11, ASSURANCE, "交流轮岗教师中骨干教师比例", "backbone_rotation_share", "teachers.backbone_rotation_share",
        evidence="交流轮岗名册",
    ),
    _figures(
        12, ASSURANCE, "专任教师持有教师资格证上岗率", "certified_share", "teachers.certified_share",
        evidence="教师资格证登记",
    ),
    _reported(13, ASSURANCE, "公办小学就近划片入学比例", "招生划片文件和录取名册", "primary_nearby_share"),
    _reported(13, ASSURANCE, "公办初中就近划片入学比例", "招生划片文件和录取名册", "junior_nearby_share"),
    _reported(14, ASSURANCE, "优质高中招生名额分配比例，并向农村初中倾斜", "高中招生计划和名额分配表", "quota_share"),
    _reported(15, ASSURANCE, "留守儿童关爱体系", "关爱服务体系文件和台账"),
    _figures(
        15, ASSURANCE, "随迁子女在公办和政府购买学位的民办学校就读比例", "migrants_share",
        "compulsory.migrants_public_share", evidence="随迁子女就读名册",
    ),
    _figures(
        1, ACHIEVEMENT, "初中三年巩固率", "retention_rate", "junior.retention_rate", evidence="学籍变动统计"
    ),
    _figures(
        2, ACHIEVEMENT, "残疾儿童少年入学率", "disabled_enrolment_rate", "compulsory.disabled_enrolment_rate",
        evidence="残联名单与安置名册",
    ),
    _reported(3, ACHIEVEMENT, "学校制定章程，实现管理与教学信息化", "各校章程和信息化应用材料"),
    _reported(4, ACHIEVEMENT, "教师培训经费占学校公用经费预算比例", "学校预算", "training_budget_share"),
    _reported(5, ACHIEVEMENT, "教师能熟练使用信息化手段，设施设备利用率高", "设施设备使用记录"),
    _reported(6, ACHIEVEMENT, "德育工作、校园文化建设达到良好以上", "评价材料"),
    _reported(7, ACHIEVEMENT, "课程开齐开足，教学秩序规范", "课程表和检查记录"),
    _reported(8, ACHIEVEMENT, "无过重课业负担", "作业、考试检查记录"),
    _reported(9, ACHIEVEMENT, "国家义务教育质量监测学业水平", "国家义务教育质量监测报告", "attainment_level"),
    _reported(9, ACHIEVEMENT, "国家义务教育质量监测校际差异率", "国家义务教育质量监测报告", "attainment_gap", comparator="<"),
    _reported(1, RECOGNITION, "学生、家长、教师、校长和公众的满意度", "满意度调查报告", "satisfaction_rate"),
)  # fmt: skip
BASIC_ASKED = (
    Asked(
        3, "县级政府工作", "推进义务教育均衡发展工作评估得分", parameter="balance.basic.government_score",
        evidence="省级督导评估评分表（入学机会、保障机制、教师队伍、质量与管理十七项）",
    ),
    Asked(
        4, "公众满意度", "公众对义务教育均衡发展的满意度", parameter="balance.basic.satisfaction_rate",
        evidence="满意度调查报告",
    ),
)  # fmt: skip
