"""专用教室: rooms that were taken into use in the calendar year, as plans promise them; the ways in which rooms and sports
areas are split up."""

from yaodian.algebra.measure_language import as_of, period_start
from yaodian.algebra.value import Value
from yaodian.kernel.period import Cycle
from yaodian.packs.estates.rooms import register as rooms
from yaodian.packs.estates.sports_areas import register as sports_areas
from yaodian.registers.indicator import Direction, Indicators, Taken

PLANS = "县（区）教育局要点里的任务指标；按启用日期在当年的计"

rows = rooms.rows

indicators = Indicators("专用教室建设", "rooms", office="projects", order=63)
indicators.split("stage", rows.stage)
indicators.split("room_kind", rows.room_kind)
indicators.split("stage", sports_areas.rows.stage)


def _added(code: str, title: str, which: Value, *synonyms: str) -> None:
    indicators.add(
        code, title, rows.count(where=rows.since.between(period_start(), as_of()) & which),
        source=PLANS, digits=0, direction=Direction.UP, cycle=Cycle.YEAR, taken=Taken.LAST, synonyms=synonyms,
    )  # fmt: skip


_added(
    "equipment.multimedia_rooms_added_count", "新增多媒体教室数", rows.multimedia,
    "新建多媒体教室数", "建成多媒体教室数", "增加多媒体教室数",
)  # fmt: skip
_added(
    "equipment.labs_built_count",
    "新改建实验室数",
    rows.room_kind == "21",
    "新建实验室数",
    "改建实验室数",
    "建设实验室数",
)
_added("rooms.special_added_count", "新增专用教室数", rows.room_kind.slice(0, 1) == "2", "新建专用教室数")
