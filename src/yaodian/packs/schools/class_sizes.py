"""班额: how large classes are on 1 September, and how many are too large.

A class's pupils are the spells that hold the day. 大班额 is 56 and more, 超大班额 66 and more of them (so it is part of 大班额);
as some provinces report 56–65 by themselves, that is counted too.
"""

from yaodian.algebra.language import Value, if_else, parameter
from yaodian.algebra.measure_language import per_head, period_start, share
from yaodian.packs.schools.classes import register as class_register
from yaodian.registers.indicator import Direction, Indicators, Norm
from yaodian.registers.present import COMPULSORY, NAMES, classes, grade_on_the_day, members, pupils, spells
from yaodian.registers.present import class_rows as rows

LARGE = "国务院关于统筹推进县域内城乡义务教育一体化改革发展的若干意见（国发〔2016〕40号）；全国统计公报按56人、66人起计"
SIZES = "教育事业统计平均班额的通行口径，未查证"
KINDERGARTEN = "幼儿园工作规程第十一条；达标比例见县域学前教育普及普惠督导评估办法（教督〔2020〕1号）"
STATISTICS = "教育事业统计班级情况的通行口径，未查证"
MIXED = "02"  # class_kind: 混龄班

size = members(rows)
large, very_large = (parameter(f"registers.{key}", unit="人") for key in ("large_class_from", "very_large_class_from"))
years_taught = period_start().year - rows.entered  # 0 in the first grade


def kindergarten_size(name: str) -> Value:
    """The most children of a class of a kindergarten year."""
    return parameter(f"registers.class_size_kindergarten_{name}", unit="人")


allowed = if_else(
    rows.class_kind == MIXED,
    kindergarten_size("mixed"),
    if_else(
        years_taught <= 0,
        kindergarten_size("small"),
        if_else(years_taught == 1, kindergarten_size("middle"), kindergarten_size("large")),
    ),
)

indicators = Indicators("班额", "class_size", office="basic-education", order=22)
own = class_register.rows
indicators.split("stage", own.stage)
indicators.split("grade", grade_on_the_day(own.stage, own.entered, own.grade))
indicators.split("class_kind", own.class_kind)
school = own.others("schools", on={"school": own.school})
indicators.split("urban_rural", school.only("urban_rural"))
indicators.split("run_by", school.only("run_by"))
indicators.split("school_type", school.only("school_type"))

for _stage in ("kindergarten", "primary", "junior", "senior"):
    _name = NAMES[_stage]
    _code = "preschool" if _stage == "kindergarten" else _stage
    indicators.add(f"{_code}.classes", f"{_name}班数", classes(_stage), digits=0, source=STATISTICS)
    indicators.add(
        f"{_code}.class_size", f"{_name.removeprefix('普通')}班额", per_head(pupils(_stage), classes(_stage)), digits=1,
        direction=Direction.DOWN, source=SIZES, synonyms=(f"{_name}平均每班人数",), note="在校生数除以班数",
        about_people=True,
    )  # fmt: skip
for _stage in ("primary", "junior"):
    indicators.add(
        f"{_stage}.first_grade_class_size", f"{NAMES[_stage]}起始年级班额",
        per_head(
            pupils(_stage, where=spells.class_room["entered"] == period_start().year),
            classes(_stage, where=rows.entered == period_start().year),
        ),
        digits=1, direction=Direction.DOWN, source=SIZES, synonyms=(f"{NAMES[_stage]}起始年级平均班额",),
        note="本学年入学的班", about_people=True,
        parts=(f"{NAMES[_stage]}起始年级学生数", f"{NAMES[_stage]}起始年级班数"),
    )  # fmt: skip
for _stage in ("primary", "junior", "senior"):
    indicators.add(
        f"{_stage}.large_class_share", f"{NAMES[_stage]}大班额比例", share(classes(_stage), size >= large),
        direction=Direction.DOWN, source=LARGE, note="56人及以上的班，含超大班额", parts=(f"{NAMES[_stage]}大班额班数",),
    )  # fmt: skip
COMPULSORY_SIZES = (
    ("large_class", "大班额", size >= large, "56人及以上的班，含超大班额"),
    ("huge_class", "超大班额", size >= very_large, "66人及以上的班"),
)
for _key, _name, _where, _note in COMPULSORY_SIZES:
    indicators.add(
        f"compulsory.{_key}_share", f"{_name}比例", share(classes("primary", "junior"), _where),
        direction=Direction.DOWN, source=LARGE, note=f"小学、初中，{_note}", parts=("", "小学、初中班数"),
    )  # fmt: skip
    indicators.add(
        f"compulsory.{_key}_count", f"{_name}班数", classes("primary", "junior", where=_where), digits=0,
        direction=Direction.DOWN, source=LARGE, synonyms=(f"义务教育{_name}班数",), note=f"小学、初中，{_note}",
    )  # fmt: skip
indicators.add(
    "compulsory.between_large_and_huge_count", "56至65人的班数",
    classes("primary", "junior", where=(size >= large) & (size < very_large)), digits=0, direction=Direction.DOWN,
    source="一些省的统计把56—65人单独列为大班额（河南）", note="小学、初中；与超大班额相加就是大班额",
)  # fmt: skip
indicators.add(
    "preschool.class_size_compliance_rate", "幼儿园班额达标率", share(classes("kindergarten"), size <= allowed),
    direction=Direction.UP, source=KINDERGARTEN, norm=Norm(">=", "preschool.class_size_compliance"),
    note="小班25、中班30、大班35、混龄班30；班在哪个年级按入学学年推算", parts=("班额达标的幼儿园班数",),
)  # fmt: skip
indicators.add(
    "compulsory.head_teacher_share", "班主任配备率", share(classes(*COMPULSORY), rows.head_teacher.is_known()),
    direction=Direction.UP, source="中小学班主任工作规定的通行口径，未查证", note="填有班主任的班的比例；按现在的登记，已撤的班可能没有",
    parts=("填有班主任的班数", "义务教育班数"),
)  # fmt: skip
