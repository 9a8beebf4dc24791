"""One school at each of its stages: its resources, what is asked, how far it is from that."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.balance.asking import asked_of
from yaodian.web.screens.balance.county import lines_of
from yaodian.web.screens.balance.trying import form_of_school


@page(Permission.LEDGER_READ)
def school(request: PageRequest, unit_id: int) -> HttpResponse:
    """404 for what is no school, or not for this post."""
    asked = asked_of(request)
    facts = asked.ground.tree.info.get(unit_id)
    lines = [line for line in lines_of(asked) if line.verdict.school.unit == unit_id]
    if facts is None or not lines:
        raise Http404("没有这所学校，或它没有小学、初中，或您不能看。")
    context = {
        "asked": asked,
        "name": facts.name,
        "unit": unit_id,
        "alone": len({one.unit for one in asked.ground.schools}) == 1,
        "lines": lines,
        "besides": asked.ground.besides(unit_id),
        "form": form_of_school([line.verdict for line in lines]),
    }
    return render(request, "balance/school.html", context)
