"""URLs of movements, drop-out control and care, and their places in the navigation."""

from functools import partial

from django.urls import path

from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.navigation import Section, Tab
from yaodian.web.screens.movements import care, children, classes, counting, dropouts, former, home, transfers

MOVEMENTS = [
    path("movements/", home.home, name="movements"),
    path("movements/find/", transfers.find, name="transfer-find"),
    path("movements/ask/", transfers.ask, name="transfer-ask"),
    path("movements/transfers/<int:transfer_id>/", transfers.transfer, name="transfer"),
    path("movements/transfers/<int:transfer_id>/answer/", transfers.answer, name="transfer-answer"),
    path("movements/transfers/<int:transfer_id>/withdraw/", transfers.withdraw, name="transfer-withdraw"),
    path("movements/transfers/<int:transfer_id>/unmask/", transfers.unmask, name="transfer-unmask"),
    path("movements/children/", children.search, name="movement-search"),
    path("movements/children/<int:pupil_id>/", children.child, name="movement-child"),
    path("movements/children/<int:pupil_id>/suspend/", children.suspend_child, name="movement-suspend"),
    path("movements/children/<int:pupil_id>/return/", children.return_child, name="movement-return"),
    path("movements/children/<int:pupil_id>/leave/", children.leave_school, name="movement-leave"),
    path("movements/children/<int:pupil_id>/out/", children.out_of_county, name="movement-out"),
    path("movements/in/", children.into_county, name="movement-in"),
    path("movements/papers/<int:movement_id>/", children.certificate, name="movement-certificate"),
    path("movements/classes/", classes.rooms, name="movement-classes"),
    path("movements/classes/<int:class_id>/", classes.room, name="movement-class"),
    path("movements/classes/<int:class_id>/graduate/", classes.graduate_class, name="movement-graduate"),
    path("movements/classes/<int:class_id>/change/", classes.change, name="movement-change-class"),
    path("movements/promotion/", classes.promotion, name="promotion"),
    path("movements/promotion/<int:movement_id>/undo/", classes.undo, name="promotion-undo"),
    path("movements/former/", former.former, name="former-pupils"),
    path("movements/former/<int:enrolment_id>/", former.former_pupil, name="former-pupil"),
    path("movements/former/<int:enrolment_id>/unmask/", former.unmask, name="former-unmask"),
    path("movements/count/", counting.head_count, name="head-count"),
]
DROPOUTS = [
    path("dropouts/", dropouts.control, name="dropout-control"),
    path("dropouts/open/<int:pupil_id>/", dropouts.open_one, name="dropout-open"),
    path("dropouts/<int:dropout_id>/", dropouts.one, name="dropout"),
    path("dropouts/<int:dropout_id>/visit/", dropouts.visit, name="dropout-visit"),
    path("dropouts/<int:dropout_id>/close/", dropouts.close, name="dropout-close"),
]
CARE = [
    path("care/", care.work, name="care-work"),
    path("care/open/<int:pupil_id>/", care.open_one, name="care-open"),
    path("care/<int:care_id>/", care.one, name="care-record"),
    path("care/<int:care_id>/contact/", care.contact, name="care-contact"),
    path("care/<int:care_id>/close/", care.close, name="care-close"),
]
urlpatterns = [*MOVEMENTS, *DROPOUTS, *CARE]


def _rest(patterns: list[object]) -> tuple[str, ...]:
    return tuple(str(pattern.name) for pattern in patterns[1:])  # type: ignore[attr-defined]


def _reads(key: str, by: Acting) -> bool:
    """Whether the post reads the register: an office only with the duty."""
    return may(by, Action.READ, register_named(key))


NAVIGATION = (
    Section(
        "registers",
        "Registers",
        "table",
        40,
        (
            Tab("Movements", "movements", Permission.LEDGER_READ, 60, _rest([*MOVEMENTS]), partial(_reads, "pupils")),
            Tab(
                "Drop-out control",
                "dropout-control",
                Permission.LEDGER_READ,
                62,
                _rest([*DROPOUTS]),
                partial(_reads, "dropouts"),
            ),
            Tab("Care", "care-work", Permission.LEDGER_READ, 64, _rest([*CARE]), partial(_reads, "care")),
        ),
    ),
)
