"""The permission oracle of the registers' pages: every URL about a register × role × own and other unit.

What is expected stands in `oracle.py`, told apart from the code that decides. A new URL about a register fails here until
it is said who may open it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests.ledgers import oracle
from tests.ledgers.made_rows import add_made_row
from tests.ledgers.oracle import OFFICE_OF_THE_WORLD, UNMASKS, fills, reads, sees, who
from tests.meta.test_permissions import patterns, view_of
from tests.world import World, small_world
from yaodian.packs import registers
from yaodian.registers.register import Register

ROLES = (
    "bureau-leader", "office-head", "office-clerk", "plan-clerk", "township", "principal", "school-clerk", "inspector",
    "auditor", "administrator", "neighbour",
)  # fmt: skip
UNITS = ("first", "second")
QUICK = ("staff",)
OFFICES = ("office-head", "office-clerk")
Allowed = Callable[[str, Register, str], bool]


def somewhere(test: Allowed) -> Allowed:
    """Allowed for the register as a whole where it is for one of the units."""
    return lambda role, register, _unit: any(test(role, register, unit) for unit in UNITS)


def approves(role: str, register: Register, _unit: str = "") -> bool:
    """The register's own office."""
    return role in OFFICES and register.office == OFFICE_OF_THE_WORLD


def unmasks(role: str, register: Register, unit: str) -> bool:
    """Who sees the row and may see what is masked."""
    office = role not in OFFICES or register.office == OFFICE_OF_THE_WORLD
    return sees(role, register, unit) and role in {*UNMASKS, "neighbour"} and office


def sees_the_log(role: str, register: Register, unit: str) -> bool:
    """Who saw a row's sensitive values is for those who answer for the unit or the register, and for who reads the log."""
    return sees(role, register, unit) and role in {
        "principal", "township", "office-head", "office-clerk", "bureau-leader", "plan-clerk", "auditor",
    }  # fmt: skip


def on_seen_row(test: Allowed) -> Allowed:
    """An act on a row that the role must see besides."""
    return lambda role, register, unit: sees(role, register, unit) and test(role, register, unit)


def files(role: str, register: Register, _unit: str) -> bool:
    """A board of filings exists only for registers that are filed by units."""
    return reads(role, register) and register.filing is not None and register.fills.value == "unit"


def read_at_all(role: str, register: Register, _unit: str) -> bool:
    """Reads the register."""
    return reads(role, register)


WHO: dict[str, Allowed] = {
    "register-list": read_at_all,
    "register-look": read_at_all,
    "register-view-save": read_at_all,
    "register-export": read_at_all,
    "register-problems": read_at_all,
    "register-sweep": read_at_all,
    "register-add": somewhere(fills),
    "register-doubles": somewhere(fills),
    "register-doubles-decide": somewhere(fills),
    "register-template": somewhere(fills),
    "import-upload": somewhere(fills),
    "import-template": somewhere(fills),
    "register-look-up": approves,
    "register-row": sees,
    "register-seen": sees_the_log,
    "register-change": on_seen_row(fills),
    "register-rekey": on_seen_row(fills),
    "register-remove": on_seen_row(fills),
    "register-unmask": unmasks,
    "filing-board": files,
    "filing-grid": files,
    "filing-board-export": files,
    "filing-open": lambda role, register, unit: approves(role, register) and files(role, register, unit),
    "filing-act": lambda role, register, unit: approves(role, register) and files(role, register, unit),
}
# Their further argument needs a thing of its own; each is tested where that thing is made.
ELSEWHERE = {"register-view", "register-doubles-undo", "register-choices", "register-exported", "register-explain"}


def about_registers() -> dict[str, URLPattern]:
    """The URLs that name a register."""
    return {str(each.name): each for each in patterns() if "register_key" in each.pattern.converters}


def test_the_oracle_knows_every_url_about_a_register() -> None:
    assert about_registers().keys() - ELSEWHERE == WHO.keys()


@dataclass
class Asked:
    """One answer: which URL, whose row, what came."""

    name: str
    unit: str
    status: int
    expected: bool

    @property
    def right(self) -> bool:
        """Allowed is anything but "not you" and "not there"; 422 says that the form was incomplete."""
        return (self.status not in (403, 404)) == self.expected


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def keys() -> list[object]:
    """The registers; most of them run with the slow tests."""
    return [key if key in QUICK else pytest.param(key, marks=pytest.mark.slow) for key in registers()]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", keys())
def test_each_role_gets_what_the_oracle_says(world: World, key: str, role: str) -> None:
    register = registers()[key]
    rows = {unit: add_made_row(register, getattr(world, unit), n) for n, unit in enumerate(UNITS, 1)}
    client = Client()
    client.force_login(who(world)[role].user, backend="django.contrib.auth.backends.ModelBackend")
    answers = []
    for name, allowed in WHO.items():
        pattern = about_registers()[name]
        for unit in UNITS if "row_id" in pattern.pattern.converters else UNITS[:1]:
            arguments = {"register_key": key} | (
                {"row_id": rows[unit]} if "row_id" in pattern.pattern.converters else {}
            )
            ask = client.get if "GET" in getattr(view_of(pattern), "methods", ()) else client.post
            answers.append(
                Asked(name, unit, ask(reverse(name, kwargs=arguments)).status_code, allowed(role, register, unit))
            )
    assert [answer for answer in answers if not answer.right] == []
    if reads(role, register):
        shown = client.get(reverse("register-list", kwargs={"register_key": key})).content.decode()
        linked = {int(found) for found in re.findall(rf'href="/registers/{key}/(\d+)/"', shown)}
        assert linked & set(rows.values()) == {rows[unit] for unit in UNITS if sees(role, register, unit)}


def test_the_oracle_speaks_of_every_role() -> None:
    from yaodian.apps.orgs.permissions import roles

    assert set(ROLES) == {*roles(), "neighbour"}
    assert roles().keys() >= oracle.WHOLE_COUNTY
