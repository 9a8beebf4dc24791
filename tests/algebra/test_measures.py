"""Measures refuse nonsense when built, know their unit, say their definition in Chinese, and are rounded half up."""

import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.engines import measure_examples
from tests.engines.measure_vocabulary import MeasureExample
from tests.engines.vocabulary import rows
from yaodian.algebra import types
from yaodian.algebra.composed import Average, Combined, Share
from yaodian.algebra.errors import DeclarationError, TypeMismatch, UnitMismatch
from yaodian.algebra.figures import shown
from yaodian.algebra.language import Rows
from yaodian.algebra.measure_explain import explain_measure
from yaodian.algebra.measure_language import (
    as_of,
    average,
    difference,
    dimension,
    dispersion,
    per_head,
    period_start,
    ratio,
    share,
    sum_of,
)
from yaodian.algebra.measures import Count, Measure, Quantity
from yaodian.algebra.moment import Moment
from yaodian.algebra.nodes import Node
from yaodian.algebra.resolve import validate
from yaodian.algebra.serial import measure_from_json
from yaodian.algebra.units import Units
from yaodian.kernel.period import Period

pupils, classes, aid = rows(), rows("classes"), rows("aid")
PUPILS = pupils.count(unit="人")
SPELL = {"entered": "began_on", "left": "left_on"}

NONSENSE: list[tuple[str, type[DeclarationError], str, Callable[[], object]]] = [
    ("人 added to 元", UnitMismatch, "人 and 元 are different", lambda: sum_of(PUPILS, aid.total("amount"))),
    ("人 of 元", UnitMismatch, r"write per_head", lambda: ratio(PUPILS, aid.total("amount"))),
    (
        "a figure per school added to one per pupil",
        UnitMismatch,
        "元/所 and 元/人",
        lambda: sum_of(aid.mean("amount", per="所"), aid.mean("amount", per="人")),
    ),
    ("a rate added to an amount", UnitMismatch, "different kinds", lambda: sum_of(_rate(), PUPILS)),
    ("a rate of a rate", DeclarationError, "of counts and totals, not of %", lambda: ratio(_rate(), _rate())),
    ("a rate per head", DeclarationError, "of counts and totals", lambda: per_head(_rate(), PUPILS)),
    ("the dispersion of a rate", DeclarationError, "of counts and totals", lambda: dispersion(_rate(), PUPILS)),
    ("per nothing", DeclarationError, "per what", lambda: per_head(aid.total("amount"), pupils.count())),
    ("a mean per nothing", DeclarationError, "the mean per what", lambda: pupils.mean("fee")),
    ("per 7", DeclarationError, "not per 7", lambda: per_head(aid.total("amount"), PUPILS, scale=7)),
    ("a ratio times 7", DeclarationError, "not by 7", lambda: ratio(PUPILS, PUPILS, scale=7)),
    ("the total of texts", TypeMismatch, "the total of text", lambda: pupils.total("name")),
    ("the total of school years", TypeMismatch, "the total of year", lambda: pupils.total("entry_year")),
    ("the mean of days", TypeMismatch, "total of date", lambda: pupils.mean("born", per="人")),
    ("the latest of texts", TypeMismatch, "the latest of text", lambda: pupils.latest("name", at="born")),
    ("the latest by a code", TypeMismatch, "has no order", lambda: pupils.latest("fee", at="sex")),
    ("a `where` that is no condition", TypeMismatch, "where needs yesno", lambda: pupils.count(where=pupils.fee)),
    (
        "a `where` over another register",
        DeclarationError,
        "names columns of aid",
        lambda: pupils.count(where=aid.amount > 1),
    ),
    ("a share by another register", DeclarationError, "names columns of aid", lambda: share(PUPILS, aid.amount > 1)),
    ("a share by a number", TypeMismatch, "where needs yesno", lambda: share(PUPILS, pupils.fee)),
    ("a share of a rate", DeclarationError, "of a count or a total", lambda: Share(_rate(), _one())),
    ("rows of no register", DeclarationError, "which register", lambda: Count("")),
    ("measures multiplied", DeclarationError, "combined by", lambda: Combined("×", PUPILS, PUPILS)),
    ("the average of none", DeclarationError, "which measures", lambda: Average(())),
    ("the average of 人 and 元", UnitMismatch, "different", lambda: average(PUPILS, aid.total("amount"))),
    ("dispersion of no level", DeclarationError, "say their level", lambda: dispersion(PUPILS, PUPILS, level="")),
    ("a flow of no kind", DeclarationError, "there are retention", lambda: pupils.flow("rise", **SPELL)),
    ("a flow between texts", TypeMismatch, "needs date", lambda: pupils.flow("retention", entered="name", left="born")),
    ("who finished?", DeclarationError, "`done` says", lambda: pupils.flow("completion", **SPELL)),
    (
        "drop-out with movement",
        DeclarationError,
        "leave out joined",
        lambda: _flow("drop-out", done=pupils.boarding, joined=pupils.boarding),
    ),
    ("split up by a day", TypeMismatch, "nothing is split up by date", lambda: dimension("born", pupils.born)),
    ("split up by nothing", DeclarationError, "by which column", lambda: dimension("on", as_of().year)),
    ("split up by unlike things", TypeMismatch, "one kind", lambda: dimension("x", pupils.sex, classes["size"])),
    ("no measure in JSON", DeclarationError, "no measure 'Sum'", lambda: measure_from_json({"measure": "Sum"})),
    ("an expression for a measure", DeclarationError, "is no measure", lambda: measure_from_json({"node": "Today"})),
    (
        "a check with a period",
        DeclarationError,
        "no period",
        lambda: validate(
            {("pupils", "C"): (pupils.born < period_start()).node}, types={"pupils": {"born": types.DATE}}
        ),
    ),
]


def test_the_part_of_a_share_is_the_count_that_is_declared_by_itself() -> None:
    of, large, first = classes.count(where=classes.size > 1), classes.size > 55, classes.size > 1
    assert share(of, large).parts[0] == classes.count(where=first & large)


def _rate() -> Measure:
    return share(PUPILS, pupils.boarding)


def _one() -> Node:
    return (pupils.fee > 1).node


def _flow(kind: str, **given: object) -> Measure:
    return pupils.flow(kind, **SPELL, **given)


@pytest.mark.parametrize(("error", "says", "write"), [row[1:] for row in NONSENSE], ids=[row[0] for row in NONSENSE])
def test_nonsense_is_refused_when_built(error: type[DeclarationError], says: str, write: Callable[[], object]) -> None:
    with pytest.raises(error) as refused:
        write()
    assert says in str(refused.value)


UNITS: list[tuple[Measure, Quantity]] = [
    (PUPILS, Quantity("人")),
    (aid.total("amount"), Quantity("元")),
    (pupils.distinct("school", unit="所"), Quantity("所", additive=False)),
    (_rate(), Quantity("%", amount=False, additive=False)),
    (ratio(PUPILS, PUPILS, scale=1), Quantity("", amount=False, additive=False)),
    (per_head(aid.total("amount"), PUPILS), Quantity("元", "人", amount=False, additive=False)),
    (per_head(classes.count(unit="间"), PUPILS, scale=100), Quantity("间", "百人", amount=False, additive=False)),
    (classes.mean("size", per="班"), Quantity("人", "班", amount=False, additive=False)),
    (difference(PUPILS, PUPILS), Quantity("人")),
    (difference(_rate(), _rate()), Quantity("百分点", amount=False, additive=False)),
    (sum_of(pupils.count(), PUPILS), Quantity("人")),
    (dispersion(aid.total("amount"), PUPILS), Quantity("", amount=False, additive=False)),
    (Rows("pupils", {}, counted_in="人").count(), Quantity("人")),
]


@pytest.mark.parametrize(
    ("measure", "unit"), UNITS, ids=lambda value: str(value) if isinstance(value, Quantity) else ""
)
def test_a_measure_knows_its_unit_and_whether_it_adds_up(measure: Measure, unit: Quantity) -> None:
    assert measure.type == unit


TITLES = {
    ("pupils", ""): "学生", ("pupils", "boarding"): "寄宿", ("pupils", "school"): "学校", ("pupils", "sex"): "性别",
    ("pupils", "siblings"): "兄弟姐妹数", ("pupils", "began_on"): "入学日期", ("pupils", "left_on"): "离校日期",
    ("pupils", "entry_year"): "入学年份",
    ("classes", ""): "班级", ("classes", "size"): "人数", ("classes", "room"): "教室面积",
    ("aid", ""): "资助", ("aid", "amount"): "金额", ("aid", "paid_on"): "发放日期", ("", "school"): "学校",
}  # fmt: skip
SENTENCES: list[tuple[str, Measure]] = [
    ("《学生》的人数", PUPILS),
    ("《学生》中寄宿，且兄弟姐妹数大于1人的行数", pupils.count(where=pupils.boarding & (pupils.siblings > 1))),
    ("《学生》中（寄宿，或未填性别）的行数", pupils.count(where=pupils.boarding | pupils.sex.is_unknown())),
    ("《资助》的金额之和", aid.total("amount")),
    ("《资助》的（金额乘以2）之和", aid.total(aid.amount * 2)),
    (
        "《资助》中发放日期不晚于统计日的每一单位最近一次（按发放日期）的金额之和",
        aid.latest("amount", at="paid_on"),
    ),
    (
        "《学生》中入学年份的9月1日不晚于统计日的每一单位、性别最近一次（按入学年份）的兄弟姐妹数之和",
        pupils.latest("siblings", at="entry_year", each=("sex",)),
    ),
    ("《学生》中不同的学校数（去重）", pupils.distinct("school")),
    ("《学生》中不同的性别数（在每一学校内去重）", pupils.distinct("sex", within="school")),
    ("《班级》中人数不小于56人的行数占《班级》的行数的百分比", ratio(classes.count(where=classes["size"] >= 56), classes.count())),
    ("《学生》的人数与《班级》的行数之比", ratio(PUPILS, classes.count(), scale=1)),
    ("《班级》的教室面积之和除以《学生》的人数乘以100（平方米/百人）", per_head(classes.total("room"), PUPILS, scale=100)),
    ("《学生》的人数中，寄宿的所占的百分比", _rate()),
    ("《班级》的人数的平均数（每班）", classes.mean("size", per="班")),
    (
        "（《学生》的人数中，寄宿的所占的百分比）减（《学生》的人数中，性别是“1”的所占的百分比）",
        difference(_rate(), share(PUPILS, pupils.sex == "1")),
    ),
    ("（《学生》的人数）、（《学生》的行数）的平均数", average(PUPILS, pupils.count())),
    (
        "各学校的（《班级》的教室面积之和）除以（《学生》的人数）的差异系数：以后者加权的标准差除以加权平均数",
        dispersion(classes.total("room"), PUPILS),
    ),
    (
        "各学校的（《班级》的教室面积之和）、（《资助》的金额之和）分别除以（《学生》的人数）的差异系数：以后者加权的标准差除以加权平均数"
        "；取各项的平均数",
        average(dispersion(classes.total("room"), PUPILS), dispersion(aid.total("amount"), PUPILS)),
    ),
    (
        "《学生》（入学年份等于（统计期首日的年份减5））中，统计期首日后至统计期末日离开且寄宿的人数"
        "占（统计期首日在的人数，加其间进入且未填性别的，减其间离开且已填性别的）的百分比，不超过100%",
        _flow(
            "completion", done=pupils.boarding, joined=pupils.sex.is_unknown(), parted=pupils.sex.is_known(), capped=True,
            cohort=pupils.entry_year == period_start().year - 5,
        ),
    ),
    ("《学生》中，统计日仍在的人数占统计期首日在的人数的百分比", _flow("retention", until=as_of())),
    (
        "《学生》中，统计日仍在或统计期首日后至统计日离开且寄宿的人数占统计期首日在的人数的百分比",
        _flow("retention", until=as_of(), done=pupils.boarding),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "measure"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_a_measure_says_its_definition(sentence: str, measure: Measure) -> None:
    assert explain_measure(measure, TITLES) == sentence


@pytest.mark.parametrize("example", measure_examples.EXAMPLES, ids=lambda example: example.says)
def test_every_example_can_be_explained(example: MeasureExample) -> None:
    assert explain_measure(example.built, {})


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(4999, 1000000), 2, "0.00"),
        (Fraction(200, 3), 2, "66.67"),
        (Fraction(10**40 + 1, 10), 1, f"{10**39}.1"),
        (Fraction(7), 2, "7.00"),
        (None, 2, "None"),
    ],
)
def test_figures_are_rounded_half_up_once(value: Fraction | None, digits: int, text: str) -> None:
    assert str(shown(value, digits)) == text
    assert value is None or isinstance(shown(value, digits), Decimal)


def test_a_moment_is_of_a_period_and_a_day() -> None:
    year = Period.read("2025-2026")
    assert Moment.of(year) == Moment(date(2026, 8, 31), date(2025, 9, 1), date(2026, 8, 31))
    assert Moment.of(year, date(2025, 12, 1)).on == date(2025, 12, 1)
    with pytest.raises(ValueError, match="before it begins"):
        Moment(date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 1))


def test_a_tree_is_no_circle() -> None:
    with pytest.raises(ValueError, match="beneath itself"):
        Units({1: 2, 2: 1}).paths  # noqa: B018


def test_a_dimension_is_of_some_registers() -> None:
    with pytest.raises(DeclarationError, match="aid cannot be split up by sex"):
        dimension("sex", pupils.sex).of("aid")


def test_a_measure_goes_to_another_process_without_its_hash() -> None:
    """Hashes of texts are different there, and terms keep theirs."""
    measure = dispersion(aid.total("amount"), PUPILS)
    assert len({measure, dispersion(aid.total("amount"), PUPILS)}) == 1
    assert pickle.loads(pickle.dumps(measure)) == measure  # noqa: S301  # our own
    assert set(measure.__getstate__()) == {"amount", "heads", "level", "type"}
