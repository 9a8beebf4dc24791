"""URLs of the messages and their place on the desk."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="notices-read"),
    path("notices/<int:notice_id>/", views.open_notice, name="notice"),
]

NAVIGATION = (
    Section(
        "desk", "Desk", "layout-dashboard", 10, (Tab("Messages", "notices", Permission.SIGNED_IN, 50, ("notice",)),)
    ),
)
