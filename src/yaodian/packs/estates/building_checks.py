"""What is looked at in the buildings register: danger levels and surveys, years and sizes, use, closing and demolition."""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.packs.estates.buildings import register as buildings
from yaodian.registers.code_lists import code_list
from yaodian.registers.register import WARNING
from yaodian.registers.school_profile import school_ended

EDUCATION_LAW = Law("中华人民共和国教育法")
COMPULSORY_EDUCATION_LAW = Law("中华人民共和国义务教育法")
EARTHQUAKE_LAW = Law("中华人民共和国防震减灾法")
DANGER = Law("危险房屋鉴定标准", "JGJ 125-2016")

rows = buildings.rows
dangerous = rows.danger_level.is_in(*code_list("danger_level").under("危房"))
dormitory = rows.building_use == "32"

buildings.check(
    "B01", "D级危房还在使用", on=("danger_level", "in_use"), severity=WARNING,
    fix="立即停用封闭，把在用改为否并填停用日期；列入拆除重建",
    bad=(rows.danger_level == "D") & rows.in_use,
    basis=EDUCATION_LAW.article(73),
)  # fmt: skip
buildings.check(
    "B02", "C级危房还在使用", on=("danger_level", "in_use"), severity=WARNING,
    fix="停用危险部分，加固后重新鉴定；已经加固的改写鉴定等级和日期",
    bad=(rows.danger_level == "C") & rows.in_use,
    basis=COMPULSORY_EDUCATION_LAW.article(24),
)  # fmt: skip
buildings.check(
    "B03", "C、D级没有鉴定日期", on="surveyed_on",
    fix="按鉴定报告填写鉴定日期；没有鉴定过的不填等级",
    bad=dangerous & rows.surveyed_on.is_unknown(),
    basis=DANGER.whole(),
)  # fmt: skip
buildings.check(
    "B04", "鉴定已过期", on="next_survey_on", severity=WARNING,
    fix="安排鉴定，之后改写等级、鉴定日期和下次鉴定日期",
    bad=rows.in_use & (rows.next_survey_on < today()),
    basis=COMPULSORY_EDUCATION_LAW.article(24),
)  # fmt: skip
buildings.check(
    "B05", "下次鉴定日期不在鉴定日期之后", on=("surveyed_on", "next_survey_on"),
    fix="改正两个日期",
    bad=rows.next_survey_on <= rows.surveyed_on,
)  # fmt: skip
buildings.check(
    "B06", "老旧校舍没有鉴定等级", on="danger_level", severity=WARNING,
    fix="建成三十年以上的在用校舍应做安全鉴定，按报告填等级和日期",
    bad=rows.in_use & rows.danger_level.is_unknown()
    & (today().year - rows.built_in >= parameter("registers.survey_from_years", unit="年")),
    basis=COMPULSORY_EDUCATION_LAW.article(24),
)  # fmt: skip
buildings.check(
    "B07", "建成年份在将来", on="built_in",
    fix="在建工程竣工后再登记",
    bad=rows.built_in > today().year,
)  # fmt: skip
buildings.check(
    "B08", "鉴定、大修或停用的日期早于建成年份，或鉴定日期在将来",
    on=("built_in", "surveyed_on", "repaired_on", "closed_on"),
    fix="核对建成年份和各日期",
    bad=(rows.surveyed_on.year < rows.built_in) | (rows.repaired_on.year < rows.built_in)
    | (rows.closed_on.year < rows.built_in) | (rows.surveyed_on > today()),
)  # fmt: skip
buildings.check(
    "B09", "平均每层面积过大或过小", on=("area", "floors"), severity=WARNING,
    fix="核对面积的单位（平方米）和层数；几栋连在一起的分栋登记",
    bad=(rows.area > parameter("registers.floor_area_most", unit="平方米") * rows.floors)
    | (rows.area < parameter("registers.floor_area_least", unit="平方米") * rows.floors),
)  # fmt: skip
buildings.check(
    "B10", "已停用或拆除的校舍填了在用", on=("in_use", "closed_on", "demolished_on"),
    fix="在用改为否；重新启用的清空停用日期",
    bad=rows.in_use & ((rows.closed_on <= today()) | (rows.demolished_on <= today())),
)  # fmt: skip
buildings.check(
    "B11", "不在用的校舍没有停用日期或拆除日期", on=("in_use", "closed_on"), severity=WARNING,
    fix="填停用日期；已拆除的填拆除日期",
    bad=~rows.in_use & rows.closed_on.is_unknown() & rows.demolished_on.is_unknown(),
)  # fmt: skip
buildings.check(
    "B12", "学生宿舍没有填床位", on="beds", severity=WARNING,
    fix="填写宿舍床位数",
    bad=dormitory & rows.in_use & (rows.beds.is_unknown() | (rows.beds == 0)),
)  # fmt: skip
buildings.check(
    "B13", "不是宿舍的校舍填了床位", on=("beds", "building_use"), severity=WARNING,
    fix="清空床位；宿舍、教学合用的按面积大的用途登记，床位单独登记一栋",
    bad=~rows.building_use.is_in("18", "31", "32") & (rows.beds > 0),
)  # fmt: skip
buildings.check(
    "B14", "土木结构的校舍还在使用", on="structure", severity=WARNING,
    fix="列入改造计划，学生先搬出",
    bad=(rows.structure == "5") & rows.in_use,
    basis=COMPULSORY_EDUCATION_LAW.article(24),
)  # fmt: skip
buildings.check(
    "B15", "土木、砖木结构填了三层以上", on=("structure", "floors"), severity=WARNING,
    fix="核对结构类型和层数",
    bad=rows.structure.is_in("4", "5") & (rows.floors > 2),
)  # fmt: skip
buildings.check(
    "B16", "在用校舍未达到抗震设防要求", on="seismic", severity=WARNING,
    fix="做抗震性能鉴定，加固或重建后改写",
    bad=rows.in_use & rows.seismic.is_in("2", "3"),
    basis=EARTHQUAKE_LAW.article(39),
)  # fmt: skip
buildings.check(
    "B17", "保险已过期", on="insured_until", severity=WARNING,
    fix="续保后改写日期",
    bad=rows.in_use & (rows.insured_until < today()),
)  # fmt: skip
buildings.check(
    "B18", "学校已停办，校舍仍填在用", on=("in_use", "school"), severity=WARNING,
    fix="改为不在用并填停用日期；移交其他学校使用的改归该校登记",
    bad=rows.in_use & school_ended(rows),
)  # fmt: skip
