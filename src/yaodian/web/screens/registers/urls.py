"""URLs of registers and their place in the navigation."""

from django.urls import path

from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.registers import (
    changing,
    choosing,
    doubles,
    exporting,
    keeping,
    listing,
    looking_up,
    overview,
    problems,
    row,
    saved,
    seeing,
)

ONE = "registers/<slug:register_key>/"

urlpatterns = [
    path("registers/", overview.overview, name="registers"),
    path(ONE, listing.listing, name="register-list"),
    path(f"{ONE}look/", listing.look, name="register-look"),
    path(f"{ONE}views/", saved.save, name="register-view-save"),
    path(f"{ONE}views/<int:view_id>/", saved.change, name="register-view"),
    path(f"{ONE}add/", changing.add, name="register-add"),
    path(f"{ONE}choices/<slug:column_key>/", choosing.choices, name="register-choices"),
    path(f"{ONE}look-up/", looking_up.look_up, name="register-look-up"),
    path(f"{ONE}export/", exporting.export, name="register-export"),
    path(f"{ONE}exported/<int:job_id>/", exporting.exported, name="register-exported"),
    path(f"{ONE}template/", exporting.template, name="register-template"),
    path(f"{ONE}problems/", problems.problems, name="register-problems"),
    path(f"{ONE}problems/<int:failed_id>/", problems.explain, name="register-explain"),
    path(f"{ONE}doubles/", doubles.doubles, name="register-doubles"),
    path(f"{ONE}doubles/decide/", doubles.decide, name="register-doubles-decide"),
    path(f"{ONE}doubles/<int:double_id>/undo/", doubles.undo, name="register-doubles-undo"),
    path(f"{ONE}sweep/", problems.sweep, name="register-sweep"),
    path(f"{ONE}<int:row_id>/", row.row, name="register-row"),
    path(f"{ONE}<int:row_id>/change/", changing.change, name="register-change"),
    path(f"{ONE}<int:row_id>/identity/", keeping.rekey, name="register-rekey"),
    path(f"{ONE}<int:row_id>/remove/", keeping.remove, name="register-remove"),
    path(f"{ONE}<int:row_id>/unmask/", seeing.unmask, name="register-unmask"),
    path(f"{ONE}<int:row_id>/seen/", seeing.seen, name="register-seen"),
]

ABOUT_ONE = tuple(str(pattern.name) for pattern in urlpatterns[1:])

NAVIGATION = (
    Section(
        "registers",
        "Registers",
        "table",
        40,
        (Tab("All registers", "registers", Permission.LEDGER_READ, 10, ABOUT_ONE),),
    ),
)
