"""URLs of the tasks and the calendar, and their places in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.tasks import views

urlpatterns = [
    path("tasks/", views.task_list, name="task-list"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/mine.ics", views.calendar_file, name="calendar-file"),
]

ABOUT_ONE_TASK = (
    *("item", "item-report", "item-ask", "item-decide", "item-comment", "target-adjust"),
    *("subtask-report", "light-rule"),
)

NAVIGATION = (
    Section(
        "plan",
        "Work plan",
        "file-text",
        20,
        (
            Tab("Tasks", "task-list", Permission.PLAN_READ, 20, ABOUT_ONE_TASK),
            Tab("Calendar", "calendar", Permission.PLAN_READ, 40),
        ),
    ),
)
