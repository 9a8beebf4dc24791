"""试算: what schools, coefficients and the county would be if schools had more of something. Nothing is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.indicators.balance import Ground
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.packs.balance.counted import STAGES
from yaodian.packs.balance.judging import SchoolVerdict
from yaodian.packs.balance.trying import (
    Gift,
    changed_composites,
    changed_resources,
    changed_schools,
    changed_spreads,
)
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.balance.asking import Asked, asked_of
from yaodian.web.screens.balance.cells import Cell, Line, bars_of

LINES, MOST = 3, 24
LARGEST = 1_000_000_000
NOT_WHOLE = "请写整数；减少的写负数，如-2。"


@dataclass(frozen=True)
class Entry:
    """One line of the form as it was filled in; `wrong` says what is wrong with it, `label` what it is of if that is fixed."""

    school: str = ""  # unit/stage
    what: str = ""
    amount: str = ""
    wrong: str = ""
    label: str = ""


@dataclass(frozen=True)
class Form:
    """The form: its lines, the schools and resources to choose from."""

    entries: list[Entry]
    schools: list[tuple[str, str]]
    resources: list[tuple[str, str]]
    gifts: list[Gift] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether a line is wrong."""
        return any(one.wrong for one in self.entries)


def form_of(request: PageRequest, asked: Asked) -> Form:
    """The form as the address fills it in, with empty lines to go on."""
    gifts, entries = [], []
    for entry in _typed(request):
        gift = _gift(entry)
        entries.append(Entry(entry.school, entry.what, entry.amount, NOT_WHOLE if gift is None else ""))
        gifts += [gift] if gift is not None else []
    more = max(LINES - len(entries), 1)
    schools = [(_key(one), one.school.title) for one in asked.ground.verdicts]
    resources = [(one.key, f"{one.noun}（{one.unit}）") for one in asked.scheme.resources]
    return Form([*entries, *[Entry()] * more][:MOST], schools, resources, gifts)


def form_of_school(verdicts: Sequence[SchoolVerdict]) -> Form:
    """A form of one school: a line for each resource at each of its stages."""
    several = len(verdicts) > 1
    entries = [
        Entry(
            _key(one),
            each.resource.key,
            label=f"{STAGES[one.school.stage] if several else ''}{each.resource.noun}（{each.resource.unit}）",
        )
        for one in verdicts
        for each in one.judged
    ]
    return Form(entries, [], [])


@page(Permission.LEDGER_READ)
def try_out(request: PageRequest) -> HttpResponse:
    """What would be; for HTMX the result alone."""
    asked = asked_of(request)
    form = form_of(request, asked)
    context: dict[str, Any] = {"asked": asked, "form": form}
    if form.gifts and not form.wrong:
        try:
            context |= _tried(asked.ground, form.gifts)
        except BadInput as error:
            entries = [
                Entry(one.school, one.what, one.amount, error.fields.get(str(number), ""))
                for number, one in enumerate(form.entries)
            ]
            context["form"] = Form(entries, form.schools, form.resources, form.gifts)
    template = "balance/tried.html" if request.htmx else "balance/try.html"
    return render(request, template, context)


def _tried(ground: Ground, gifts: Sequence[Gift]) -> dict[str, Any]:
    after = ground.tried(gifts)
    schools = changed_schools(ground.verdicts, after.verdicts)
    told: dict[str, Any] = {
        "schools": [
            (
                pair,
                Line(pair.now, ""),
                [(Cell(one.was, pair.was.school), Cell(one.now, pair.now.school)) for one in changed_resources(pair)],
            )
            for pair in schools
        ],
        "tried": True,
    }
    if ground.whole:
        was, now = ground.assessment, after.assessment
        singles = [
            (STAGES[pair.now.stage], *(bars_of(one.stage, [one], None)[0] for one in (pair.was, pair.now)))
            for pair in changed_spreads(was, now)
        ]
        means = [
            (STAGES[stage], *(bars_of(stage, [], one)[0] for one in (pair.was, pair.now)))
            for stage, pair in changed_composites(was, now)
        ]
        told |= {"spreads": [*singles, *means], "was": was, "now": now}
    return told


def _typed(request: PageRequest) -> Iterator[Entry]:
    """The lines with an amount."""
    words = request.GET
    lines = zip(words.getlist("school"), words.getlist("what"), words.getlist("amount"), strict=False)
    for school, what, amount in list(lines)[: 2 * MOST]:
        if amount.strip():
            yield Entry(school, what, amount.strip()[:20])


def _key(verdict: SchoolVerdict) -> str:
    return f"{verdict.school.unit}/{verdict.school.stage}"


def _gift(entry: Entry) -> Gift | None:
    unit, _slash, stage = entry.school.partition("/")
    try:
        amount = int(entry.amount.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    if abs(amount) > LARGEST:
        return None
    return Gift(int(unit) if unit.isdecimal() else 0, stage, entry.what, amount)
