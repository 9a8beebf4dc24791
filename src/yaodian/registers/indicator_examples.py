"""Worked examples of indicators: small worlds beside a module that declares some, and the figures that they give.

`packs/<field>/<module>.yaml` is a list of worlds; cells and labels are written as in the examples of registers:

    - name: 两所小学
      period: 2025-2026
      units: {东镇: [一小, 二小]}
      tables:
        classes: |
          id | school | stage
          甲 | 一小   | 小学
      figures:
        primary.classes: {县: 1, 一小: 1, 二小: 0}
        primary.class_size: {县: }

`units` names the townships with their schools; whatever else the cells name as a unit is a school beneath the county 县, as
townships are. A figure that is left empty is unknown. `period` is of the indicators' cycle; `on` is the day on which the
figures are asked for (of a period that runs), else it is over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml

from yaodian.algebra.moment import Moment
from yaodian.algebra.units import Units
from yaodian.algebra.world import ParameterSteps, World, no_parameters
from yaodian.kernel.period import Period
from yaodian.registers.catalogue import Catalogue
from yaodian.registers.examples import Labels, read_tables
from yaodian.registers.indicator import Indicator, Indicators

COUNTY = "县"
Figures = Mapping[str, Decimal | None]  # by unit's label


@dataclass(frozen=True)
class IndicatorExample:
    """One world: the rows of all registers, the tree, the period, and by indicator the figures of some units.
    `written` is what the file says, for the manual."""

    name: str
    period: Period
    today: date
    units: Units
    labels: Mapping[str, int]
    tables: Mapping[str, list[dict[str, Any]]]
    figures: Mapping[str, Figures]
    written: Mapping[str, Any]

    def moment(self, indicator: Indicator) -> Moment:
        """When a figure is taken; ValueError for an indicator of another cycle."""
        if indicator.cycle is not self.period.span:
            raise ValueError(
                f"{self.name}: {indicator.code} is taken by {indicator.cycle}, the example's period is not"
            )
        return indicator.moment(self.period, self.today)

    def world(self, moment: Moment, parameters: ParameterSteps = no_parameters) -> World:
        """What figures are computed from."""
        return World(self.tables, moment.on, parameters, moment)


def examples_of(catalogue: Catalogue) -> Iterator[IndicatorExample]:
    """The examples of all groups, in the catalogue's order."""
    for group in catalogue.groups:
        yield from group_examples(group, catalogue)


def group_examples(group: Indicators, catalogue: Catalogue) -> list[IndicatorExample]:
    """A group's examples, from the file beside its module; none where there is no file."""
    package, _dot, module = group.module.rpartition(".")
    path = files(package).joinpath(f"{module}.yaml")
    return read_examples(path.read_text(encoding="utf-8"), catalogue, module) if path.is_file() else []


def read_examples(text: str, catalogue: Catalogue, name: str = "") -> list[IndicatorExample]:
    """The examples written in a file; ValueError says in which one what cannot be read."""
    found = []
    for raw in yaml.safe_load(text) or []:
        said = {"on" if key is True else key: value for key, value in raw.items()}  # YAML 1.1 reads the word on as true
        try:
            found.append(_example(said, catalogue))
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise ValueError(f"{name}.yaml, {said.get('name', '?')}: {error}") from error
    return found


def _example(said: Mapping[str, Any], catalogue: Catalogue) -> IndicatorExample:
    if unknown := said.keys() - {"name", "period", "on", "units", "tables", "figures"}:
        raise ValueError(f"unknown item {sorted(unknown)[0]!r}")
    period = Period.read(str(said["period"]))
    today = said.get("on", period.last)
    labels, townships = Labels(), said.get("units", {})
    for label in (COUNTY, *(unit for township, schools in townships.items() for unit in (township, *schools))):
        labels.unit(label)
    tables = read_tables(said["tables"], catalogue.registers, labels, today)
    figures = {code: _figures(row, labels) for code, row in said["figures"].items()}
    if strange := figures.keys() - catalogue.indicators.keys():
        raise ValueError(f"no indicator {sorted(strange)[0]!r}")
    units = _tree(townships, labels.units())
    return IndicatorExample(said["name"], period, today, units, labels.units(), tables, figures, said)


def _figures(row: Mapping[str, Any], labels: Labels) -> Figures:
    if strange := row.keys() - labels.units().keys():
        raise ValueError(f"no unit {sorted(strange)[0]!r}")
    return {unit: None if figure is None else Decimal(str(figure)) for unit, figure in row.items()}


def _tree(townships: Mapping[str, list[str]], ids: Mapping[str, int]) -> Units:
    above = {school: township for township, schools in townships.items() for school in schools}
    parents = {number: None if label == COUNTY else ids[above.get(label, COUNTY)] for label, number in ids.items()}
    levels = {COUNTY: "county", **dict.fromkeys(townships, "township")}
    return Units(parents, {number: levels.get(label, "school") for label, number in ids.items()})
