"""Reading worked examples: cells as values, labels as numbers, and what is said when a file is wrong."""

from datetime import date
from types import MappingProxyType

import pytest

from yaodian.registers.columns import Choice, Date, Decimal, Money, Organisation, Person, Ref, SchoolYear, Text, YesNo
from yaodian.registers.examples import read_examples
from yaodian.registers.register import Register

HOUSES = Register(
    key="houses",
    title="房屋",
    one_row_is="一栋房屋",
    office="projects",
    columns=(
        Organisation("school", "学校", required=True, listed=True),
        Text("name", "名称"),
        Choice("danger_level", "等级", codes="danger_level"),
        Decimal("area", "面积", unit="平方米"),
        Money("price", "造价"),
        Date("built_on", "建成", months=True),
        SchoolYear("used_from", "启用学年"),
        YesNo("in_use", "在用"),
        Person("keeper", "管理人"),
        Ref("beside", "相邻", register="houses"),
    ),
    identity=("school",),
    owner="school",
    label=("name",),
)
HOUSES.check("B1", "危房", bad=HOUSES.rows.danger_level == "D", on="danger_level", fix="停用")
ALL = MappingProxyType({"houses": HOUSES})


def test_cells_become_values_and_labels_numbers() -> None:
    (example,) = read_examples(
        """
- name: 各种列
  on: 2026-09-16
  rows: |
    id | school | name | danger_level | area    | price | built_on | used_from | in_use | keeper | beside
    ---+--------+------+--------------+---------+-------+----------+-----------+--------+--------+-------
    甲 | 一小   | 新楼 | D级          | 1234.5  | 10.5  | 2012.9   | 2025-2026 | √      | 安     | 乙
    乙 | 一小   |      | A            |         |       |          |           | 否     |        | 丙
  breaches: [[甲, B1]]
""",
        HOUSES,
        ALL,
    )
    first, second = example.tables["houses"]

    assert first == {
        "id": 1,
        "school": 1,
        "name": "新楼",
        "danger_level": "D",
        "area": 123450,
        "price": 1050,
        "built_on": date(2012, 9, 1),
        "used_from": 2025,
        "in_use": True,
        "keeper": 1,
        "beside": 2,
    }
    assert (second["id"], second["school"], second["name"], second["beside"]) == (2, 1, None, 3)
    assert example.breaches == {("甲", "B1")}
    assert example.labels == {1: "甲", 2: "乙"}


def test_rows_without_a_label_are_known_by_number_and_may_be_repeated() -> None:
    (example,) = read_examples(
        "- {name: 几栋, on: 2026-09-16, rows: 'school | times\n\n 一小 | 3', breaches: []}", HOUSES, ALL
    )

    assert list(example.labels.values()) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ("rows: 'school\n\n一小', breaches: [[9, B1]]", "breaches names row '9'"),
        ("rows: 'school\n\n一小', breaches: [[1, B9]]", "breaches names check 'B9'"),
        ("rows: 'id\n\n甲\n\n甲', breaches: []", "two rows of houses are called '甲'"),
        ("rows: 'colour\n\n红', breaches: []", "houses has no column 'colour'"),
        ("rows: 'danger_level\n\nE', breaches: []", "房屋危险性等级 has no 'E'"),
        ("rows: 'area\n\n很大', breaches: []", "houses.area"),
        ("rows: 'school | name\n\n一小', breaches: []", "1 cells under 2 headings"),
        ("rows: '', breaches: []", "needs its header"),
        ("rows: school, breaches: [], colour: 红", "unknown item 'colour'"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(item: str, says: str) -> None:
    with pytest.raises(ValueError, match=f"houses.yaml, 错的: .*{says}"):
        read_examples(f"- {{name: 错的, on: 2026-09-16, {item}}}", HOUSES, ALL)
