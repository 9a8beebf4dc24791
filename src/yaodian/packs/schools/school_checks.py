"""What is looked at in the schools register: codes, licences, the end of a school's life, and what other registers say."""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.packs.schools.schools import register as schools
from yaodian.registers.code_lists import code_list
from yaodian.registers.register import WARNING

PRIVATE_EDUCATION_LAW = Law("中华人民共和国民办教育促进法")

TYPES = code_list("school_type")
ENDED = code_list("school_life").under("已停办")
# The institution kind in the first two digits of the code, for the types that have a code of their own (codes 学校标识码).
KIND_OF_TYPE = {
    "111": "11",
    **dict.fromkeys(("211", "218"), "21"),
    **dict.fromkeys(("311", "312"), "31"),
    **dict.fromkeys(("341", "342", "345"), "34"),
    **dict.fromkeys(("361", "362", "363", "364", "365", "366"), "36"),
    **{"321": "32", "371": "37"},
    **dict.fromkeys(("511", "512", "513", "514"), "51"),
}

rows = schools.rows
ended = rows.life.is_in(*ENDED)
private = rows.run_by == "2"

schools.check(
    "S01", "这个学校标识码在两所学校名下", on="school_code",
    fix="一个标识码只给一所学校：核对《学校（机构）代码》，改正填错的一方",
    bad=rows.same("school_code").distinct("school") > 1,
)  # fmt: skip
schools.check(
    "S02", "学校标识码前两位与办学类型不符", on=("school_code", "school_type"), severity=WARNING,
    fix="前两位：11幼儿园、21小学、31初中（含九年一贯制）、34高中（含完全中学）、36中职、51特教；办学类型变了要换新代码",
    bad=rows.school_code.slice(0, 2) != rows.school_type.mapped(KIND_OF_TYPE),
)  # fmt: skip
schools.check(
    "S03", "两所学校的统一社会信用代码相同", on="credit_code", severity=WARNING,
    fix="独立法人各有自己的代码；教学点没有法人资格的，填上隶属学校、代码留空",
    bad=rows.managed_by.is_unknown()
    & (rows.same("credit_code", where=lambda them: them.managed_by.is_unknown()).distinct("school") > 1),
)  # fmt: skip
schools.check(
    "S04", "统一社会信用代码的开头与办别不符", on=("credit_code", "run_by"), severity=WARNING,
    fix="公办学校（事业单位）以12开头，民办学校以52（民办非企业）或91（营利性）开头；核对证书",
    bad=(private & rows.credit_code.starts_with("12"))
    | ((rows.run_by == "1") & (rows.credit_code.starts_with("52") | rows.credit_code.starts_with("91"))),
)  # fmt: skip
schools.check(
    "S05", "民办学校没有办学许可证号", on="licence_number",
    fix="填写办学许可证号；未取得许可证的不得招生，报民办教育科",
    bad=private & (rows.life == "1") & rows.licence_number.is_unknown(),
    basis=PRIVATE_EDUCATION_LAW.whole(),
)  # fmt: skip
schools.check(
    "S06", "办学许可证已过有效期", on="licence_until", severity=WARNING,
    fix="换证后改写有效期；不再办学的改办学状态",
    bad=private & (rows.life == "1") & (rows.licence_until < today()),
    basis=PRIVATE_EDUCATION_LAW.whole(),
)  # fmt: skip
schools.check(
    "S07", "评估认定已过有效期", on="accredited_until", severity=WARNING,
    fix="复评后改写有效期；不再具有的清空评估认定",
    bad=(rows.life == "1") & (rows.accredited_until < today()),
)  # fmt: skip
schools.check(
    "S08", "普惠性民办园必须是民办的幼儿园", on="inclusive",
    fix="公办园和中小学填否或留空；确是民办园的改正办别和办学类型",
    bad=rows.inclusive & (~private | (rows.school_type != "111")),
)  # fmt: skip
schools.check(
    "S09", "学校已停办、合并或撤销，没有写日期", on="closed_on",
    fix="填写批准停办（撤并）的日期",
    bad=ended & rows.closed_on.is_unknown(),
)  # fmt: skip
schools.check(
    "S10", "停办（撤并）日期已过，办学状态仍是在办或筹建", on=("life", "closed_on"),
    fix="改办学状态为停办、合并或撤销；仍在办学的清空日期",
    bad=~ended & (rows.closed_on <= today()),
)  # fmt: skip
schools.check(
    "S11", "学校已合并，没有写并入哪所学校", on="successor",
    fix="填写接收学生的学校，历年数据才能接上",
    bad=(rows.life == "4") & rows.successor.is_unknown(),
)  # fmt: skip
schools.check(
    "S12", "并入学校是它自己", on="successor",
    fix="填写接收学生的另一所学校",
    bad=rows.successor == rows.school,
)  # fmt: skip
schools.check(
    "S13", "停办（撤并）日期早于建校年月，或建校年月在将来", on=("founded_on", "closed_on"),
    fix="核对批文，改正两个日期",
    bad=(rows.closed_on < rows.founded_on) | ((rows.founded_on > today()) & (rows.life == "1")),
)  # fmt: skip
schools.check(
    "S14", "学校已停办，名下还有没撤的班", on="life",
    fix="先办学生转出，再给这些班填撤班日期",
    bad=ended
    & rows.others("classes", on={"school": rows.school}, where=lambda them: them.closed_on.is_unknown()).exists(),
)  # fmt: skip
schools.check(
    "S15", "寄宿制学校没有在用的学生宿舍床位", on="boarding", severity=WARNING,
    fix="在校舍台账里填宿舍的床位；不是寄宿制的改为否",
    bad=rows.boarding
    & (rows.life == "1")
    & (
        rows.others("buildings", on={"school": rows.school}, where=lambda them: them.in_use & (them.beds > 0)).count()
        == 0
    ),
)  # fmt: skip
schools.check(
    "S16", "教学点或附设班没有写隶属学校", on="managed_by", severity=WARNING,
    fix="填写管理它的中心校或完全小学",
    bad=rows.school_type.is_in("119", "218", "219", "319", "349") & rows.managed_by.is_unknown() & ~ended,
)  # fmt: skip
schools.check(
    "S17", "填了这所学校不办的学段的学位数", on=("preschool_places", "primary_places", "junior_places", "senior_places"),
    fix="清空不办的学段，或改正办学类型（附设幼儿班另填一所附设机构）",
    bad=((rows.preschool_places > 0) & ~rows.school_type.is_in("111", "119"))
    | ((rows.primary_places > 0) & ~rows.school_type.is_in(*TYPES.under("有小学的学校")))
    | ((rows.junior_places > 0) & ~rows.school_type.is_in(*TYPES.under("有初中的学校")))
    | ((rows.senior_places > 0) & ~rows.school_type.is_in(*TYPES.under("有普通高中的学校"))),
)  # fmt: skip
built = rows.others(
    "buildings", on={"school": rows.school}, where=lambda them: them.demolished_on.is_unknown() & them.own
).total("area")
off = parameter("registers.building_area_percent")
schools.check(
    "S18", "校舍建筑面积与校舍台账逐栋合计相差较大", on="building_area", severity=WARNING,
    fix="核对校舍台账有没有漏栋、重栋或已拆未注销，再改这里的面积",
    bad=(built > 0)
    & (
        ((built - rows.building_area) * 100 > rows.building_area * off)
        | ((rows.building_area - built) * 100 > rows.building_area * off)
    ),
)  # fmt: skip
