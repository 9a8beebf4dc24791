"""学校布局: how many schools and kindergartens go on, of which kinds and sizes, and what licences they have.

A school goes on from its founding until it is closed, as far as both are known; its kind, who runs it and its titles are as
registered now.
"""

from yaodian.algebra.language import parameter
from yaodian.algebra.measure_language import as_of, per_head, share
from yaodian.kernel.period import Cycle
from yaodian.packs.schools.schools import register as school_register
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Taken
from yaodian.registers.present import PUBLIC, holds, pupils, schools_open, within
from yaodian.registers.present import schools as rows

STATISTICS = "教育事业统计学校数的通行口径（按办学类型），报表编号未查证"
QUALITY = "县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号）的学校规模要求，条文未查证"
SMALL = "国务院办公厅关于全面加强乡村小规模学校和乡镇寄宿制学校建设的指导意见（国办发〔2018〕27号）"
LICENCE = "民办教育促进法的办学许可制度；比例的口径未查证"
STANDARD = "义务教育标准化学校建设的通行口径，各省标准不同"
TYPES = code_list("school_type")
COMPULSORY_SCHOOLS = ("211", "218", "311", "312", "341", "345")
KINDS = (
    ("kindergartens", "幼儿园数", ("111",), ("幼儿园所数",), "独立设置的，不含附设幼儿班"),
    ("primary_schools", "小学数", ("211",), ("独立小学数",), "不含教学点、九年一贯制学校"),
    ("teaching_points", "小学教学点数", ("218",), ("教学点数",), ""),
    ("junior_schools", "独立初中数", ("311",), ("初级中学数",), "不含九年一贯制学校、完全中学"),
    ("nine_year_schools", "九年一贯制学校数", ("312",), (), ""),
    ("senior_schools", "普通高中数", ("341", "342", "345"), ("普通高中学校数",), "含完全中学和十二年一贯制学校"),
    ("vocational_schools", "中等职业学校数", ("361", "362", "363", "364", "365", "366"), ("中职学校数",), ""),
    ("special_schools", "特殊教育学校数", ("511", "512", "513", "514"), ("特教学校数",), ""),
)
STANDARDISED = "05"  # accreditation_kind: 义务教育标准化学校
RURAL = code_list("urban_rural").under("农村")

private = rows.run_by == "2"
compulsory = rows.school_type.is_in(*COMPULSORY_SCHOOLS)
size = rows.others(
    "enrolments", on={"school": rows.school}, where=lambda them: holds(them.entered_on, them.left_on)
).count()
small = size < parameter("pupils.small_school", unit="人")

indicators = Indicators("学校布局", "network", office="basic-education", order=30)
indicators.split("urban_rural", school_register.rows.urban_rural)
indicators.split("run_by", school_register.rows.run_by)
indicators.split("school_type", school_register.rows.school_type)

kindergartens = schools_open(rows.school_type == "111")
schools = schools_open(compulsory)
for _key, _title, _types, _others, _note in KINDS:
    indicators.add(
        f"schools.{_key}", _title, schools_open(rows.school_type.is_in(*_types)), digits=0, source=STATISTICS,
        synonyms=_others, note=_note,
    )  # fmt: skip
indicators.add("schools.private", "民办学校和幼儿园数", schools_open(private), digits=0, source=STATISTICS)
indicators.add(
    "preschool.inclusive_kindergartens_share", "普惠性幼儿园园所占比",
    share(kindergartens, rows.run_by.is_in(*PUBLIC) | rows.inclusive), direction=Direction.UP, source=STATISTICS,
    note="按园所数，不是幼儿数；普惠性幼儿园覆盖率按幼儿数", parts=("普惠性幼儿园数", "幼儿园数"),
)  # fmt: skip
indicators.add(
    "preschool.public_kindergartens_share", "公办园园所占比", share(kindergartens, rows.run_by.is_in(*PUBLIC)),
    source=STATISTICS, note="按园所数；公办园在园幼儿占比按幼儿数", parts=("公办幼儿园数",),
)  # fmt: skip
indicators.add(
    "schools.over_large", "超大规模学校数", schools_open(compulsory & (size > parameter("balance.assurance.school_pupils", unit="人"))),
    digits=0, direction=Direction.DOWN, source=QUALITY, synonyms=("两千人以上学校数", "大规模学校数"),
    note="义务教育学校，全校学生超过2000人；九年一贯制学校的标准是2500人，另在均衡评估中查",
)  # fmt: skip
indicators.add(
    "schools.small", "小规模学校数", schools_open(compulsory & small & rows.urban_rural.is_in(*RURAL)), digits=0, source=SMALL,
    synonyms=("乡村小规模学校数", "不足百人学校数"), note="镇区和乡村不足100人的义务教育学校和教学点，含没有学生的",
)  # fmt: skip
indicators.add(
    "schools.pupils_per_school", "义务教育校均规模",
    per_head(pupils("primary", "junior"), schools), digits=1, source=STATISTICS, synonyms=("校均规模",),
    note="小学、初中在校生数除以义务教育学校数（含教学点）", about_people=True,
    parts=("小学、初中在校生数", "义务教育学校数"),
)  # fmt: skip
indicators.add(
    "schools.boarding", "寄宿制学校数", schools_open(compulsory & rows.boarding), digits=0, source=STATISTICS,
    synonyms=("义务教育寄宿制学校数",),
)  # fmt: skip
indicators.add(
    "schools.canteen_share", "义务教育学校食堂配备率", share(schools, rows.canteen), direction=Direction.UP, source=STATISTICS,
    synonyms=("学校食堂覆盖率",), parts=("有食堂的义务教育学校数",),
)  # fmt: skip
indicators.add(
    "schools.coded_share", "学校标识码登记率",
    share(schools_open(), rows.school_code.is_known()), direction=Direction.UP,
    source="GB/T 33782-2017 学校（机构）标识码", synonyms=("标识码有效率",), note="在办的学校和幼儿园都应有标识码",
    parts=("有标识码的学校和幼儿园数", "学校和幼儿园数"),
)  # fmt: skip
indicators.add(
    "private.licensed_share", "民办学校办学许可有效率",
    share(schools_open(private), rows.licence_number.is_known() & (rows.licence_until >= as_of())),
    direction=Direction.UP, source=LICENCE, synonyms=("办学许可证有效率", "民办学校持证办学率"),
    note="有许可证号并在有效期以内的，含幼儿园", parts=("许可有效的民办学校和幼儿园数",),
)  # fmt: skip
indicators.add(
    "compulsory.standard_schools_share", "标准化学校比例",
    share(
        schools,
        (rows.accreditation == STANDARDISED) & (rows.accredited_until.is_unknown() | (rows.accredited_until >= as_of())),
    ),
    direction=Direction.UP, source=STANDARD, note="评估认定为义务教育标准化学校、没有过期的；一所学校只登记一种认定",
    parts=("标准化学校数",),
)  # fmt: skip
indicators.add(
    "kindergartens.built_count", "新建幼儿园数", rows.count(where=(rows.school_type == "111") & within(rows.founded_on)),
    digits=0, cycle=Cycle.YEAR, taken=Taken.LAST, direction=Direction.UP, source=STATISTICS, note="建校年月在本年的",
)  # fmt: skip
indicators.add(
    "projects.schools_merged_count", "撤并学校数",
    rows.count(where=within(rows.closed_on) & rows.life.is_in(*code_list("school_life").under("已停办"))), digits=0,
    cycle=Cycle.YEAR, taken=Taken.LAST, source=STATISTICS, note="停办（撤并）日期在本年的学校和幼儿园",
)  # fmt: skip
