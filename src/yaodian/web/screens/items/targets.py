"""A target's baseline, own deadline, path, tolerance and owner, set by who edits the plan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.item_page import item_page, target_of
from yaodian.apps.plans.selectors.target_page import computed_base, owners_for
from yaodian.apps.plans.services.target_adjusting import adjust_target
from yaodian.kernel.errors import BadInput, NotAllowed, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.items.fetching import item_at, put_errors
from yaodian.web.screens.items.forms import TargetForm


@page(Permission.PLAN_EDIT, methods="GET POST")
def adjust(request: PageRequest, item_id: int, target_id: int) -> HttpResponse:
    """Set what a target starts from and by when it is to be reached; once issued with the reason."""
    item = item_at(request, item_id)
    if (target := target_of(item, target_id)) is None:
        raise Http404("没有这个目标，或已被删去。")
    target.item = item
    issued = item.plan.breakdown == "issued"
    form = TargetForm(request.POST or None, target=target, issued=issued, owners=owners_for(item))
    if request.method == "POST" and form.is_valid() and _saved(request, form, target):
        messages.success(request, _("Recorded."))
        return redirect("item", item_id)
    told = item_page(request.by, item)
    line = next(line for line in told.targets if line.row.target.pk == target_id)
    context = {"form": form, "item": item, "plan": item.plan, "told": told, "row": told.row, "line": line}
    context |= {"base": computed_base(target, request.by)}
    return render(request, "items/target.html", context | {"issued": issued}, status=422 if form.errors else 200)


def _saved(request: PageRequest, form: TargetForm, target: Any) -> bool:
    typed = form.cleaned_data
    try:
        adjust_target(
            target=target,
            changes=form.changes(),
            basis=typed.get("basis", ""),
            version=typed["version"],
            by=request.by,
        )
    except NotAllowed:
        raise
    except YaodianError as error:
        put_errors(form, error if isinstance(error, BadInput) else BadInput({"": str(error)}))
        return False
    return True
