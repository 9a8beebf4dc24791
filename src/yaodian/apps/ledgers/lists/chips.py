"""The filters of a list in words, each to be taken away by itself."""

from dataclasses import dataclass

from yaodian.apps.ledgers.lists.filters import Filter
from yaodian.apps.ledgers.lists.shown import Names, names_for, text_of
from yaodian.apps.ledgers.lists.wanted import Wanted, without
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.orgs.acting import Acting, System
from yaodian.registers.columns import Column, Organisation, Ref
from yaodian.registers.register import Register


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: the column's key and title, what it asks for, and the list without it."""

    key: str
    title: str
    text: str
    rest: Wanted


def chips(register: Register, wanted: Wanted, by: Acting | System) -> list[Chip]:
    """The filters of a list, in the order of the columns."""
    columns = [register.by_key[key] for key in wanted.filters]
    named = [column for column in columns if isinstance(column, Organisation | Ref)]
    rows = [{stored_name(column): None for column in named}]
    for column in named:
        rows += [{**rows[0], stored_name(column): value} for value in wanted.filters[column.key].values]
    names = names_for(named, rows, by) if named else Names()
    return [
        Chip(column.key, column.title, says(column, wanted.filters[column.key], names), without(wanted, column.key))
        for column in columns
    ]


def says(column: Column, wanted: Filter, names: Names) -> str:
    """What a filter asks for: 男、女; 2015-01-01 起; 一小及下属."""
    parts = [text_of(column, value, names) + ("及下属" if wanted.below else "") for value in wanted.values]
    low, high = (None if bound is None else text_of(column, bound, names) for bound in (wanted.low, wanted.high))
    if low is not None and high is not None:
        parts.append(f"{low} 至 {high}")
    elif low is not None:
        parts.append(f"{low} 起")
    elif high is not None:
        parts.append(f"至 {high}")
    if wanted.unknown:
        parts.append("未填")
    return "、".join(parts)
