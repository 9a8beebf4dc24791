"""URLs of filings and their place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.filings import acting, board, one, views

BOARD = "filings/board/<slug:register_key>/"
ONE = "filings/<int:filing_id>/"

urlpatterns = [
    path("filings/", views.filings, name="filings"),
    path(BOARD, board.board, name="filing-board"),
    path(f"{BOARD}grid/", board.grid, name="filing-grid"),
    path(f"{BOARD}export/", board.export, name="filing-board-export"),
    path(f"{BOARD}open/", acting.open_period, name="filing-open"),
    path(f"{BOARD}act/", acting.act, name="filing-act"),
    path(ONE, one.filing, name="filing"),
    path(f"{ONE}submit/", one.submit, name="filing-submit"),
    path(f"{ONE}withdraw/", one.withdraw, name="filing-withdraw"),
    path(f"{ONE}approve/", one.approve, name="filing-approve"),
    path(f"{ONE}return/", one.send_back, name="filing-return"),
    path(f"{ONE}amend/", one.amend, name="filing-amend"),
    path(f"{ONE}cancel/", one.cancel, name="filing-cancel"),
]

NAVIGATION = (
    Section(
        "registers",
        "Registers",
        "table",
        40,
        (Tab("Filings", "filings", Permission.LEDGER_READ, 40, tuple(str(each.name) for each in urlpatterns[1:])),),
    ),
)
