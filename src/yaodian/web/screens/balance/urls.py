"""URLs of balance and its place in the navigation."""

from django.urls import path

from yaodian.apps.indicators.balance import may_judge
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.balance import county, school, trying

urlpatterns = [
    path("indicators/balance/", county.county, name="balance"),
    path("indicators/balance/export/", county.export, name="balance-export"),
    path("indicators/balance/try/", trying.try_out, name="balance-try"),
    path("indicators/balance/<int:unit_id>/", school.school, name="balance-school"),
]

NAVIGATION = (
    Section(
        "indicators",
        "Indicators",
        "chart-line",
        45,
        (
            Tab(
                "Balance of compulsory education",
                "balance",
                Permission.LEDGER_READ,
                30,
                ("balance-school", "balance-try"),
                shown=may_judge,
            ),
        ),
    ),
)
