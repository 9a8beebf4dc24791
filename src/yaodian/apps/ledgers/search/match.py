"""What people type into a search field, as a query of the index.

Words between blanks must all be found. Chinese is found anywhere in a searched column, letters and digits at the beginning
of a run of them. A word may also be found in the name of the owning unit, or in the rows that a row names (the pupil of
a drop-out spell), as far as the reader reaches those.
"""

from django.db.models import Q
from django.db.models.expressions import RawSQL

from yaodian.apps.ledgers.access import scope, units_in_reach
from yaodian.apps.ledgers.search.index import condition, searched, searched_through
from yaodian.apps.ledgers.search.query import Match
from yaodian.apps.ledgers.search.tokens import is_chinese, pairs, runs, unit_token
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.registers.register import Register

MOST_UNITS = 400  # with more units in reach the match leaves the unit to the rows' own condition


def match_of(words: str, by: Acting | System) -> Match | None:
    """The match for words over the rows within reach; None where the words say nothing.

    Only for registers that are not `searched_through` others; see `found` for all.
    """
    groups: list[tuple[str, ...]] = []
    for word in words.split():
        named = _units_named(word, by)
        groups += [(term, *named) for term in _terms(word)]
    if not groups:
        return None
    return Match((*groups, *_among(units_in_reach(by))))


def found(register: Register, words: str, by: Acting | System) -> Q:
    """The rows that words find, as a condition within the reader's scope."""
    whole = Q()
    for word in words.split():
        if not _terms(word):
            continue
        part = Q()
        if searched(register) and (match := match_of(word, by)):
            part |= Q(pk__in=RawSQL(*condition(register, match)))  # noqa: S611  # the words are a parameter
        for column in searched_through(register):
            target = register_named(column.register)
            part |= Q(**{f"{column.key}_id__in": scope(target, by).filter(found(target, word, by)).values("pk")})
        whole &= part or Q(pk__in=[])
    return whole


def _terms(word: str) -> list[str]:
    return [term for run in runs(word) for term in (pairs(run) if is_chinese(run) else [f"{run}*"])]


def _among(units: list[int] | None) -> tuple[tuple[str, ...], ...]:
    return () if units is None or not 0 < len(units) <= MOST_UNITS else (tuple(map(unit_token, units)),)


def _units_named(word: str, by: Acting | System) -> list[str]:
    """The tokens of the units within reach whose name holds the word; none for who reaches only one unit anyway."""
    reach = units_in_reach(by)
    if reach is not None and len(reach) <= 1:
        return []
    named = Unit.objects.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    if reach is not None:
        named = named.filter(pk__in=reach)
    return list(map(unit_token, named.values_list("pk", flat=True)[:MOST_UNITS]))
