"""For each request: the language, who acts in which post, and errors meant for people."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import acting_as
from yaodian.kernel.errors import NotAllowed, YaodianError

Next = Callable[[HttpRequest], HttpResponse]


def language(get_response: Next) -> Next:
    """Chinese unless the person chose otherwise (a cookie, set when the language is switched); the browser's wish is not asked."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            return get_response(request)

    return middleware


def acting_post(get_response: Next) -> Next:
    """Set `request.by`: the signed-in person in the post chosen for this session; None for guests and people without a post."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.by = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            chosen = request.session.get("post")
            request.by = acting_as(request.user, today(), post_id=chosen)  # type: ignore[attr-defined, arg-type]
        return get_response(request)

    return middleware


class told_errors:  # a middleware that needs process_exception, named as its neighbours
    """Show a YaodianError as it is: a page, or the message part for HTMX, with 422 (403 where it is a matter of rights)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django calls this with what a view raised."""
        if not isinstance(error, YaodianError):
            return None
        partial = bool(getattr(request, "htmx", False))
        if isinstance(error, NotAllowed) and not partial:
            raise PermissionDenied(str(error)) from error
        status = 403 if isinstance(error, NotAllowed) else 422
        came_from = request.headers.get("Referer", "")
        here = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
        template = "parts/message.html" if partial else "refused.html"
        told = {"level": "error", "text": str(error), "error": error, "back": came_from if here else "/"}
        response = render(request, template, told, status=status)
        if partial:  # the message stands at the top of the page; the part that was asked for stays as it was
            response["HX-Retarget"], response["HX-Reswap"] = "#says", "innerHTML show:top"
        return response
