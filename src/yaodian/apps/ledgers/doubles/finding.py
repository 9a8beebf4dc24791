"""Finding likely doubles within reach: the same name and birth date, or the same ID number under another number."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, QuerySet

from yaodian.apps.ledgers.access import Action, scope
from yaodian.apps.ledgers.models import Double
from yaodian.apps.orgs.acting import Acting, System
from yaodian.registers import columns as c
from yaodian.registers.ids import IdKind
from yaodian.registers.register import Register

MOST = 200  # pairs that are listed; merging some brings the next
AT_ONCE = 500
BORN = "born_on"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows by number, the earlier entered first, and what they have in common."""

    one: int
    other: int
    why: str


def rules_of(register: Register) -> dict[tuple[str, ...], str]:
    """The columns that doubles have in common, with the words for it; empty where rows are not people."""
    name = next((key for key in register.label if getattr(register.by_key[key], "name", False)), "")
    if not name or BORN not in register.by_key:
        return {}
    own = next(
        (each for each in register.columns if isinstance(each, c.IdNumber) and each.kind is IdKind.RESIDENT), None
    )
    rules: dict[tuple[str, ...], str] = (
        {} if own is None else {(own.key,): f"{own.title}相同"}
    )  # the first: not a parent's
    rules[name, BORN] = f"{register.title_of(name)}和{register.title_of(BORN)}相同"
    return rules


def likely_doubles(register: Register, by: Acting | System) -> list[Pair]:
    """The first pairs that nobody has decided about, of rows that the post may write; the surest first."""
    rows = scope(register, by, Action.FILL).order_by()
    decided = set(Double.objects.filter(register=register.key, state=Double.State.APART).values_list("one", "other"))
    found: dict[tuple[int, int], Pair] = {}
    for columns, why in rules_of(register).items():
        known = {f"{name}__isnull": False for name in columns}
        shared = rows.filter(**known).values_list(*columns).annotate(many=Count("pk")).filter(many__gt=1)
        for group in _groups(rows, columns, list(shared.values_list(*columns)[:MOST])):
            for one, other in combinations(group, 2):
                if (one, other) not in decided:
                    found.setdefault((one, other), Pair(one, other, why))
    return list(found.values())[:MOST]


def merges_of(register: Register, by: Acting | System) -> QuerySet[Double]:
    """The merges of a register, undone ones too, of rows that the post may write; the newest first."""
    mine = scope(register, by, Action.FILL).values("pk")
    return Double.objects.filter(register=register.key, one__in=mine).exclude(state=Double.State.APART)


def _groups(rows: Any, columns: tuple[str, ...], shared: list[tuple[Any, ...]]) -> list[list[int]]:
    """The numbers of the rows that have each of these values."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    wanted = dict.fromkeys(shared)
    for at in range(0, len(shared), AT_ONCE):
        first = {values[0] for values in shared[at : at + AT_ONCE]}
        for number, *values in rows.filter(**{f"{columns[0]}__in": first}).values_list("pk", *columns).order_by("pk"):
            if tuple(values) in wanted:
                groups[tuple(values)].append(number)
    return list(groups.values())
