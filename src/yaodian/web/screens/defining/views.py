"""The list of own indicators, one with its versions, the form with its preview."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.indicators.defining import define, redefine, retire
from yaodian.apps.indicators.definitions import Definition, Part, definition_from
from yaodian.apps.indicators.pages.own import Own, own_named, owns, previewed
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, YaodianError
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.defining.fields import Fields
from yaodian.web.screens.defining.reading import definition_of

EMPTY = Definition(title="", kind="count", part=Part(""))
SAVE = "save"


@page(Permission.SIGNED_IN)
def listing(request: PageRequest) -> HttpResponse:
    """All of them, retired ones last."""
    may_define = request.by.may(Permission.INDICATOR_DEFINE)
    return render(request, "defining/list.html", {"owns": owns(request.by), "may_define": may_define})


@page(Permission.SIGNED_IN)
def one(request: PageRequest, own_id: int) -> HttpResponse:
    """What it counts, and all versions."""
    own = _own(own_id)
    may_define = request.by.may(Permission.INDICATOR_DEFINE) and own.held.retired_at is None
    return render(request, "defining/one.html", {"own": own, "may_define": may_define})


@page(Permission.INDICATOR_DEFINE, methods="GET POST")
def new(request: PageRequest) -> HttpResponse:
    """The form of a new one; without scripts its buttons draw it anew."""
    if request.method != "POST":
        return _form(request, EMPTY)
    definition = definition_of(request.POST)
    if request.POST.get("act") != SAVE:
        return _form(request, definition, tried=True)
    try:
        made = define(definition=definition, by=request.by)
    except YaodianError as error:
        return _form(request, definition, error=error)
    messages.success(request, _("已保存。指标目录里从现在起有它。"))
    return redirect("own-indicator", made.pk)


@page(Permission.INDICATOR_DEFINE, methods="GET POST")
def change(request: PageRequest, own_id: int) -> HttpResponse:
    """The form of a new version."""
    own = _own(own_id)
    if request.method != "POST":
        return _form(request, definition_from(own.latest.held.form), own=own, tried=True)
    definition = definition_of(request.POST)
    if request.POST.get("act") != SAVE:
        return _form(request, definition, own=own, tried=True)
    try:
        reason = request.POST.get("reason", "")[:300]
        redefine(indicator=own.held, definition=definition, reason=reason, by=request.by)
    except YaodianError as error:
        return _form(request, definition, own=own, error=error)
    messages.success(request, _("已另存一版。以前公布的数仍按原来的口径。"))
    return redirect("own-indicator", own_id)


@page(Permission.INDICATOR_DEFINE, methods="POST")
def draft(request: PageRequest) -> HttpResponse:
    """The form drawn anew for what was just chosen, or only what is wrong with it; both with the preview."""
    definition = definition_of(request.POST)
    whole = request.htmx.target == "df-fields"
    said = request.POST.get("own", "")
    own = own_named(int(said)) if said.isdecimal() else None
    drawn = {"whole": whole, "own": own, **_drawn(request, definition, tried=True)}
    return render(request, "defining/draft.html", drawn)


@page(Permission.INDICATOR_DEFINE, methods="POST")
def stop(request: PageRequest, own_id: int) -> HttpResponse:
    """Retire it, with the reason."""
    retire(indicator=_own(own_id).held, reason=request.POST.get("reason", "")[:300], by=request.by)
    messages.success(request, _("已停用。以前公布的数仍在。"))
    return redirect("own-indicator", own_id)


def _form(
    request: PageRequest,
    definition: Definition,
    *,
    own: Own | None = None,
    tried: bool = False,
    error: YaodianError | None = None,
) -> HttpResponse:
    reason = request.POST.get("reason", "")
    context = {"own": own, "reason": reason, **_drawn(request, definition, tried=tried, error=error)}
    return render(request, "defining/form.html", context, status=422 if error else 200)


def _drawn(
    request: PageRequest, definition: Definition, *, tried: bool, error: YaodianError | None = None
) -> dict[str, Any]:
    """The fields, what is wrong, and the preview where the form has got so far."""
    drawn: dict[str, Any] = {"saving": error is not None}
    if tried and error is None:
        try:
            drawn["preview"] = previewed(definition, request.by)
        except YaodianError as found:
            error = found
    wrong = error.fields if isinstance(error, BadInput) else {}
    fields = Fields(definition, request.by, wrong)
    told = {text for _place, text in fields.slots} | {wrong.get("reason", "")}
    return {
        **drawn,
        "fields": fields,
        "definition": definition,
        "wrong": wrong,
        "lacks": [text for text in wrong.values() if text],
        "refused": str(error) if error and not told & set(wrong.values()) else "",
    }


def _own(own_id: int) -> Own:
    found = own_named(own_id)
    if found is None:
        raise Http404("没有这个指标。")
    return found
