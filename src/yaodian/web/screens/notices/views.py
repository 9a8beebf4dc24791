"""The list of messages, opening one, and marking all as read."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yaodian.apps.notices.selectors import notice_for, notices_for
from yaodian.apps.notices.services import mark_read
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page

PER_PAGE = 30


@page(Permission.SIGNED_IN)
def notices(request: PageRequest) -> HttpResponse:
    """The post's messages, newest first; `?unread=1` only those not yet read."""
    only_unread = request.GET.get("unread") == "1"
    found = notices_for(request.by.post, unread=only_unread)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": shown, "only_unread": only_unread})


@page(Permission.SIGNED_IN, methods="POST")
def read_all(request: PageRequest) -> HttpResponse:
    """Mark all as read."""
    mark_read(request.by.post)
    return redirect("notices")


@page(Permission.SIGNED_IN)
def open_notice(request: PageRequest, notice_id: int) -> HttpResponse:
    """Mark one as read and go where it points. A GET, so that the message is an ordinary link; doing it twice changes nothing."""
    found = notice_for(request.by.post, notice_id)
    if found is None:
        raise Http404
    mark_read(request.by.post, notice_ids=[found.pk])
    return redirect(found.link or "notices")
