"""URLs of returns and their place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.returns import asking, burdens, collecting, filling, views

ONE = "returns/<int:return_id>/"
UNIT = f"{ONE}units/<int:unit_id>/"

urlpatterns = [
    path("returns/", views.returns, name="returns"),
    path("returns/burden/", burdens.burden, name="return-burden"),
    path("returns/new/", asking.new, name="return-new"),
    path(ONE, collecting.one, name="return"),
    path(f"{ONE}edit/", asking.edit, name="return-edit"),
    path(f"{ONE}send/", asking.send, name="return-send"),
    path(f"{ONE}discard/", asking.discard, name="return-discard"),
    path(f"{ONE}chase/", collecting.chase, name="return-chase"),
    path(f"{ONE}close/", collecting.close, name="return-close"),
    path(f"{ONE}due/", collecting.due, name="return-due"),
    path(f"{ONE}copy/", collecting.copy, name="return-copy"),
    path(f"{ONE}merged/", collecting.merged, name="return-merged"),
    path(UNIT, filling.unit, name="return-unit"),
    path(f"{UNIT}fill/", filling.fill, name="return-fill"),
    path(f"{UNIT}upload/", filling.upload, name="return-upload"),
    path(f"{UNIT}sheet/", filling.sheet_to_fill, name="return-sheet"),
    path(f"{UNIT}withdraw/", filling.withdraw, name="return-withdraw"),
    path(f"{UNIT}return/", collecting.send_back, name="return-send-back"),
]

NAVIGATION = (
    Section(
        "registers",
        "Registers",
        "table",
        40,
        (
            Tab(
                "Ad-hoc returns",
                "returns",
                Permission.LEDGER_READ,
                50,
                tuple(str(each.name) for each in urlpatterns[1:]),
            ),
        ),
    ),
)
