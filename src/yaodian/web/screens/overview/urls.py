"""URL of the overview and its place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.overview import views

urlpatterns = [path("overview/", views.overview, name="overview")]

NAVIGATION = (Section("plan", "Work plan", "file-text", 20, (Tab("Overview", "overview", Permission.PLAN_READ, 10),)),)
