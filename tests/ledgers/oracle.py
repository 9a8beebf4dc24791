"""What each role may see of a register, told apart from the code that decides it: from the role, the register and the unit.

Three units stand for all: 一小 (own), 二小 (a neighbour in the same township), and the township itself is above both.
"""

from tests.world import World
from yaodian.apps.orgs.acting import Acting
from yaodian.registers.register import Fills, Register

WHOLE_COUNTY = {"bureau-leader", "plan-clerk", "auditor", "office-head", "office-clerk"}
OFFICE_OF_THE_WORLD = "basic-education"  # where bai and sun work
UNMASKS = {"office-head", "office-clerk", "township", "principal", "school-clerk", "auditor"}
FILLS = {"principal", "school-clerk"}
LOOKS_UP = {"office-head", "office-clerk"}


def who(world: World) -> dict[str, Acting]:
    """One actor for each role, and a clerk of another school."""
    return {**world.of, "neighbour": world.chang}


def reads(role: str, register: Register) -> bool:
    """Whether the role reads this register at all."""
    if role == "administrator":
        return False
    if role in ("office-head", "office-clerk"):
        return OFFICE_OF_THE_WORLD in (register.office, *register.offices)
    return True


def reaches(role: str, unit: str) -> bool:
    """Whether the role reaches 一小 ("first") or 二小 ("second")."""
    return {
        "principal": unit == "first",
        "school-clerk": unit == "first",
        "neighbour": unit == "second",
        "inspector": unit == "second",
        "administrator": True,
        "township": True,
    }.get(role, role in WHOLE_COUNTY)


def sees(role: str, register: Register, unit: str) -> bool:
    """Whether the role sees the unit's row."""
    return reads(role, register) and reaches(role, unit)


def fills(role: str, register: Register, unit: str) -> bool:
    """Whether the role writes the unit's rows."""
    if role in ("office-head", "office-clerk"):
        return register.office == OFFICE_OF_THE_WORLD
    own = role in FILLS or role == "neighbour"
    return own and register.fills is Fills.UNIT and reaches(role, unit)
