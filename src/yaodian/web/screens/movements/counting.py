"""Head counts (在校人数) on any day."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.audit.clock import today
from yaodian.apps.movements.selectors.counting import by_school, of_school
from yaodian.apps.movements.selectors.transfers import schools_for
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.movements.fetching import require_read, school_of
from yaodian.web.screens.movements.forms import DayForm


@page(Permission.LEDGER_READ)
def head_count(request: PageRequest) -> HttpResponse:
    """How many children were where on a day: by school, or by grade and class of one school."""
    require_read(request)
    asked = {"on": request.GET.get("on") or today().isoformat(), "school": request.GET.get("school", "")}
    form = DayForm(asked)
    day = form.cleaned_data["on"] if form.is_valid() else today()
    school = school_of(request)
    lines = of_school(request.by, day, school) if school else by_school(request.by, day)
    context: dict[str, Any] = {
        "form": form,
        "on": day,
        "school": school,
        "lines": lines,
        "total": sum(line.count for line in lines),
        "several": schools_for(request.by).count() > 1,
    }
    return render(request, "movements/count.html", context, status=422 if form.errors else 200)
