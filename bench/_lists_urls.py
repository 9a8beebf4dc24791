"""Yaodian's pages, and Django's admin for the same table of pupils under /peer/."""

from typing import Any

from django.contrib import admin
from django.urls import path

from yaodian.apps.ledgers.tables import rows_of
from yaodian.config import urls as ours


class OpenSite(admin.AdminSite):
    """Everybody who is signed in may enter: accounts of Yaodian know no staff."""

    def has_permission(self, request: Any) -> bool:
        return bool(request.user.is_active)


class PupilAdmin(admin.ModelAdmin[Any]):
    """The changelist as a developer would set it up: the same columns, order, page size and search as our list."""

    list_display = ("pupil_number", "full_name", "sex", "born_on", "school", "grade", "class_room", "status")
    list_select_related = ("school", "class_room")
    list_per_page = 50
    ordering = ("full_name_pinyin",)
    search_fields = ("full_name",)

    def has_view_permission(self, *_asked: Any, **_named: Any) -> bool:
        return True

    has_module_permission = has_change_permission = has_add_permission = has_delete_permission = has_view_permission


site = OpenSite(name="admin")
site.register(rows_of("pupils"), PupilAdmin)
urlpatterns = [*ours.urlpatterns, path("peer/", site.urls)]
handler403, handler404, handler500 = ours.handler403, ours.handler404, ours.handler500
