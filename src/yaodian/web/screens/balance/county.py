"""The county by a scheme: why it passes or not, coefficients, schools × resources, what else is asked."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yaodian.apps.indicators.balance_table import matrix
from yaodian.apps.orgs.permissions import Permission
from yaodian.packs.balance.assurance import Assured
from yaodian.packs.balance.counted import STAGES
from yaodian.web.downloads import download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.balance.asking import Asked, asked_of
from yaodian.web.screens.balance.cells import Line, bars_of, figures_of
from yaodian.web.screens.balance.trying import form_of

PER_PAGE, FEW = 30, 8


@page(Permission.LEDGER_READ)
def county(request: PageRequest) -> HttpResponse:
    """The whole county, or those of its schools that the post sees; who sees one school only is taken to it."""
    asked = asked_of(request)
    lines = lines_of(asked)
    units = {line.verdict.school.unit for line in lines}
    if not asked.ground.whole and len(units) == 1:
        return redirect(f"{reverse('balance-school', args=[units.pop()])}?{asked.words}")
    chosen = {name: request.GET.get(name, "") for name in ("stage", "township", "failing")}
    failing = [line for line in lines if line.verdict.passes is False]
    context = {
        "asked": asked,
        "lines": lines,
        "fails": len(failing),
        "judged": any(line.verdict.passes is not None for line in lines),
        "failing": failing[:FEW],
        "further": failing[FEW:],
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "page": Paginator(narrowed(lines, chosen), PER_PAGE).get_page(request.GET.get("page")),
        "stages": [(stage, STAGES[stage]) for stage in asked.scheme.stages],
        "townships": list(dict.fromkeys(line.township for line in lines if line.township)),
        **(_of_county(asked) if asked.ground.whole and lines else {}),
        "form": form_of(request, asked),
    }
    return render(request, "balance/county.html", context)


@page(Permission.LEDGER_READ, methods="POST")
def export(request: PageRequest) -> HttpResponse:
    """Schools × resources as .xlsx."""
    asked = asked_of(request)
    return download(matrix(asked.ground, by=request.by), f"{asked.scheme.title}各校指标（{asked.period.name}）.xlsx")


def lines_of(asked: Asked) -> list[Line]:
    """Every school that counts, at each of its stages."""
    info = asked.ground.tree.info

    def township(unit: int) -> str:
        found = asked.ground.township_of(unit)
        return "" if found is None else info[found].short_name

    return [Line(one, township(one.school.unit)) for one in asked.ground.verdicts]


def narrowed(lines: Sequence[Line], chosen: dict[str, str]) -> list[Line]:
    """Those of a stage, a township, or only those that fail."""
    return [
        line
        for line in lines
        if chosen["stage"] in ("", line.verdict.school.stage)
        and chosen["township"] in ("", line.township)
        and not (chosen["failing"] and line.verdict.passes is not False)
    ]


def _of_county(asked: Asked) -> dict[str, Any]:
    """What is said only of the whole county."""
    found = asked.ground.assessment
    parts: dict[str, list[tuple[Assured, list[tuple[str, str]]]]] = {}
    for one in found.assured:
        parts.setdefault(one.asked.part, []).append((one, figures_of(one)))
    return {
        "county": found,
        "spreads": [(STAGES[one.stage], bars_of(one.stage, one.spreads, one.composite), one) for one in found.stages],
        "uneven": sum(len(one.uneven) for one in found.stages)
        + sum(one.composite is not None and one.composite.within is False for one in found.stages),
        "parts": list(parts.items()),
        "unmet": sum(one.passes is False for one in found.assured),
    }
