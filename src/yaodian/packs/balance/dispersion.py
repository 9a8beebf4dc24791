"""义务教育均衡: how evenly the resources are spread among a county's schools (差异系数), and their mean (综合差异系数).

差异系数 weighs schools by pupils: the root of Σ(P/ΣP)(X−X̄)², divided by X̄. 基本均衡 takes the mean of the eight, 优质均衡 each
of the seven.
"""

from yaodian.algebra.composed import Dispersion
from yaodian.algebra.measure_language import average, dispersion
from yaodian.packs.balance import counted
from yaodian.packs.balance.resources import QUALITY, RESOURCES
from yaodian.registers.indicator import Direction, Indicators, Norm

FORMULA = "义务教育均衡发展差异系数计算方法及数据来源（转载），已用五所学校的算例核对"
WITH_ALL = "统计全部学校，含不足50人的教学点；督导评估的结论不含，见均衡评估"
BASIC = (  # the eight of 基本均衡, in the order of published tables
    "teaching_area_per_pupil", "sports_area_per_pupil", "equipment_value_per_pupil", "computers_per_100_pupils",
    "books_per_pupil", "teachers_per_pupil", "qualified_teachers_per_100_pupils", "ranked_teachers_per_pupil",
)  # fmt: skip

indicators = Indicators("义务教育均衡", "balance", office="inspection", order=70)


def spread_of(stage: str, resource: str) -> Dispersion:
    """The 差异系数 of a resource among schools, weighted by pupils."""
    of = RESOURCES[resource].measure(stage)
    return dispersion(of.amount, of.heads)


def code_of_spread(stage: str, resource: str) -> str:
    """The code of a resource's 差异系数."""
    return f"{stage}.{resource.partition('_per_')[0]}_cv"


for _stage in counted.ASSESSED:
    _title = counted.STAGES[_stage]
    for _resource in RESOURCES.values():
        indicators.add(
            code_of_spread(_stage, _resource.key), f"{_title}{_resource.title}的校际差异系数",
            spread_of(_stage, _resource.key),
            source=f"{FORMULA}；{QUALITY}" if _resource.quality else FORMULA, digits=3, direction=Direction.DOWN,
            norm=Norm("<=", f"balance.quality.{_stage}.cv") if _resource.quality else None, note=WITH_ALL,
        )  # fmt: skip
    indicators.add(
        f"{_stage}.composite_cv", f"{_title}校际综合差异系数",
        average(*(spread_of(_stage, key) for key in BASIC)),
        source=f"{FORMULA}；县域义务教育均衡发展督导评估暂行办法（教督〔2012〕3号）", digits=3, direction=Direction.DOWN,
        norm=Norm("<=", f"balance.basic.{_stage}.composite_cv"), note=f"八项差异系数的平均数；{WITH_ALL}",
    )  # fmt: skip
