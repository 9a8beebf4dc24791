"""The national pupil register's export of the next month (2026-10): the same children with known differences."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from yaodian.cli.synthetic.county import County
from yaodian.cli.synthetic.names import Names

Row = dict[str, Any]
EXPORT = (  # heading of the export, our column
    ("全国学籍号", "pupil_number"),
    ("姓名", "full_name"),
    ("性别", "sex"),
    ("出生日期", "born_on"),
    ("身份证件类型", "id_kind"),
    ("身份证件号", "id_number"),
    ("民族", "ethnic_group"),
    ("政治面貌", "political_status"),
    ("学校名称", "school"),
    ("年级", "grade"),
    ("班级", "class_room"),
    ("入学年月", "entered_on"),
    ("入学方式", "entered_how"),
    ("学籍状态", "status"),
    ("户口性质", "household_kind"),
    ("户口所在地", "household_place"),
    ("是否由政府购买学位", "purchased_place"),
    ("家庭成员一姓名", "family1_name"),
    ("家庭成员一关系", "family1_relation"),
)
FOR_ONE = 1_500  # pupils for one difference of each kind, at least four
CHANGES = ("full_name", "ethnic_group", "household_kind", "household_place", "family1_name")


@dataclass
class Export:
    """The export's rows by our column keys (class as our id), and what a reconciliation must find."""

    rows: list[Row]
    expected: dict[str, Any] = field(default_factory=dict)


def next_month(county: County) -> Export:
    """The children on the roll (在读、休学、辍学) a month later: some new, some gone, some moved, some cells changed.

    Left over from the planted rows: whoever is planted is left as it is, so that a difference is never an error too.
    """
    rng = Random(county.seed * 1000 + 10)  # noqa: S311  # invented people, no secrets
    planted = {entry["id"] for entry in county.planted if entry["register"] == "pupils"}
    keys = [key for _heading, key in EXPORT]
    roll = [row for row in county.rows["pupils"] if row["status"] in {"10", "20", "30"}]
    free = [row for row in roll if row["id"] not in planted and row["status"] == "10"]
    count = max(4, len(roll) // FOR_ONE)
    drawn = rng.sample(free, 3 * count + len(CHANGES) * count)
    gone, moved, changed = drawn[:count], drawn[count : 3 * count], drawn[3 * count :]
    copies = {row["id"]: {key: row.get(key) for key in keys} for row in roll}
    for row in gone:
        del copies[row["id"]]
    expected: dict[str, Any] = {
        "rows_before": len(roll),
        "gone": sorted(row["pupil_number"] for row in gone),
        "moved": [_move(copies[row["id"]], row, county, rng) for row in moved],
        "changed": [_change(copies[row["id"]], CHANGES[nth % len(CHANGES)], rng) for nth, row in enumerate(changed)],
    }
    expected["moved"] = [entry for entry in expected["moved"] if entry]
    made = [_newcomer(nth, rng.choice(free), keys, rng) for nth in range(count)]
    expected["new"] = sorted(row["pupil_number"] for row in made)
    rows = sorted([*copies.values(), *made], key=lambda row: row["pupil_number"])
    expected["rows"] = len(rows)
    expected["unchanged"] = len(copies) - len(expected["moved"]) - len(expected["changed"])
    return Export(rows, expected)


def _move(copy: Row, row: Row, county: County, rng: Random) -> Row | None:
    """To a class of the same grade in another school of the county."""
    others = [
        one
        for one in rng.sample(county.rows["classes"], min(400, len(county.rows["classes"])))
        if one["grade"] == row["grade"] and one["school"] != row["school"] and "closed_on" not in one
    ]
    if not others:
        return None
    to = others[0]
    before = next((one["name"] for one in county.rows["classes"] if one["id"] == row.get("class_room")), "")
    entry = {
        "pupil_number": row["pupil_number"],
        "school": [row["school"], to["school"]],
        "class": [before, to["name"]],
    }
    copy |= {"school": to["school"], "class_room": to["id"]}
    return entry


def _change(copy: Row, column: str, rng: Random) -> Row:
    """One cell differs: a name corrected, another household …"""
    old = copy[column]
    match column:
        case "full_name" | "family1_name":
            new = old[:-1] + rng.choice([char for char in "林凡钧岚恬" if char != old[-1]])
        case "ethnic_group":
            new = "11" if old == "01" else "01"
        case "household_kind":
            new = "3"
        case _:
            new = f"{old}（新址）"
    copy[column] = new
    return {"pupil_number": copy["pupil_number"], "column": column, "ours": old, "theirs": new}


def _newcomer(nth: int, like: Row, keys: list[str], rng: Random) -> Row:
    """A child who came in October into the class of another, two days younger in the number's sequence."""
    born: date = like["born_on"]
    number = Names.unused_id(born, like["sex"], nth)
    name = rng.choice("文龚赖贺") + rng.choice("子雨思嘉") + rng.choice("宁安远乐")
    row = {key: like.get(key) for key in keys}
    return row | {
        "pupil_number": f"G{number}",
        "id_number": number,
        "full_name": name,
        "family1_name": name[0] + "建平",
        "entered_on": date(2026, 10, 8),
        "entered_how": "22",
        "status": "10",
    }
