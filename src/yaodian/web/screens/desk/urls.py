"""URLs of the desk and its place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("desk/waiting/", views.waiting, name="desk-waiting"),
]

NAVIGATION = (
    Section(
        "desk",
        "Desk",
        "layout-dashboard",
        10,
        (
            Tab("My tasks", "desk", Permission.SIGNED_IN, 10),
            Tab("Waiting for me", "desk-waiting", Permission.SIGNED_IN, 20),
        ),
    ),
)
