"""URLs of the plan documents and their places in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.plans import documents, review

urlpatterns = [
    path("plans/", documents.years, name="plan-list"),
    path("plans/upload/", documents.upload, name="plan-upload"),
    path("document/", documents.document, name="plan-document"),
    path("plan/<int:plan_id>/document/", documents.document, name="plan-document"),
    path("plan/<int:plan_id>/delete/", documents.delete, name="plan-delete"),
    path("plan/<int:plan_id>/reading/<str:act>/", documents.reading, name="plan-reading"),
    path("plan/<int:plan_id>/review/", review.page_of, name="plan-review"),
    path("plan/<int:plan_id>/review/publish/", review.publish, name="plan-publish"),
    path("plan/<int:plan_id>/review/undo/", review.undo, name="plan-undo"),
    path("plan/<int:plan_id>/review/add/", review.add, name="plan-add-item"),
    path("plan/<int:plan_id>/review/<int:item_id>/save/", review.save, name="plan-save-item"),
    path("plan/<int:plan_id>/review/<int:item_id>/target/", review.new_target, name="plan-add-target"),
    path(
        "plan/<int:plan_id>/review/<int:item_id>/target/<int:target_id>/", review.save_target, name="plan-save-target"
    ),
    path("plan/<int:plan_id>/review/<int:item_id>/<str:act>/", review.act_on, name="plan-act"),
]

REVISE = ("revise", "revision", "revision-drop")  # screens/revise, under the same tab

NAVIGATION = (
    Section(
        "plan",
        "Work plan",
        "file-text",
        20,
        (
            Tab("Original text", "plan-document", Permission.PLAN_READ, 50, ("plan-review", "plan-upload", *REVISE)),
            Tab("All years", "plan-list", Permission.PLAN_READ, 60, ("plan-delete",)),
        ),
    ),
)
