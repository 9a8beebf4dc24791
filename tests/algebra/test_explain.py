"""What an expression says of itself in Chinese."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests.engines import other_examples, row_examples
from tests.engines.vocabulary import Example, rows
from yaodian.algebra.explain import Words, explain, said
from yaodian.algebra.language import Rows, Value, first_known, if_else, largest, parameter, smallest, today
from yaodian.algebra.types import Code

TITLES = {
    ("pupils", ""): "学生",
    ("pupils", "name"): "姓名",
    ("pupils", "id_number"): "身份证号",
    ("pupils", "sex"): "性别",
    ("pupils", "born"): "出生日期",
    ("pupils", "began_on"): "入学日期",
    ("pupils", "left_on"): "离校日期",
    ("pupils", "entry_year"): "入学年份",
    ("pupils", "boarding"): "寄宿",
    ("pupils", "fee"): "伙食费",
    ("pupils", "height"): "身高",
    ("pupils", "siblings"): "兄弟姐妹数",
    ("pupils", "school"): "学校",
    ("pupils", "class_"): "班级",
    ("classes", "grade"): "年级",
    ("aid", ""): "资助",
    ("aid", "pupil"): "学生",
    ("aid", "amount"): "金额",
    ("aid", "paid_on"): "发放日期",
}
CODES = {("sex", "1"): "男", ("sex", "2"): "女", ("grade", "11"): "一年级"}
PARAMETERS = {"class.large": "大班额起点"}

SENTENCES: list[tuple[str, Callable[[Rows], Value]]] = [
    ("离校日期早于入学日期", lambda rows: rows.left_on < rows.began_on),
    ("入学日期不早于2021年9月1日", lambda rows: rows.began_on >= date(2021, 9, 1)),
    ("伙食费大于99.5元", lambda rows: rows.fee > Decimal("99.50")),
    ("兄弟姐妹数等于0人", lambda rows: rows.siblings == 0),
    ("（兄弟姐妹数减3）小于-1人", lambda rows: rows.siblings - 3 < -1),
    ("性别是“男”", lambda rows: rows.sex == "1"),
    ("性别不是“女”", lambda rows: rows.sex != "2"),
    ("性别是“男”、“女”之一", lambda rows: rows.sex.is_in("1", "2")),
    ("班级的年级是“一年级”", lambda rows: rows.class_.grade == "11"),
    ("未填离校日期，且并非寄宿", lambda rows: rows.left_on.is_unknown() & ~rows.boarding),
    (
        "（寄宿，或已填姓名），且身高不大于150.5厘米",
        lambda rows: (rows.boarding | rows.name.is_known()) & (rows.height <= Decimal("150.5")),
    ),
    ("出生日期至今天的周年数大于18年", lambda rows: rows.born.years_to(today()) > 18),
    ("入学日期至今天的整月数小于入学日期的月份", lambda rows: rows.began_on.months_to(today()) < rows.began_on.month),
    ("入学日期至入学年份的8月31日的天数", lambda rows: rows.began_on.days_to(rows.entry_year.on(8, 31))),
    ("离校日期、今天中最早的", lambda rows: smallest(rows.left_on, today())),
    ("伙食费、50中最大的", lambda rows: largest(rows.fee, 50)),
    ("离校日期，未填时取今天", lambda rows: first_known(rows.left_on, today())),
    ("寄宿时取伙食费，否则取0", lambda rows: if_else(rows.boarding, rows.fee, 0)),
    ("（伙食费加1）乘以2", lambda rows: (rows.fee + 1) * 2),
    ("性别对应的值", lambda rows: rows.sex.mapped({"1": 60})),
    ("姓名的字数小于2字", lambda rows: rows.name.length() < 2),
    ("身份证号以“36”开头", lambda rows: rows.id_number.starts_with("36")),
    ("身份证号的第1至6位", lambda rows: rows.id_number.slice(0, 6)),
    ("身份证号的第17位", lambda rows: rows.id_number.slice(16, 1)),
    ("身份证号中的出生日期不等于出生日期", lambda rows: rows.id_number.birthday() != rows.born),
    ("身份证号中的性别不等于性别", lambda rows: rows.id_number.sex() != rows.sex),
    ("兄弟姐妹数大于“大班额起点”规定的数", lambda rows: rows.siblings > parameter("class.large", unit="人")),
    ("入学日期时“大班额起点”规定的数", lambda rows: parameter("class.large", on=rows.began_on)),
    ("《学生》中同一身份证号的行数大于1", lambda rows: rows.same("id_number").count() > 1),
    (
        "《学生》中同一身份证号且（该行不等于本行）的不同的学校数",
        lambda rows: rows.same("id_number", where=lambda them: them.id != rows.id).distinct("school"),
    ),
    (
        "《资助》中其学生等于本行且（其发放日期晚于入学日期）的金额之和大于100元",
        lambda rows: (
            rows.others("aid", on={"pupil": rows.id}, where=lambda them: them.paid_on > rows.began_on).total("amount")
            > 100
        ),
    ),
    (
        "《资助》中其学生等于本行的最大的发放日期",
        lambda rows: rows.others("aid", on={"pupil": rows.id}).largest("paid_on"),
    ),
]


@pytest.mark.parametrize(("sentence", "write"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_an_expression_says_its_definition(sentence: str, write: Callable[[Rows], Value]) -> None:
    assert explain(write(rows()).node, TITLES, CODES, PARAMETERS) == sentence


GRADES = [f"{nth:02d}" for nth in range(11, 18)]
GROUPS = {("grade", frozenset(GRADES[:6])): "小学", ("grade", frozenset(GRADES[:2])): "低年级"}
LISTS = [
    ("年级属于“小学”", GRADES[:6]),
    ("年级是“一年级”、“12”之一", GRADES[:2]),  # few codes are named, though they are a group
    ("年级是“一年级”、“12”、“13”、“14”、“15”之一", GRADES[:5]),
    ("年级是“一年级”、“12”、“13”、“14”、“15”、“16”等7种之一", GRADES),
]


@pytest.mark.parametrize(("sentence", "codes"), LISTS, ids=[row[0] for row in LISTS])
def test_a_long_list_of_codes_is_named_by_its_group(sentence: str, codes: list[str]) -> None:
    grade = Rows("classes", {"grade": Code("grade")}).grade
    assert said(grade.is_in(*codes).node, Words(TITLES, CODES, groups=GROUPS)) == sentence


@pytest.mark.parametrize(
    "example", [*row_examples.EXAMPLES, *other_examples.EXAMPLES], ids=lambda example: example.says
)
def test_every_example_can_be_explained(example: Example) -> None:
    assert explain(example.node, {})
