"""The true figures of rooms, sports areas, equipment and books today, by stage and by school and stage."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yaodian.registers.code_lists import code_list

Row = dict[str, Any]
TEACHING = frozenset(code_list("room_kind").under("教学及辅助用房"))
INSTRUCTIONAL = frozenset(code_list("equipment_kind").under("教学仪器设备"))
COMPUTERS = frozenset(code_list("equipment_kind").under("计算机"))
HELD = frozenset(code_list("book_kind").under("馆藏图书"))
Amount = Callable[[Row], int]


def premises_figures(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Square metres (times 100), 分, rooms, pieces and copies of what is in use today; books are those not withdrawn."""
    teaching = [row for row in rows["rooms"] if row["in_use"] and row["room_kind"] in TEACHING]
    sports = [row for row in rows["sports_areas"] if "closed_on" not in row]
    equipment = [row for row in rows["equipment"] if "retired_on" not in row]
    books = [row for row in rows["books"] if row["book_kind"] in HELD]
    return {
        "teaching_area": _by_stage(teaching, lambda row: row["area"]),
        "multimedia_rooms": _by_stage(teaching, lambda row: int(row["multimedia"])),
        "sports_area": _by_stage(sports, lambda row: row["area"]),
        "instructional_value": _by_stage(
            [row for row in equipment if row["equipment_kind"] in INSTRUCTIONAL], lambda row: row["value"]
        ),
        "computers": _by_stage(
            [row for row in equipment if row["equipment_kind"] in COMPUTERS], lambda row: row["quantity"]
        ),
        "books": _by_stage(books, lambda row: row["copies"] if row["movement"] == "1" else -row["copies"]),
    }


def _by_stage(rows: Sequence[Row], amount: Amount) -> dict[str, Any]:
    """An amount added up, in all and by school."""
    county: Counter[str] = Counter()
    schools: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        county[row["stage"]] += amount(row)
        schools[row["school"]][row["stage"]] += amount(row)
    return {
        "by_stage": dict(sorted(county.items())),
        "by_school": {code: dict(sorted(found.items())) for code, found in sorted(schools.items())},
    }
