"""URLs of 职责表 and its place under the system."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.duties import views

urlpatterns = [
    path("duties/", views.duties, name="duties"),
    path("duties/defaults/", views.defaults, name="duties-defaults"),
    path("duties/<int:unit_id>/", views.edit, name="duties-edit"),
]

NAVIGATION = (
    Section(
        "system",
        "System",
        "settings",
        100,
        (Tab("Responsibilities of offices", "duties", Permission.PLAN_READ, 30, ("duties-edit", "duties-defaults")),),
    ),
)
