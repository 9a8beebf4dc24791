"""URLs of units, people, posts, roles and the log."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.orgs import logs, passwords, people, posts, roster, units

urlpatterns = [
    path("orgs/", units.tree, name="org-tree"),
    path("orgs/new/", units.new, name="org-unit-new"),
    path("orgs/<int:unit_id>/", units.unit, name="org-unit"),
    path("orgs/<int:unit_id>/edit/", units.edit, name="org-unit-edit"),
    path("orgs/<int:unit_id>/close/", units.close, name="org-unit-close"),
    path("orgs/<int:unit_id>/post/", posts.new, name="org-post-new"),
    path("orgs/slips/", passwords.slips, name="org-slips"),
    path("orgs/roster/", roster.roster, name="org-roster"),
    path("orgs/roster/template/", roster.template, name="org-roster-template"),
    path("orgs/roster/export/", roster.export, name="org-roster-export"),
    path("orgs/roster/<int:job_id>/", roster.result, name="org-roster-result"),
    path("orgs/roster/<int:job_id>/write/", roster.write, name="org-roster-write"),
    path("orgs/person/new/", people.new, name="org-person-new"),
    path("orgs/person/<int:user_id>/", people.person, name="org-person"),
    path("orgs/person/<int:user_id>/edit/", people.edit, name="org-person-edit"),
    path("orgs/person/<int:user_id>/reset/", passwords.reset, name="org-person-reset"),
    path("orgs/person/<int:user_id>/active/", people.active, name="org-person-active"),
    path("orgs/post/<int:post_id>/appoint/", posts.appoint, name="org-post-appoint"),
    path("orgs/post/<int:post_id>/deputy/", posts.deputy, name="org-post-deputy"),
    path("orgs/post/<int:post_id>/edit/", posts.edit, name="org-post-edit"),
    path("orgs/post/<int:post_id>/close/", posts.close, name="org-post-close"),
    path("orgs/deputy/<int:deputy_id>/end/", posts.end_deputy, name="org-deputy-end"),
    path("roles/", logs.roles, name="org-roles"),
    path("log/", logs.log, name="log"),
]

NAVIGATION = (
    Section(
        "system",
        "System",
        "settings",
        100,
        (
            Tab(
                "Units and people",
                "org-tree",
                Permission.ORG_READ,
                10,
                (
                    "org-unit",
                    "org-unit-new",
                    "org-unit-edit",
                    "org-unit-close",
                    "org-post-new",
                    "org-slips",
                    "org-roster",
                    "org-roster-result",
                    "org-person",
                    "org-person-new",
                    "org-person-edit",
                    "org-post-appoint",
                    "org-post-deputy",
                    "org-post-edit",
                    "org-post-close",
                ),
            ),
            Tab("Roles", "org-roles", Permission.ORG_READ, 20),
            Tab("Log", "log", Permission.LOG_READ, 90),
        ),
    ),
)
