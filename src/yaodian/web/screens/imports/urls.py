"""URLs of imports."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.imports import deciding, upload, views

urlpatterns = [
    path("registers/<slug:register_key>/import/", upload.upload, name="import-upload"),
    path("registers/<slug:register_key>/import/template/", upload.template, name="import-template"),
    path("imports/", views.imports, name="imports"),
    path("imports/<int:import_id>/", views.one, name="import"),
    path("imports/<int:import_id>/rows/", views.rows, name="import-rows"),
    path("imports/<int:import_id>/report/", views.report, name="import-report"),
    path("imports/<int:import_id>/mapping/", deciding.mapping, name="import-mapping"),
    path("imports/<int:import_id>/rules/", deciding.rules, name="import-rules"),
    path("imports/<int:import_id>/decide/", deciding.decide_row, name="import-decide"),
    path("imports/<int:import_id>/again/", deciding.again, name="import-again"),
    path("imports/<int:import_id>/confirm/", deciding.confirm, name="import-confirm"),
    path("imports/<int:import_id>/cancel/", deciding.cancel, name="import-cancel"),
    path("imports/<int:import_id>/undo/", deciding.undo, name="import-undo"),
]

NAVIGATION = (
    Section(
        "registers",
        "Registers",
        "table",
        40,
        (
            Tab(
                "Imports",
                "imports",
                Permission.LEDGER_FILL,
                60,
                ("import", "import-upload", "import-rows", "import-mapping", "import-undo"),
            ),
        ),
    ),
)
