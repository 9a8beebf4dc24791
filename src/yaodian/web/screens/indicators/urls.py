"""URLs of indicators and their place in the navigation."""

from django.urls import path, register_converter

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.indicators import catalogue, figure, pivot, publications, snapshots


class Code:
    """An indicator's code in an address: what.measure."""

    regex = r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(Code, "indicator")

ONE = "indicators/<indicator:code>/"

urlpatterns = [
    path("indicators/", catalogue.catalogue, name="indicators"),
    path("indicators/pivot/", pivot.table, name="indicator-pivot"),
    path("indicators/pivot/export/", pivot.export, name="indicator-pivot-export"),
    path(ONE, figure.figure, name="indicator"),
    path(f"{ONE}rows/", figure.rows, name="indicator-rows"),
    path(f"{ONE}rows/export/", figure.export_rows, name="indicator-rows-export"),
    path(f"{ONE}export/", figure.export, name="indicator-export"),
    path(f"{ONE}publish/", publications.publish_figure, name="indicator-publish"),
    path("indicators/snapshots/", snapshots.snapshots, name="snapshots"),
    path("indicators/snapshots/take/", snapshots.take, name="snapshot-take"),
    path("indicators/snapshots/<int:snapshot_id>/", snapshots.one, name="snapshot"),
    path("indicators/publications/", publications.publications, name="publications"),
    path("indicators/publications/<int:publication_id>/", publications.one, name="publication"),
    path(
        "indicators/publications/<int:publication_id>/withdraw/",
        publications.withdraw_figure,
        name="publication-withdraw",
    ),
    path(
        "indicators/publications/<int:publication_id>/correct/", publications.correct_figure, name="publication-correct"
    ),
]

OF_CATALOGUE = ("indicator", "indicator-rows", "indicator-pivot")
OF_SNAPSHOTS = ("snapshot", "publications", "publication", "snapshot-take")

NAVIGATION = (
    Section(
        "indicators",
        "Indicators",
        "chart-line",
        45,
        (
            Tab("Catalogue of indicators", "indicators", Permission.SIGNED_IN, 10, OF_CATALOGUE),
            Tab("Snapshots", "snapshots", Permission.SIGNED_IN, 50, OF_SNAPSHOTS),
        ),
    ),
)
