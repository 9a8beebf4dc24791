"""Keeping the views of a list."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.lists import views
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404
from yaodian.web.screens.registers.words import address_of, wanted_of_address


@page(Permission.LEDGER_READ, methods="POST")
def save(request: PageRequest, register_key: str) -> HttpResponse:
    """Keep the list as it is under a name."""
    register = register_or_404(request, register_key)
    words = request.POST.get("words", "")
    here = reverse("register-list", args=[register.key])
    try:
        wanted = wanted_of_address(request, register, words)
        view = views.save_view(register=register, name=request.POST.get("name", ""), wanted=wanted, by=request.by)
    except BadInput as wrong:
        messages.error(request, str(wrong))
        return redirect(f"{here}?{words}")
    return redirect(f"{here}?{words}&list-view={view.pk}")


@page(Permission.LEDGER_READ, methods="POST")
def change(request: PageRequest, register_key: str, view_id: int) -> HttpResponse:
    """Rename, share, delete one of one's views, or open the list with it from now on."""
    register = register_or_404(request, register_key)
    view = views.view_for(request.by, view_id)
    if view is None or view.register != register.key:
        raise Http404
    try:
        match request.POST.get("act"):
            case "rename":
                views.rename_view(view=view, name=request.POST.get("name", ""), by=request.by)
            case "share" | "unshare" as act:
                views.share_view(view=view, role=request.by.post.role if act == "share" else "", by=request.by)
            case "first" | "not-first" as act:
                views.open_first(register=register, view=view if act == "first" else None, by=request.by)
            case "delete":
                views.delete_view(view=view, by=request.by)
                messages.success(request, _("视图已删除。"))
                return redirect(f"{reverse('register-list', args=[register.key])}?list-view=0")
    except BadInput as wrong:
        messages.error(request, str(wrong))
    here = reverse("register-list", args=[register.key])
    opened = address_of(register, views.wanted_of(view, request.by), view=view.pk)
    return redirect(f"{here}?{opened}&list-view={view.pk}")
