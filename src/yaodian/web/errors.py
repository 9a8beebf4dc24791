"""Pages for what cannot be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: says which right is missing and who can give it."""
    return render(request, "forbidden.html", {"text": str(exception)}, status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django passes it
    """403: the form was open while somebody logged out or in again in another tab."""
    text = _("这一页打开得太久，或已在别处重新登录，所填的没有保存。请返回上一页，刷新后再保存一次。")
    return render(request, "forbidden.html", {"text": text}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django passes it
    """404: also what a post may not know to exist."""
    return render(request, "not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django passes it
    """500: rendered without the request, whose context might fail again."""
    return HttpResponse(render_to_string("broken.html"), status=500)
