"""Declaring a page: every view says which permission it needs, and where it stands in the navigation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import NotAllowed

View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """What a view gets: Django's request with the acting post and HTMX's details."""

    by: Acting
    htmx: Any


def page(permission: Permission, *, methods: str = "GET") -> Callable[[View], View]:
    """Declare a view's permission and methods ("GET", "POST", "GET POST"); a view without this decorator fails a test.

    A guest is sent to log in; a post without the permission gets the page that says who can help. Whether the *unit* or
    *row* is within reach is checked where it is fetched: by the selector or service.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission is not Permission.OPEN:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if request.user.must_change_password and not request.path.startswith(reverse("password")):
                    return redirect("password")
                if request.by is None:
                    return render(request, "no_post.html", status=403)
                if not request.by.may(permission):
                    raise NotAllowed(
                        f"“{request.by.post_name}”这个岗位没有打开这一页的权限。需要时请找系统管理员调整，或切换到有权限的岗位。"
                    )
            return view(request, *args, **kwargs)

        declared = require_http_methods(methods.split())(guarded)
        declared.permission = permission  # type: ignore[attr-defined]  # read by the permission test
        declared.methods = tuple(methods.split())  # type: ignore[attr-defined]  # as above
        return declared

    return declare
