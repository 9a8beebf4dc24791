"""The catalogue of indicators 指标目录: all groups of the packs, finished against the registers that are there."""

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import yaml

from yaodian.algebra.composed import Combined
from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.explain import Words
from yaodian.algebra.measure_explain import sentence
from yaodian.algebra.measures import Measure
from yaodian.algebra.nodes import Node
from yaodian.algebra.resolve import Codes, Types, resolve, resolve_measure, unknown_codes
from yaodian.algebra.units import Dimension, Owners
from yaodian.registers.columns import Choice
from yaodian.registers.indicator import Indicator, Indicators
from yaodian.registers.register import Register
from yaodian.rules import Parameters

Registers = Mapping[str, Register]
LEVELS = {"county": "县", "township": "乡镇", "school": "学校"}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A way to split figures up: its key and title; `codes` is the list of its values, "" for yes and no."""

    key: str
    title: str
    codes: str = ""


@cache
def breakdowns() -> Mapping[str, Breakdown]:
    """All breakdowns by key."""
    rows = yaml.safe_load(Path(__file__).with_name("breakdowns.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({key: Breakdown(key, row["title"], row.get("codes", "")) for key, row in rows.items()})


@dataclass(frozen=True)
class Catalogue:
    """Indicators by code in the order of their groups, the dimensions by breakdown, which unit a row belongs to, and what the
    measures are called that are indicators or that others are made of."""

    registers: Registers
    groups: tuple[Indicators, ...] = field(repr=False)
    indicators: Mapping[str, Indicator]
    dimensions: Mapping[str, Dimension]
    owners: Owners = field(repr=False)
    names: Mapping[Measure, str] = field(repr=False)

    @cached_property
    def words(self) -> Words:
        """The Chinese titles of all that definitions name."""
        names = {(key, column.key): column.title for key, held in self.registers.items() for column in held.columns}
        names |= {(key, ""): held.title for key, held in self.registers.items()}
        names |= {("", level): title for level, title in LEVELS.items()}
        codes = {
            (column.codes, code.code): code.name
            for column in _choices(self.registers)
            for code in column.code_list.codes
        }
        groups = {
            (column.codes, frozenset(members)): name
            for column in _choices(self.registers)
            for name, members in column.code_list.groups
        }
        return Words(names, codes, {key: parameter.label for key, parameter in Parameters().all().items()}, groups)

    def explain(self, measure: Measure) -> str:
        """The definition (口径) of a measure in Chinese."""
        return sentence(measure, self.words)

    def finished(self, measure: Measure) -> Measure:
        """A measure with the types of all columns; DeclarationError where it names what is not there or mixes types."""
        return resolve_measure(measure, types_of(self.registers), codes_of(self.registers))

    def split_by(self, indicator: Indicator) -> list[Breakdown]:
        """By what an indicator's figures can be split up: what all its registers have."""
        return [
            breakdowns()[key]
            for key, dimension in self.dimensions.items()
            if indicator.registers <= {register for register, _node in dimension.by}
        ]


def build_catalogue(packages: Iterable[str], registers: Registers) -> Catalogue:
    """The catalogue of the groups in all modules of the packages' fields; DeclarationError names all that is wrong."""
    groups = sorted(
        (group for package in packages for group in _groups(package)), key=lambda group: (group.order, group.key)
    )
    types, codes = types_of(registers), codes_of(registers)
    found: dict[str, Indicator] = {}
    wrong: list[str] = []
    for indicator in (one for group in groups for one in group.added.values()):
        if indicator.code in found:
            wrong.append(f"{indicator.code} is declared twice")
        try:
            found[indicator.code] = replace(indicator, measure=resolve_measure(indicator.measure, types, codes))
        except DeclarationError as error:
            wrong.append(f"{indicator.code}: {error}")
    if wrong:
        raise DeclarationError("\n".join(wrong))
    owners = {key: resolve(held.rows[held.owner].node, types, key) for key, held in registers.items()}
    return Catalogue(
        registers,
        tuple(groups),
        MappingProxyType(found),
        MappingProxyType(_dimensions(groups, types, codes)),
        owners,
        named(found.values()),
    )


def named(indicators: Iterable[Indicator]) -> Mapping[Measure, str]:
    """What measures are called: indicators by their titles, what they are made of as they say; DeclarationError where two call
    one differently. What a sum or difference is made of is told by its own name, where it has no other."""
    found: dict[Measure, str] = {}
    held = list(indicators)
    for one in held:
        for part, name in zip(one.measure.parts, one.parts, strict=False):
            if name and found.setdefault(part, name) != name:
                raise DeclarationError(f"{one.code}: what it calls {name} is called {found[part]} elsewhere")
    found |= {one.measure: one.title for one in reversed(held)}  # of two with the same measure the first
    for whole, name in list(found.items()):
        if isinstance(whole, Combined):
            signs = ("加", "减") if whole.operator == "−" else ("其一", "其二")
            for part, sign in zip(whole.parts, signs, strict=True):
                found.setdefault(part, f"{name}（{sign}）")
    return MappingProxyType(found)


def types_of(registers: Registers) -> Types:
    """The types of all columns."""
    return {key: register.types for key, register in registers.items()}


def codes_of(registers: Registers) -> Codes:
    """The codes of all lists that columns name."""
    return {column.codes: frozenset(code.code for code in column.code_list.codes) for column in _choices(registers)}


def _choices(registers: Registers) -> Iterator[Choice]:
    return (column for held in registers.values() for column in held.columns if isinstance(column, Choice))


def _groups(package: str) -> Iterator[Indicators]:
    home = import_module(package)
    for pack in pkgutil.iter_modules(home.__path__):
        if pack.ispkg:
            folder = import_module(f"{package}.{pack.name}")
            for module in pkgutil.iter_modules(folder.__path__):
                name = f"{folder.__name__}.{module.name}"
                declared = getattr(import_module(name), "indicators", None)
                if isinstance(declared, Indicators):
                    declared.module = name
                    yield declared


def _dimensions(groups: Iterable[Indicators], types: Types, codes: Codes) -> dict[str, Dimension]:
    """Each breakdown with the expression of each register that has one, in the order of breakdowns.yaml."""
    ways: dict[str, dict[str, Node]] = {key: {} for key in breakdowns()}
    for key, register, node in (split for group in groups for split in group.splits):
        if key not in ways:
            raise DeclarationError(f"no breakdown {key!r}; see registers/breakdowns.yaml")
        if register in ways[key]:
            raise DeclarationError(f"rows of {register} are split up by {key} twice")
        ways[key][register] = resolve(node, types, register)
        for says in unknown_codes(ways[key][register], codes):
            raise DeclarationError(f"{register}, {key}: {says}")
    return {key: Dimension(key, tuple(by.items())) for key, by in ways.items() if by}
