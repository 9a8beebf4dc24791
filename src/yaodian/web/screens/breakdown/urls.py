"""URLs of the breakdown and its place under the plan."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.breakdown import assignment, opinions, parts, table

urlpatterns = [
    path("breakdown/", table.whole, name="breakdown"),
    path("plan/<int:plan_id>/breakdown/", table.whole, name="breakdown"),
    path("plan/<int:plan_id>/breakdown/<str:act>/", table.step, name="breakdown-step"),
    path("plan/item/<int:item_id>/breakdown/", assignment.item, name="breakdown-item"),
    path("plan/item/<int:item_id>/breakdown/row/", table.row, name="breakdown-row"),
    path("plan/item/<int:item_id>/breakdown/part/<int:subtask_id>/", parts.change, name="breakdown-subtask"),
    path("plan/item/<int:item_id>/breakdown/<str:act>/", assignment.part, name="breakdown-part"),
    path("breakdown/opinions/", opinions.consultation, name="breakdown-opinions"),
    path("plan/<int:plan_id>/opinions/", opinions.consultation, name="breakdown-opinions"),
    path("opinion/<int:opinion_id>/answer/", opinions.answer, name="opinion-answer"),
]

SHEETS = ("sheets-export", "sheets-print", "sheets-import", "sheets-preview")  # screens/sheets, under the same tab

NAVIGATION = (
    Section(
        "plan",
        "Work plan",
        "file-text",
        20,
        (
            Tab(
                "Breakdown",
                "breakdown",
                Permission.PLAN_READ,
                30,
                (
                    "breakdown-step",
                    "breakdown-item",
                    "breakdown-part",
                    "breakdown-subtask",
                    "breakdown-opinions",
                    "opinion-answer",
                    *SHEETS,
                ),
            ),
        ),
    ),
)
