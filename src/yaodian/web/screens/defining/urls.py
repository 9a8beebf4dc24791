"""URLs of own indicators and their place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.defining import views

urlpatterns = [
    path("indicators/own/", views.listing, name="own-indicators"),
    path("indicators/own/new/", views.new, name="own-indicator-new"),
    path("indicators/own/draft/", views.draft, name="own-indicator-draft"),
    path("indicators/own/<int:own_id>/", views.one, name="own-indicator"),
    path("indicators/own/<int:own_id>/change/", views.change, name="own-indicator-change"),
    path("indicators/own/<int:own_id>/retire/", views.stop, name="own-indicator-retire"),
]

OF_OWN = ("own-indicator", "own-indicator-new", "own-indicator-change")

NAVIGATION = (
    Section(
        "indicators",
        "Indicators",
        "chart-line",
        45,
        (Tab("Own indicators", "own-indicators", Permission.SIGNED_IN, 40, OF_OWN),),
    ),
)
