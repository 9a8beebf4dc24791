"""Login, logout, password, one-time link, language, switching posts."""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import posts_open_to
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.services import accounts
from yaodian.apps.orgs.services import posts as post_services
from yaodian.kernel.errors import BadInput, NotAllowed
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.accounts.forms import LoginForm, NewPasswordForm, PasswordForm


def _next(request: HttpRequest) -> str:
    """Where to go on: the address asked for, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _with_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@page(Permission.OPEN, methods="GET POST")
def login(request: PageRequest) -> HttpResponse:
    """Log in; the account's language comes with it. axes counts wrong passwords."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(_next(request))
    form = LoginForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        auth.login(request, user)
        return _with_language(redirect(_next(request)), user.language)
    status = 422 if form.errors else 200
    return render(request, "accounts/login.html", {"form": form, "next": _next(request)}, status=status)


@page(Permission.OPEN, methods="POST")
def logout(request: PageRequest) -> HttpResponse:
    """Log out."""
    auth.logout(request)
    return redirect("login")


@page(Permission.SIGNED_IN, methods="GET POST")
def password(request: PageRequest) -> HttpResponse:
    """Change one's own password; after a first login there is no way around it."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            user = accounts.change_password(user=request.user, old=given["old"], new=given["new"], by=request.by)
        except BadInput as wrong:
            _show(form, wrong)
        else:
            auth.update_session_auth_hash(request, user)
            messages.success(request, _("The password is changed."))
            return redirect(_next(request))
    forced = request.user.must_change_password
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", {"form": form, "forced": forced}, status=status)


def _show(form: NewPasswordForm, wrong: BadInput) -> None:
    for name, text in wrong.fields.items():
        form.add_error(name or None, text)


@page(Permission.OPEN, methods="GET POST")
def first_password(request: PageRequest, token: str) -> HttpResponse:
    """Set the first password by a one-time link, and be logged in."""
    link = accounts.link_of(token)
    if link is None:
        return render(request, "accounts/link_over.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = accounts.use_link(token=token, password=form.cleaned_data["new"])
        except BadInput as wrong:
            _show(form, wrong)
        else:
            auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return _with_language(redirect(settings.LOGIN_REDIRECT_URL), user.language)
    response = render(
        request, "accounts/first.html", {"form": form, "person": link.user}, status=422 if form.errors else 200
    )
    response["Referrer-Policy"] = (
        "strict-origin"  # the token is in the address; without any origin the form would be refused
    )
    return response


@page(Permission.OPEN, methods="POST")
def language(request: PageRequest) -> HttpResponse:
    """Switch the language, for this browser and the account."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return redirect(_next(request))
    if request.user.is_authenticated:
        accounts.set_language(user=request.user, language=chosen)
    return _with_language(redirect(_next(request)), chosen)


@page(Permission.SIGNED_IN, methods="POST")
def switch_post(request: PageRequest) -> HttpResponse:
    """Act in another of one's posts, held or deputised for; the page asked for may not be open to it, so the desk is."""
    wanted = request.POST.get("post", "")
    post = next((post for post in posts_open_to(request.user, today()) if str(post.pk) == wanted), None)
    if post is None:
        raise NotAllowed("这个岗位不是您的，或代办已经结束。请从右上角重新选。")
    request.session["post"] = post.pk  # this browser; the next session starts where the last one acted
    post_services.switch_post(user=request.user, post=post)
    return redirect(settings.LOGIN_REDIRECT_URL)
