"""What is looked at in the rooms register: whose teaching a room serves, its building, its use and closing."""

from yaodian.algebra.language import today
from yaodian.kernel.citation import Law
from yaodian.packs.estates.rooms import register as rooms
from yaodian.registers.code_lists import code_list
from yaodian.registers.register import WARNING
from yaodian.registers.school_profile import not_taught, school_ended

EDUCATION_LAW = Law("中华人民共和国教育法")

KINDS = code_list("room_kind")

rows = rooms.rows
teaching = rows.room_kind.is_in(*KINDS.under("教学及辅助用房"))

rooms.check(
    "H01", "教学及辅助用房没有填使用学段", on="stage",
    fix="填使用它的学段；小学、初中共用的按学生数分摊面积，分两行填",
    bad=teaching & rows.stage.is_unknown(),
)  # fmt: skip
rooms.check(
    "H02", "学校的办学类型里没有这个使用学段", on="stage",
    fix="改正使用学段；学校确实办这个学段的，先改学校的办学类型",
    bad=not_taught(rows),
)  # fmt: skip
rooms.check(
    "H03", "幼儿用房的使用学段不是学前", on=("room_kind", "stage"),
    fix="幼儿园和附设幼儿班用的填学前；中小学用的改房间用途",
    bad=rows.room_kind.is_in(*KINDS.under("幼儿用房")) & (rows.stage != "kindergarten") & (rows.stage != "special"),
)  # fmt: skip
rooms.check(
    "H04", "在用的房间在D级危房或停用的校舍里", on="building", severity=WARNING,
    fix="立即搬出，在用改为否并填停用日期；校舍已经加固启用的先改校舍台账",
    bad=rows.in_use & ((rows.building.danger_level == "D") | ~rows.building.in_use),
    basis=EDUCATION_LAW.article(73),
)  # fmt: skip
rooms.check(
    "H05", "所在校舍是其他学校的", on="building", severity=WARNING,
    fix="选本校的校舍；借用他校房间的可以保留并说明",
    bad=rows.building.school != rows.school,
)  # fmt: skip
rooms.check(
    "H06", "停用日期早于启用日期，或启用日期在将来", on=("since", "closed_on"),
    fix="改正两个日期；还没有启用的房间启用后再登记",
    bad=(rows.closed_on < rows.since) | (rows.since > today()),
)  # fmt: skip
rooms.check(
    "H07", "停用日期已过，房间仍填在用", on=("in_use", "closed_on"),
    fix="在用改为否；重新启用的清空停用日期",
    bad=rows.in_use & (rows.closed_on <= today()),
)  # fmt: skip
rooms.check(
    "H08", "不在用的房间没有停用日期", on=("in_use", "closed_on"), severity=WARNING,
    fix="填停用或改作他用的日期，往年的面积才算得对",
    bad=~rows.in_use & rows.closed_on.is_unknown(),
)  # fmt: skip
rooms.check(
    "H09", "同一栋校舍里在用房间的面积合计超过校舍建筑面积", on=("area", "building"), severity=WARNING,
    fix="核对有没有重复登记的房间、面积单位（平方米），以及校舍台账的建筑面积",
    bad=rows.in_use & (rows.same("building", where=rows.in_use).total("area") > rows.building.area),
)  # fmt: skip
rooms.check(
    "H10", "不是教学及辅助用房，填了网络多媒体教室", on=("room_kind", "multimedia"), severity=WARNING,
    fix="会议室、办公室不算网络多媒体教室，改为否；房间用途填错的改正",
    bad=rows.multimedia & ~teaching,
)  # fmt: skip
rooms.check(
    "H11", "学校已停办，房间仍填在用", on=("in_use", "school"), severity=WARNING,
    fix="改为不在用并填停用日期；移交其他学校使用的改归该校登记",
    bad=rows.in_use & school_ended(rows),
)  # fmt: skip
