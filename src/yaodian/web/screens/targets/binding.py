"""What one target is judged by: chosen among what is proposed or searched in the catalogue, or reported with evidence."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.item_page import promised, target_of
from yaodian.apps.plans.selectors.target_page import choices_for, why_fixed
from yaodian.apps.plans.services.target_binding import Wanted, bind_target
from yaodian.kernel.errors import BadInput, NotAllowed, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.items.fetching import item_at


@page(Permission.PLAN_EDIT, methods="GET POST")
def bind(request: PageRequest, item_id: int, target_id: int) -> HttpResponse:
    """Choose the indicator, its unit, part and period; or say that the figure is reported."""
    item = item_at(request, item_id)
    if (target := target_of(item, target_id)) is None:
        raise Http404("没有这个目标，或已被删去。")
    target.item = item
    errors: dict[str, str] = {}
    if request.method == "POST":
        if not (errors := _saved(request, target)):
            return redirect(_back(item))
        target.refresh_from_db()
        target.item = item
    typed = request.POST if request.method == "POST" else request.GET
    words, code = typed.get("q", ""), typed.get("code", "")
    context = {
        "item": item,
        "plan": item.plan,
        "target": target,
        "goal": promised(target),
        "told": choices_for(target, words=words, code=code),
        "words": words,
        "errors": errors,
        "fixed": why_fixed(item),
        "typed": _as_typed(request, target),
        "back": _back(item),
    }
    return render(request, "targets/binding.html", context, status=422 if errors else 200)


def _saved(request: PageRequest, target: Any) -> dict[str, str]:
    """Save what was sent; what was wrong, by field."""
    posted = request.POST
    split, _colon, value = posted.get("split", "").partition(":")
    unit = posted.get("unit", "")
    wanted = Wanted(
        code=posted.get("code", "") if posted.get("act") == "bind" else "",
        unit=int(unit) if unit.isdecimal() else None,
        split=split,
        value=value,
        period=posted.get("period", ""),
        reported=posted.get("act") == "report",
        note=posted.get("note", ""),
    )
    if posted.get("act") == "bind" and not wanted.code:
        return {"code": "还没有选指标。请先选一个。"}
    version = posted.get("version", "")
    try:
        held = bind_target(
            target=target, wanted=wanted, version=int(version) if version.isdecimal() else None, by=request.by
        )
    except NotAllowed:
        raise
    except BadInput as error:
        return dict(error.fields) or {"": str(error)}
    except YaodianError as error:
        return {"": str(error)}
    told = {"bound": _("已绑定，实际数从现在起由台账计算。"), "reported": _("已记为附凭据上报。")}
    messages.success(request, told.get(held.binding, _("已取消绑定，实际数由科室上报。")))
    return {}


def _as_typed(request: PageRequest, target: Any) -> dict[str, str]:
    """What the fields hold: as sent, else as the target is."""
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in ("unit", "split", "period", "note")}
    split = f"{target.bound_split}:{target.bound_value}" if target.bound_split else ""
    unit = str(target.bound_unit_id or target.item.plan.unit_id)
    return {"unit": unit, "split": split, "period": target.bound_period, "note": target.binding_note}


def _back(item: Any) -> str:
    if item.plan.state == "review":
        return f"{reverse('plan-review', args=[item.plan_id])}?item={item.pk}"
    return reverse("item", args=[item.pk])
