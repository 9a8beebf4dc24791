"""办学条件: what schools have per pupil, by stage, on 1 September (学年初).

The eleven resources are those of 基本均衡 (eight) and 优质均衡 (seven, four of them the same). 师生比 here is teachers to
pupils (0.05), not pupils to a teacher.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from yaodian.algebra.composed import PerHead
from yaodian.algebra.measure_language import per_head
from yaodian.algebra.measures import Measure
from yaodian.packs.balance import counted
from yaodian.registers.indicator import Direction, Indicators, Norm
from yaodian.registers.present import pupils, staff, teachers

TABLES = "县域义务教育均衡发展督导评估的公开统计表（长春、重庆、合肥）的栏目；统计表表号和归类未查证"
QUALITY = "县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号）的七项资源配置指标，各地转载一致"
BUILDINGS = "教育事业统计校舍情况的通行口径，未查证"
PRESCHOOL = "幼儿园办园条件统计的通行口径，未查证"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource: the last part of its codes, its title after that of the stage, what it is of, how much of it a stage
    has, per one or per 100 pupils. A ratio is a bare number."""

    key: str
    title: str
    noun: str  # what there is more or less of
    unit: str  # in which, as one says of so many
    amount: Callable[[str], Measure]
    scale: int = 1
    digits: int = 2
    people: bool = False  # counts persons: small counts are hidden as those of people are
    quality: bool = False  # among the seven of 优质均衡, with norms for 小学 and 初中
    ratio: bool = False
    named: bool = False  # all of it together is called by its name in another field
    note: str = ""

    def code(self, stage: str) -> str:
        """The code of its indicator of a stage."""
        return f"{stage}.{self.key}"

    @property
    def total(self) -> str:
        """What all of it together is called: 教学及辅助用房面积."""
        return self.title.removeprefix("生均").removeprefix("每百名学生拥有")

    def measure(self, stage: str) -> PerHead:
        """What a pupil, or a hundred, has of it."""
        return per_head(self.amount(stage), pupils(stage), scale=self.scale)


RESOURCES = MappingProxyType({
    one.key: one
    for one in (
        Resource(
            "teaching_area_per_pupil", "生均教学及辅助用房面积", "教学及辅助用房", "平方米",
            lambda stage: counted.room_area(stage, *counted.TEACHING_ROOMS), quality=True,
        ),
        Resource(
            "sports_area_per_pupil", "生均体育运动场馆面积", "体育运动场馆", "平方米", counted.sports_area, quality=True,
        ),
        Resource(
            "equipment_value_per_pupil", "生均教学仪器设备值", "教学仪器设备", "元",
            lambda stage: counted.equipment_total(stage, "value", *counted.TEACHING_EQUIPMENT), quality=True,
        ),
        Resource(
            "multimedia_rooms_per_100_pupils", "每百名学生拥有网络多媒体教室数", "网络多媒体教室", "间",
            lambda stage: counted.room_count(stage, counted.rooms.multimedia), scale=100, quality=True,
        ),
        Resource(
            "computers_per_100_pupils", "每百名学生拥有计算机台数", "计算机", "台",
            lambda stage: counted.equipment_total(stage, "quantity", *counted.COMPUTERS), scale=100,
        ),
        Resource(
            "books_per_pupil", "生均图书册数", "图书", "册", counted.library, note="电子图书、音像资料不计",
        ),
        Resource(
            "teachers_per_pupil", "师生比（教师与学生之比）", "专任教师", "名", teachers, digits=4, people=True, ratio=True, named=True,
        ),
        Resource(
            "qualified_teachers_per_100_pupils", "每百名学生拥有高于规定学历教师数", "高于规定学历的教师", "名",
            lambda stage: teachers(
                stage, where=staff.highest_education.is_in(*counted.ABOVE_PRESCRIBED[stage])
            ),
            scale=100, people=True, quality=True, named=True,
            note="高于规定学历：小学专科、初中本科、高中研究生及以上；不含兼任和代课教师",
        ),
        Resource(
            "backbone_teachers_per_100_pupils", "每百名学生拥有县级以上骨干教师数", "县级以上骨干教师", "名",
            lambda stage: teachers(stage, where=staff.backbone.is_in(*counted.BACKBONE)),
            scale=100, people=True, quality=True,
        ),
        Resource(
            "arts_sports_teachers_per_100_pupils", "每百名学生拥有体育、艺术专任教师数", "体育、艺术专任教师", "名",
            lambda stage: teachers(stage, where=staff.subject.is_in(*counted.ARTS_AND_SPORTS)),
            scale=100, people=True, quality=True, note="按主教学科；兼教的不计",
        ),
        Resource(
            "ranked_teachers_per_pupil", "生均中级及以上专业技术职务教师数", "中级及以上职务的教师", "名",
            lambda stage: teachers(stage, where=staff.title.is_in(*counted.RANKED)), digits=4, people=True,
        ),
    )
})  # fmt: skip

indicators = Indicators("办学条件", "conditions", office="inspection", order=60)


def _norm(resource: Resource, stage: str) -> Norm | None:
    if resource.quality and stage in counted.ASSESSED:
        return Norm(">=", f"balance.quality.{stage}.{resource.key}")
    return None


for _stage, _title in counted.STAGES.items():
    for _resource in RESOURCES.values():
        indicators.add(
            _resource.code(_stage), f"{_title}{_resource.title}", _resource.measure(_stage),
            source=QUALITY if _resource.quality else TABLES, digits=_resource.digits, direction=Direction.UP,
            about_people=_resource.people, norm=_norm(_resource, _stage), note=_resource.note,
            parts=() if _resource.named else (f"{_title}{_resource.total}",),
        )  # fmt: skip

indicators.add(
    "equipment.books_per_pupil", "生均图书册数",
    per_head(counted.library(*counted.STAGES), pupils(*counted.STAGES)),
    source=TABLES, direction=Direction.UP, synonyms=("生均占有图书册数", "生均图书"), note="小学、初中、普通高中合计",
    parts=("中小学图书册数", "中小学在校生数"),
)  # fmt: skip
indicators.add(
    "schools.building_area_per_pupil", "中小学生均校舍建筑面积",
    per_head(counted.building_area(*counted.SCHOOLS), pupils(*counted.STAGES)),
    source=BUILDINGS, direction=Direction.UP, note="按学校的办学类型；校舍不分学段",
    parts=("中小学校舍建筑面积",),
)  # fmt: skip
indicators.add(
    "preschool.building_area_per_pupil", "幼儿园生均建筑面积",
    per_head(counted.building_area(*counted.KINDERGARTENS), pupils("kindergarten")),
    source=BUILDINGS, direction=Direction.UP,
    synonyms=("幼儿园生均园舍建筑面积", "幼儿园生均校舍面积"), note="小学附设、没有单独登记的班，校舍算在小学",
    parts=("幼儿园校舍建筑面积",),
)  # fmt: skip
indicators.add(
    "preschool.activity_room_area_per_pupil", "幼儿园生均活动用房面积",
    per_head(counted.room_area("kindergarten", "41", "42", "43", "44"), pupils("kindergarten")),
    source=PRESCHOOL, direction=Direction.UP,
    synonyms=("幼儿园生均活动室面积", "幼儿活动用房生均面积"), note="活动室、寝室、综合活动室和专用活动室",
    parts=("幼儿园活动用房面积",),
)  # fmt: skip
indicators.add(
    "preschool.outdoor_area_per_pupil", "幼儿园生均户外活动场地面积",
    per_head(counted.sports_area("kindergarten", "41"), pupils("kindergarten")),
    source=PRESCHOOL, direction=Direction.UP, synonyms=("幼儿园生均户外活动面积", "生均户外活动面积"),
    parts=("幼儿园户外活动场地面积",),
)  # fmt: skip
indicators.add(
    "preschool.books_per_pupil", "幼儿园生均图书册数",
    per_head(counted.library("kindergarten"), pupils("kindergarten")),
    source=PRESCHOOL, direction=Direction.UP, note="纸质图书和绘本", parts=("幼儿园图书册数",),
)  # fmt: skip
indicators.add(
    "preschool.equipment_value_per_pupil", "幼儿园生均保教设备值",
    per_head(
        counted.equipment_total("kindergarten", "value", *counted.TEACHING_EQUIPMENT), pupils("kindergarten")
    ),
    source=PRESCHOOL, direction=Direction.UP, parts=("幼儿园保教设备值",),
)  # fmt: skip
