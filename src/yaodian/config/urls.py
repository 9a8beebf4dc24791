"""All URLs: each screen brings its own `urls.py`, the API one of all registers."""

from importlib import import_module

from django.urls import include, path

from yaodian.web.screens import SCREENS

urlpatterns = [
    *(path("", include(import_module(f"yaodian.web.screens.{name}.urls"))) for name in SCREENS),
    path("", include("yaodian.api.urls")),
]

handler403 = "yaodian.web.errors.forbidden"
handler404 = "yaodian.web.errors.not_found"
handler500 = "yaodian.web.errors.broken"
