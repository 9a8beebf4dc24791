"""校舍安全: how much floor stands in the county, how much of it is dangerous, and what surveys are due.

A building counts as standing from the year in which it was built until it is demolished, in use or not. Its danger level is
that of the last survey up to now; earlier levels are in the row's history only.
"""

from yaodian.algebra.language import parameter
from yaodian.algebra.measure_language import as_of, share
from yaodian.packs.estates.buildings import register as buildings
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Norm, Taken

LEVELS = "危险房屋鉴定标准（JGJ 125-2016）的等级；面积口径按校舍信息库的通行口径，未查证"
COMMON = "校舍安全管理的通行口径，未查证"

rows = buildings.rows
standing = (rows.built_in <= as_of().year) & (rows.demolished_on.is_unknown() | (rows.demolished_on > as_of()))
used = (
    standing & (rows.in_use | (rows.closed_on > as_of())) & (rows.closed_on.is_unknown() | (rows.closed_on > as_of()))
)
dangerous = rows.danger_level.is_in(*code_list("danger_level").under("危房"))
never_surveyed = rows.danger_level.is_unknown() & (
    as_of().year - rows.built_in >= parameter("registers.survey_from_years", unit="年")
)

indicators = Indicators("校舍安全", "buildings", office="projects", order=62)
indicators.split("danger_level", rows.danger_level)

area = rows.total("area", where=standing)
indicators.add(
    "buildings.area", "校舍建筑面积", area,
    source=COMMON, digits=0, taken=Taken.LAST, note="未拆除的校舍，停用的也计",
)  # fmt: skip
for _level in "CD":
    indicators.add(
        f"buildings.{_level.lower()}_area", f"{_level}级危房面积",
        rows.total("area", where=standing & (rows.danger_level == _level)),
        source=LEVELS, digits=0, direction=Direction.DOWN, taken=Taken.LAST,
        synonyms=(f"{_level}级校舍危房面积",),
    )  # fmt: skip
    indicators.add(
        f"buildings.{_level.lower()}_share", f"{_level}级危房面积占比", share(area, rows.danger_level == _level),
        source=LEVELS, direction=Direction.DOWN, taken=Taken.LAST, synonyms=(f"{_level}级危房比例",),
    )  # fmt: skip
indicators.add(
    "buildings.dangerous_area", "危房面积", rows.total("area", where=standing & dangerous),
    source=LEVELS, digits=0, direction=Direction.DOWN, taken=Taken.LAST, synonyms=("校舍危房面积", "中小学危房面积"),
    note="C级和D级合计",
)  # fmt: skip
indicators.add(
    "buildings.dangerous_share", "危房率", share(area, dangerous),
    source=LEVELS, direction=Direction.DOWN, taken=Taken.LAST, synonyms=("校舍危房率", "危房面积占比", "危房比例"),
    note="C级和D级面积占校舍建筑面积的比例",
)  # fmt: skip
indicators.add(
    "buildings.d_used_area", "仍在使用的D级危房面积", rows.total("area", where=used & (rows.danger_level == "D")),
    source=COMMON, digits=0, direction=Direction.DOWN, taken=Taken.LAST,
    norm=Norm("<=", "buildings.d_used_area"), note="D级危房应当立即停用",
)  # fmt: skip
indicators.add(
    "buildings.survey_due_count", "应鉴定未鉴定的校舍栋数",
    rows.count(where=used & (never_surveyed | (rows.next_survey_on < as_of()))),
    source=COMMON, digits=0, direction=Direction.DOWN, taken=Taken.LAST,
    note="在用、下次鉴定日期已过，或建成三十年以上没有鉴定等级的",
)  # fmt: skip
indicators.add(
    "buildings.seismic_share", "在用校舍达到抗震设防要求的面积占比",
    share(rows.total("area", where=used), rows.seismic == "1"),
    source="防震减灾法；口径未查证", direction=Direction.UP, taken=Taken.LAST, synonyms=("校舍抗震达标率",),
    parts=("达到抗震设防要求的校舍面积", "在用校舍面积"),
)  # fmt: skip
indicators.add(
    "buildings.fire_accepted_share", "在用校舍通过消防验收的面积占比",
    share(rows.total("area", where=used), rows.fire_accepted),
    source=COMMON, direction=Direction.UP, taken=Taken.LAST, synonyms=("校舍消防验收率",),
    parts=("通过消防验收的校舍面积",),
)  # fmt: skip
