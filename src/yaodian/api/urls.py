"""Where the API answers: /api/v1/<register>/…, described at /api/v1/openapi.json."""

from django.urls import path

from yaodian.api.routes import build

PREFIX = "api/v1/"
api = build()
urlpatterns = [path(PREFIX, api.urls)]
