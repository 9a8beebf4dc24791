"""体育运动场馆: each sports ground or hall of a school, and the places where kindergartens play outdoors.

Together their areas are 生均体育运动场馆面积. A ground that two stages share is entered once for each, its area divided by
their pupils; the football pitch within a track is part of the track's area.
"""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.registers.code_lists import code_list
from yaodian.registers.columns import Choice, Date, Decimal, Integer, Organisation, Text
from yaodian.registers.filing import school_yearly
from yaodian.registers.register import WARNING, Register
from yaodian.registers.school_profile import not_taught, school_ended

SPORTS_RULES = Law("学校体育工作条例")
SPORTS_CONDITIONS = Law("国家学校体育卫生条件试行基本标准", "教体艺〔2008〕5号")

register = Register(
    key="sports_areas",
    title="体育运动场馆",
    one_row_is="一处运动场地或场馆（两个学段共用的，一个学段一行）",
    counted_in="处",
    basis=(SPORTS_RULES.whole(), SPORTS_CONDITIONS.whole()),
    office="health-arts",
    offices=("projects", "finance", "inspection", "basic-education", "preschool", "safety", "audit"),
    columns=(
        Organisation("school", "学校", required=True, listed=True, synonyms=("学校名称", "所在学校")),
        Text(
            "number", "场地编号", required=True, listed=True, searched=True,
            synonyms=("编号", "场馆编号"), help="本校内不重复；两个学段共用的分行填，编号加A、B", length=30,
        ),
        Text("name", "场地名称", required=True, listed=True, searched=True, synonyms=("名称", "场馆名称"), length=60),
        Choice(
            "area_kind", "场馆种类", codes="sports_area_kind", required=True, listed=True, filtered=True,
            synonyms=("种类", "场地种类", "场地类型"),
        ),
        Choice(
            "stage", "使用学段", codes="stage", required=True, listed=True, filtered=True, synonyms=("学段",),
            help="两个学段共用的按学生数分摊面积，分行填",
        ),
        Decimal(
            "area", "面积", required=True, unit="平方米", least=1, most=200_000, listed=True, sorted=True,
            synonyms=("场地面积", "场馆面积"), help="室外按占地面积，室内按建筑面积；跑道内的足球场不另计",
        ),
        Integer(
            "track_length", "跑道长度", unit="米", least=30, most=400,
            synonyms=("环形跑道长度", "跑道米数"), help="环形跑道填一圈的长度，直跑道填全长",
        ),
        Choice(
            "surface", "场地面层", codes="sports_surface", filtered=True, synonyms=("面层", "地面材料", "场地材料"),
        ),
        Date("opened_on", "启用日期", months=True, synonyms=("建成日期", "开始使用日期", "启用时间")),
        Date("closed_on", "停用日期", listed=True, synonyms=("停止使用日期", "拆除日期"), help="停用、拆除或改作他用的填"),
    ),
    identity=("school", "number"),
    owner="school",
    label=("name",),
    filing=school_yearly(months=1, due_day=15),
    order=62,
    groups=(("基本信息", "school"), ("使用", "opened_on")),
)  # fmt: skip
rows = register.rows
track = rows.area_kind.is_in(*code_list("sports_area_kind").under("田径场"))

register.check(
    "A01", "学校的办学类型里没有这个使用学段", on="stage",
    fix="改正使用学段；学校确实办这个学段的，先改学校的办学类型",
    bad=not_taught(rows),
)  # fmt: skip
register.check(
    "A02", "幼儿户外活动场地的使用学段不是学前", on=("area_kind", "stage"),
    fix="幼儿园和附设幼儿班用的填学前；中小学用的改场馆种类",
    bad=rows.area_kind.is_in(*code_list("sports_area_kind").under("幼儿户外场地"))
    & (rows.stage != "kindergarten") & (rows.stage != "special"),
)  # fmt: skip
register.check(
    "A03", "环形跑道田径场没有填跑道长度", on="track_length",
    fix="填环形跑道一圈的长度（米）；没有环形跑道的改场馆种类",
    bad=(rows.area_kind == "11") & rows.track_length.is_unknown(),
)  # fmt: skip
register.check(
    "A04", "不是田径场，填了跑道长度", on=("area_kind", "track_length"),
    fix="清空跑道长度；确有跑道的改场馆种类",
    bad=~track & rows.track_length.is_known(),
)  # fmt: skip
register.check(
    "A05", "200米以上的环形跑道，场地面积太小", on=("area", "track_length"), severity=WARNING,
    fix="面积填跑道连同跑道内场地的占地面积（平方米），核对跑道长度",
    bad=(rows.area_kind == "11") & (rows.track_length >= 200)
    & (rows.area < parameter("registers.track_field_area_least", unit="平方米")),
)  # fmt: skip
register.check(
    "A06", "停用日期早于启用日期，或启用日期在将来", on=("opened_on", "closed_on"),
    fix="改正两个日期；在建的场地启用后再登记",
    bad=(rows.closed_on < rows.opened_on) | (rows.opened_on > today()),
)  # fmt: skip
register.check(
    "A07", "学校已停办，场地没有停用日期", on=("closed_on", "school"), severity=WARNING,
    fix="填停用日期；移交其他学校使用的改归该校登记",
    bad=(rows.closed_on.is_unknown() | (rows.closed_on > today())) & school_ended(rows),
)  # fmt: skip
