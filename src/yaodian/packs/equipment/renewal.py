"""装备更新: what was bought in a period, beside what was there, for equipment and books."""

from yaodian.algebra.measure_language import as_of, difference, period_start, ratio
from yaodian.kernel.period import Cycle
from yaodian.packs.equipment.books import register as books
from yaodian.packs.equipment.equipment import register as equipment
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Taken

PLANS = "县（区）教育局要点里的任务指标；按购置日期在当年的计"
MONITORED = "义务教育均衡发展监测的通行口径（本学年新增与学年初之比），未查证"
LIBRARY = "中小学图书馆（室）规程（教基〔2018〕5号）的馆藏图书；新增率口径未查证"

things, moved = equipment.rows, books.rows
instructional = things.equipment_kind.is_in(*code_list("equipment_kind").under("教学仪器设备"))
computers = things.equipment_kind.is_in(*code_list("equipment_kind").under("计算机"))
there_before = (things.bought_on < period_start()) & (
    things.retired_on.is_unknown() | (things.retired_on >= period_start())
)
bought = things.bought_on.between(period_start(), as_of())
there = (things.bought_on <= as_of()) & (things.retired_on.is_unknown() | (things.retired_on > as_of()))
collected = moved.book_kind.is_in(*code_list("book_kind").under("馆藏图书"))

indicators = Indicators("装备更新", "renewal", office="ict", order=64)
indicators.split("stage", things.stage)
indicators.split("equipment_kind", things.equipment_kind)
indicators.split("stage", moved.stage)

indicators.add(
    "equipment.value", "教学仪器设备总值", things.total("value", where=there & instructional),
    source=MONITORED, digits=0, direction=Direction.UP, synonyms=("教学仪器设备值",),
)  # fmt: skip
indicators.add(
    "equipment.value_growth_rate", "教学仪器设备值新增率",
    ratio(
        things.total("value", where=bought & instructional), things.total("value", where=there_before & instructional)
    ),
    source=MONITORED, direction=Direction.UP, taken=Taken.LAST, synonyms=("新增教学仪器设备值所占比例",),
    note="本学年购置的原值占学年初在用原值的比例；报废的不从新增里减", parts=("", "学年初教学仪器设备值"),
)  # fmt: skip
indicators.add(
    "equipment.computers_added_count", "新增计算机台数", things.total("quantity", where=bought & computers),
    source=PLANS, digits=0, direction=Direction.UP, cycle=Cycle.YEAR, taken=Taken.LAST,
    synonyms=("新增微机数", "新增计算机数", "配备计算机台数", "新增电脑台数", "新增微机台数", "购置计算机台数"),
)  # fmt: skip
indicators.add(
    "equipment.value_added_amount", "新增教学仪器设备值", things.total("value", where=bought & instructional),
    source=PLANS, direction=Direction.UP, cycle=Cycle.YEAR, taken=Taken.LAST,
)  # fmt: skip
_added = moved.total(
    "copies", where=collected & (moved.movement == "1") & moved.moved_on.between(period_start(), as_of())
)
_before = difference(
    *(
        moved.total("copies", where=collected & (moved.movement == how) & (moved.moved_on < period_start()))
        for how in "12"
    )
)
indicators.add(
    "equipment.books", "馆藏图书册数",
    difference(
        *(
            moved.total("copies", where=collected & (moved.movement == how) & (moved.moved_on <= as_of()))
            for how in "12"
        )
    ),
    source=LIBRARY, digits=0, direction=Direction.UP, synonyms=("图书总册数",), note="入藏减剔旧；电子图书、音像资料不计",
    parts=("入藏图书册数", "剔旧图书册数"),
)  # fmt: skip
indicators.add(
    "equipment.books_growth_rate", "图书新增率", ratio(_added, _before),
    source=LIBRARY, direction=Direction.UP, taken=Taken.LAST, synonyms=("图书更新率",),
    note="本学年入藏册数占学年初馆藏的比例；剔旧的不从新增里减", parts=("新增图书册数", "学年初馆藏图书册数"),
)  # fmt: skip
