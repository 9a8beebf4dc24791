"""The conditions of a list as chips: what each is called, and which words of the address it takes away when it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yaodian.apps.plans.selectors.overview import Share
from yaodian.apps.plans.selectors.task_list import BAD, TaskList, Wanted
from yaodian.web.templatetags.yaodian import day_of, light_word


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition; `word` is its word in the address."""

    word: str
    says: str


def chips_of(wanted: Wanted, found: TaskList) -> list[Chip]:
    """The conditions that hold, in the order of the form."""
    told = [
        ("light", _("滞后和逾期") if wanted.light == BAD else light_word(wanted.light) if wanted.light else ""),
        ("section", _named(wanted.section, found.sections)),
        ("lead", _named(wanted.lead, found.offices)),
        ("leader", _named(wanted.leader, found.leaders)),
        ("since", _day(wanted.since, _("%(day)s起到期"))),
        ("until", _day(wanted.until, _("%(day)s前到期"))),
        ("mine", _("与我有关") if wanted.mine else ""),
        ("q", f"“{wanted.words}”" if wanted.words else ""),
    ]
    return [Chip(word, says) for word, says in told if says]


def _named(number: int | None, shares: Iterable[Share]) -> str:
    if number is None:
        return ""
    return next((share.label for share in shares if share.key == str(number)), _("已不在这份要点中"))


def _day(day: date | None, says: str) -> str:
    return says % {"day": day_of(day)} if day else ""
