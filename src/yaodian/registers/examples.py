"""Worked examples of a register: small tables beside its declaration that say which rows its checks find.

`packs/<field>/<register>.yaml` is a list. Cells are written as in a sheet; units, people, files and rows of other registers
are named by short labels (一小, 甲), rows by their cell under `id` or else by their number:

    - name: 在用的D级危房
      on: 2026-09-16
      rows: |
        id | school | danger_level | in_use
        甲 | 一小   | D            | 是
        乙 | 一小   | D            | 否
      others: {schools: "…"}
      breaches: [[甲, B01]]
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from yaodian.algebra.reference import evaluate_row
from yaodian.algebra.world import ParameterSteps, World, no_parameters
from yaodian.registers import columns as c
from yaodian.registers.ids import normal
from yaodian.registers.register import Register
from yaodian.registers.sheets.cells import read_yes_no
from yaodian.registers.sheets.dates import read_date, read_school_year
from yaodian.registers.sheets.numbers import read_decimal, read_integer, read_money
from yaodian.registers.sheets.unreadable import Unreadable

Registers = Mapping[str, Register]
UNIT = "<unit>"


@dataclass(frozen=True)
class Example:
    """An example: its name, the rows of all registers as values, the label of each row of the register it is about, and
    the (label, check code) pairs that are wrong on its day."""

    name: str
    on: date
    tables: Mapping[str, list[dict[str, Any]]]
    labels: Mapping[int, str]
    breaches: frozenset[tuple[str, str]]

    def world(self, parameters: ParameterSteps = no_parameters) -> World:
        """What its checks are evaluated against."""
        return World(self.tables, self.on, parameters)


def examples_of(
    register: Register, registers: Registers, packages: Iterable[str] = ("yaodian.packs",)
) -> list[Example]:
    """A register's examples, from the file beside its module; empty where there is none."""
    for package in packages:
        path = files(package).joinpath(register.field, f"{register.key}.yaml")
        if path.is_file():
            return read_examples(path.read_text(encoding="utf-8"), register, registers)
    return []


def read_examples(text: str, register: Register, registers: Registers) -> list[Example]:
    """The examples written in a file; ValueError says in which example, row and column something cannot be read."""
    found = []
    for raw in yaml.safe_load(text) or []:
        said = {"on" if key is True else key: value for key, value in raw.items()}  # YAML 1.1 reads the word on as true
        try:
            found.append(_example(said, register, registers))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{register.key}.yaml, {said.get('name', '?')}: {error}") from error
    return found


def _example(said: Mapping[str, Any], register: Register, registers: Registers) -> Example:
    if unknown := said.keys() - {"name", "on", "rows", "others", "breaches", "indicators"}:
        raise ValueError(f"unknown item {sorted(unknown)[0]!r}")
    labels = Labels()
    tables = read_tables({register.key: said["rows"], **said.get("others", {})}, registers, labels, said["on"])
    named = {row["id"]: labels.label(register.key, row["id"]) for row in tables[register.key]}
    breaches = frozenset((str(label), code) for label, code in said["breaches"])
    if wrong := {label for label, _code in breaches} - set(named.values()):
        raise ValueError(f"breaches names row {sorted(wrong)[0]!r}, which is not there")
    if strange := {code for _label, code in breaches} - register.checks.keys():
        raise ValueError(f"breaches names check {sorted(strange)[0]!r}, which is not there")
    return Example(said["name"], said["on"], tables, named, breaches)


def read_tables(
    written: Mapping[str, str], registers: Registers, labels: "Labels", on: date
) -> dict[str, list[dict[str, Any]]]:
    """The rows of all registers as values, from tables by register; `on` is the day on which derived columns are computed."""
    tables: dict[str, list[dict[str, Any]]] = {key: [] for key in registers}
    for key, text in written.items():
        for number, row in enumerate(table(text), 1):
            label = row.pop("id", "") or str(number)
            row_id = labels.row(key, label)
            if any(other["id"] == row_id for other in tables[key]):
                raise ValueError(f"two rows of {key} are called {label!r}")
            tables[key].append({"id": row_id, **labels.values(registers[key], row)})
    _derive(tables, registers, on)
    return tables


def table(text: str) -> Iterator[dict[str, str]]:
    """The rows of a table written with | between cells; a line of dashes is left out, `times` says how many alike.

    >>> list(table('id | name\\n---+-----\\n甲 | 一楼\\n乙 |'))
    [{'id': '甲', 'name': '一楼'}, {'id': '乙', 'name': ''}]
    """
    lines = [line for line in text.splitlines() if line.strip() and line.strip(" -+|")]
    if not lines:
        raise ValueError("a table needs its header line")
    header = [cell.strip() for cell in lines[0].split("|")]
    for line in lines[1:]:
        row = [cell.strip() for cell in line.split("|")]
        if len(row) != len(header):
            raise ValueError(f"{len(row)} cells under {len(header)} headings: {line.strip()}")
        said = dict(zip(header, row, strict=True))
        yield from (dict(said) for _ in range(int(said.pop("times", 1))))


class Labels:
    """Numbers for the labels of units, people, files and rows; cells as values."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}

    def row(self, register: str, label: str) -> int:
        """The id of a register's row, there or not."""
        held = self._numbers.setdefault(register, {})
        return held.setdefault(label, len(held) + 1)

    def units(self) -> Mapping[str, int]:
        """The ids of all units named so far, by label."""
        return self._numbers.setdefault(UNIT, {})

    def unit(self, label: str) -> int:
        """The id of a unit."""
        return self.row(UNIT, label)

    def label(self, register: str, row_id: int) -> str:
        """What a register's row is called."""
        return next(label for label, number in self._numbers[register].items() if number == row_id)

    def values(self, register: Register, row: Mapping[str, str]) -> dict[str, Any]:
        """A row's cells as its columns store them; ValueError names the column that has no such value."""
        found = {}
        for key, cell in row.items():
            if key not in register.by_key:
                raise ValueError(f"{register.key} has no column {key!r}")
            try:
                found[key] = _value(register.by_key[key], cell, self) if cell else None
            except Unreadable as wrong:
                raise ValueError(f"{register.key}.{key}: {wrong.says}") from wrong
        return found


def _code(column: c.Choice, cell: str) -> str:
    code = column.code_list.read(cell)
    if code is None:
        raise ValueError(f"{column.key}: {column.code_list.title} has no {cell!r}")
    return code


def _value(column: c.Column, cell: str, labels: Labels) -> Any:
    read = READERS.get(type(column))
    return read(column, cell, labels) if read else cell  # text, phones and places stay as they are


READERS: Mapping[type[c.Column], Callable[[Any, str, Labels], Any]] = {
    c.Choice: lambda column, cell, _labels: _code(column, cell),
    c.Organisation: lambda _column, cell, labels: labels.unit(cell),
    c.Person: lambda _column, cell, labels: labels.row("<person>", cell),
    c.File: lambda _column, cell, labels: labels.row("<file>", cell),
    c.Ref: lambda column, cell, labels: labels.row(column.register, cell),
    c.IdNumber: lambda column, cell, _labels: normal(column.kind, cell),
    c.Integer: lambda column, cell, _labels: read_integer(cell, unit=column.unit),
    c.Decimal: lambda column, cell, _labels: read_decimal(cell, digits=column.digits, unit=column.unit),
    c.Money: lambda _column, cell, _labels: read_money(cell),
    c.Date: lambda column, cell, _labels: read_date(cell, months=column.months),
    c.SchoolYear: lambda _column, cell, _labels: read_school_year(cell),
    c.YesNo: lambda _column, cell, _labels: read_yes_no(cell),
}


def _derive(tables: Mapping[str, list[dict[str, Any]]], registers: Registers, on: date) -> None:
    """Compute the derived columns."""
    world = World(tables, on)
    for key, rows in tables.items():
        for column, node in registers[key].derivations.items():
            for row in rows:
                row[column] = evaluate_row(node, row, world)
