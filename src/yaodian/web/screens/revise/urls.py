"""URLs of a plan's revision; they stand under the tab of the original text."""

from django.urls import path

from yaodian.web.screens.revise import proposal, upload

urlpatterns = [
    path("plan/<int:plan_id>/revise/", upload.revise, name="revise"),
    path("revision/<int:revision_id>/", proposal.revision, name="revision"),
    path("revision/<int:revision_id>/read/", upload.read_again, name="revision-read"),
    path("revision/<int:revision_id>/drop/", upload.drop, name="revision-drop"),
]
