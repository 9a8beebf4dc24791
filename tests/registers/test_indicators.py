"""The vocabulary of indicators: what is refused when declared, when the catalogue is made, and when examples are read."""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.language import strangers
from yaodian.algebra.measure_language import as_of, share
from yaodian.kernel.period import Cycle, Period
from yaodian.packs import catalogue, registers
from yaodian.registers.catalogue import Catalogue, build_catalogue
from yaodian.registers.indicator import Indicators, Norm, Taken
from yaodian.registers.indicator_examples import IndicatorExample, read_examples

classes = strangers("classes", counted_in="班")


def group() -> Indicators:
    return Indicators("班额", "class_size", office="basic-education")


NONSENSE: list[tuple[str, str, dict[str, object]]] = [
    ("a code of one part", "two lower-case identifiers", {"code": "classes"}),
    ("a code in capitals", "two lower-case identifiers", {"code": "Primary.classes"}),
    ("no source", "where its definition comes from", {"source": ""}),
    ("too many decimals", "0 to 6 decimals", {"digits": 7}),
    ("a norm that is neither floor nor ceiling", "floor", {"norm": Norm("=", "pupils.entry_age")}),
    ("its own title as a synonym", "other words than its title", {"synonyms": ("小学班数",)}),
    ("names for parts that it has not", "made of 0 measures", {"parts": ("小学班数",)}),
]


@pytest.mark.parametrize(("says", "given"), [row[1:] for row in NONSENSE], ids=[row[0] for row in NONSENSE])
def test_nonsense_is_refused_when_declared(says: str, given: dict[str, object]) -> None:
    plain = {"code": "primary.classes", "title": "小学班数", "measure": classes.count(), "source": "统计"}
    with pytest.raises(DeclarationError, match=says):
        group().add(**(plain | given))  # type: ignore[arg-type]


def test_an_indicator_is_declared_once_and_a_split_names_a_column() -> None:
    declared = group()
    declared.add("primary.classes", "小学班数", classes.count(), source="统计")
    with pytest.raises(DeclarationError, match="declared twice"):
        declared.add("primary.classes", "小学的班", classes.count(), source="统计")
    with pytest.raises(DeclarationError, match="by which column"):
        declared.split("stage", as_of().year)


@pytest.mark.parametrize(
    ("taken", "today", "day"),
    [
        (Taken.FIRST, date(2026, 9, 16), date(2026, 9, 1)),
        (Taken.LAST, date(2026, 9, 16), date(2026, 9, 16)),
        (Taken.LAST, date(2028, 1, 1), date(2027, 8, 31)),
        (Taken.LAST, date(2026, 5, 1), date(2026, 9, 1)),  # a period that has not begun
    ],
)
def test_the_day_of_a_figure(taken: Taken, today: date, day: date) -> None:
    declared = group()
    declared.add("primary.classes", "小学班数", classes.count(), source="统计", taken=taken)
    moment = declared.added["primary.classes"].moment(Period(Cycle.SCHOOL_YEAR, 2026), today)
    assert (moment.on, moment.first, moment.last) == (day, date(2026, 9, 1), date(2027, 8, 31))


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Catalogue]:
    """The catalogue of a package with one module of this text."""

    def build(text: str) -> Catalogue:
        folder = tmp_path / "county_packs" / "own"
        folder.mkdir(parents=True)
        for path in (folder.parent / "__init__.py", folder / "__init__.py"):
            path.write_text("")
        (folder / "numbers.py").write_text(HEAD + text, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        for name in [name for name in sys.modules if name.startswith("county_packs")]:
            monkeypatch.delitem(sys.modules, name)
        return build_catalogue(["county_packs"], registers())

    return build


HEAD = """
from yaodian.algebra.language import strangers
from yaodian.registers.indicator import Indicators
classes = strangers("classes", counted_in="班")
indicators = Indicators("自定", "own", office="general")
"""


def test_a_countys_own_group_is_found_and_finished(built: Callable[[str], Catalogue]) -> None:
    found = built(
        'indicators.add("own.classes", "班数", classes.count(where=classes.stage == "primary"), source="本县")\n'
    )
    assert [group.module for group in found.groups] == ["county_packs.own.numbers"]
    assert found.indicators["own.classes"].registers == {"classes"}
    assert found.explain(found.indicators["own.classes"].measure) == "《班级》中学段是“小学”的班数"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('indicators.add("a.b", "班", classes.count(where=classes.size > 1), source="x")', "no column 'size'"),
        ('indicators.add("a.b", "班", classes.count(where=classes.stage == "prim"), source="x")', "no code"),
        ('indicators.add("a.b", "班", classes.count(where=classes.stage > 3), source="x")', "do not go together"),
        ('indicators.split("shoe_size", classes.stage)', "no breakdown 'shoe_size'"),
        ('indicators.split("stage", classes.stage)\nindicators.split("stage", classes.stage)', "twice"),
        ('indicators.split("stage", classes.opened_on)', "nothing is split up by date"),
    ],
)
def test_what_makes_no_sense_among_the_registers_is_refused(
    text: str, says: str, built: Callable[[str], Catalogue]
) -> None:
    with pytest.raises((DeclarationError, TypeError), match=says):
        built(text)


BY_STAGE = """
classes_of = {stage: classes.count(where=classes.stage == stage) for stage in ("primary", "junior")}
indicators.add("a.all", "班数", classes.count(), source="x")
indicators.add("a.share", "小学班占比", share(classes.count(), classes.stage == "primary"), source="x", parts=("小学班数",))
"""


def test_parts_are_called_by_indicators_or_by_those_that_are_made_of_them(built: Callable[[str], Catalogue]) -> None:
    more = """
indicators.add("a.ratio", "小学班与班之比", ratio(classes_of["primary"], classes.count()), source="x")
indicators.add("a.less", "其余班数", difference(classes.count(), classes_of["junior"]), source="x")
"""
    found = built(f"from yaodian.algebra.measure_language import difference, ratio, share\n{BY_STAGE}{more}")
    assert [found.names[part] for part in found.indicators["a.ratio"].measure.parts] == ["小学班数", "班数"]
    assert [found.names[part] for part in found.indicators["a.less"].measure.parts] == ["班数", "其余班数（减）"]


def test_a_part_has_one_name(built: Callable[[str], Catalogue]) -> None:
    more = """
indicators.add("a.ratio", "之比", ratio(classes_of["primary"], classes.count()), source="x", parts=("小学的班",))
"""
    with pytest.raises(DeclarationError, match="小学的班 is called 小学班数"):
        built(f"from yaodian.algebra.measure_language import ratio, share\n{BY_STAGE}{more}")


WORLD = """
- name: 一个班
  period: 2025-2026
  units: {东镇: [一小]}
  tables:
    classes: |
      id | school | stage | opened_on
      甲 | 一小   | 小学  | 2025-09-01
  figures:
    primary.classes: {县: 1, 一小: }
"""


def read(text: str) -> IndicatorExample:
    (example,) = read_examples(text, catalogue(), "class_sizes")
    return example


def test_an_example_is_a_small_world() -> None:
    example = read(WORLD)
    county, township, school = (example.labels[label] for label in ("县", "东镇", "一小"))
    assert example.units.parents == {county: None, township: county, school: township}
    assert example.units.levels == {county: "county", township: "township", school: "school"}
    assert example.figures == {"primary.classes": {"县": Decimal(1), "一小": None}}
    assert example.tables["classes"][0]["school"] == school
    assert example.moment(catalogue().indicators["primary.classes"]).on == date(2025, 9, 1)


def test_what_no_township_names_is_a_school_beneath_the_county() -> None:
    example = read(WORLD.replace("{东镇: [一小]}", "{}"))
    assert example.units.parents[example.labels["一小"]] == example.labels["县"]


@pytest.mark.parametrize(
    ("changed", "to", "says"),
    [
        ("primary.classes", "primary.rooms", "no indicator 'primary.rooms'"),
        ("县: 1", "三小: 1", "no unit '三小'"),
        ("小学  |", "大学  |", "没有|has no"),
        ("2025-2026", "2025-2027", "not a period"),
        ("figures", "figured", "unknown item 'figured'"),
        ("县: 1", "县: 一", "一个班"),
    ],
)
def test_what_cannot_be_read_is_said(changed: str, to: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read(WORLD.replace(changed, to))


def test_an_example_has_the_cycle_of_its_indicators() -> None:
    example = read(WORLD.replace("2025-2026", "2025"))
    with pytest.raises(ValueError, match="the example's period is not"):
        example.moment(catalogue().indicators["primary.classes"])


def test_figures_are_split_up_by_what_all_their_registers_have() -> None:
    found = catalogue()
    kinds = {
        code: {each.key for each in found.split_by(found.indicators[code])}
        for code in ("primary.pupils", "primary.class_size", "primary.gross_enrolment_rate")
    }
    assert {"stage", "sex", "grade", "migrant", "urban_rural"} <= kinds["primary.pupils"]
    assert "sex" not in kinds["primary.class_size"]
    assert "stage" in kinds["primary.class_size"]
    assert kinds["primary.gross_enrolment_rate"] == {"sex"}


def test_a_measure_of_the_countys_own_can_be_finished() -> None:
    done = catalogue().finished(share(classes.count(), classes.stage == "primary"))
    assert catalogue().explain(done) == "《班级》的班数中，学段是“小学”的所占的百分比"
