"""URLs of comparing (两份对照) and their place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.compare import coverage, plans

urlpatterns = [
    path("plans/compare/", plans.side_by_side, name="plan-compare"),
    path("plans/compare/xlsx/", plans.download, {"paper": "xlsx"}, name="plan-compare-xlsx"),
    path("plans/compare/docx/", plans.download, {"paper": "docx"}, name="plan-compare-docx"),
    path("plans/cover/", coverage.upload, name="plan-cover-upload"),
    path("plans/cover/<int:file_id>/", coverage.table, name="plan-cover"),
    path("plans/cover/<int:file_id>/xlsx/", coverage.download, {"paper": "xlsx"}, name="plan-cover-xlsx"),
    path("plans/cover/<int:file_id>/docx/", coverage.download, {"paper": "docx"}, name="plan-cover-docx"),
]

NAVIGATION = (
    Section(
        "plan",
        "Work plan",
        "file-text",
        20,
        (Tab("Compare", "plan-compare", Permission.PLAN_READ, 70, ("plan-cover-upload", "plan-cover")),),
    ),
)
