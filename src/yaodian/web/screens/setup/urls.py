"""URLs of setting registers up, under System."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.setup import offices, tokens

urlpatterns = [
    path("setup/offices/", offices.offices, name="setup-offices"),
    path("setup/offices/<int:unit_id>/", offices.office, name="setup-office"),
    path("setup/tokens/", tokens.tokens, name="setup-tokens"),
    path("setup/tokens/<int:token_id>/revoke/", tokens.revoke, name="setup-token-revoke"),
]

NAVIGATION = (
    Section(
        "system",
        "System",
        "settings",
        100,
        (
            Tab("Offices' duties", "setup-offices", Permission.LEDGER_SET_UP, 30, ("setup-office",)),
            Tab("API tokens", "setup-tokens", Permission.LEDGER_SET_UP, 40),
        ),
    ),
)
