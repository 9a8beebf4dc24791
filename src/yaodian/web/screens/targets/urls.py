"""URLs of targets and their indicators, and their place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.targets import binding, views

urlpatterns = [
    path("indicators/targets/", views.targets, name="targets"),
    path("indicators/targets/confirm/", views.confirm, name="targets-confirm"),
    path("plan/item/<int:item_id>/target/<int:target_id>/binding/", binding.bind, name="target-binding"),
]

NAVIGATION = (
    Section(
        "indicators",
        "Indicators",
        "chart-line",
        45,
        (Tab("Targets", "targets", Permission.PLAN_READ, 20, ("target-binding",)),),
    ),
)
