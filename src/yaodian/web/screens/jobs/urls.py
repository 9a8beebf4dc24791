"""URLs of background work and of stored files."""

from django.urls import path

from yaodian.web.screens.jobs import views

urlpatterns = [
    path("job/<int:job_id>/", views.job, name="job"),
    path("job/<int:job_id>/cancel/", views.cancel, name="job-cancel"),
    path("file/<int:file_id>/", views.file, name="file"),
]
