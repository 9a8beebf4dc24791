"""Who may say that rows must stay as they are: functions that registered here are asked before rows are written or undone."""

from collections.abc import Callable, Mapping

from yaodian.apps.ledgers.models import Batch
from yaodian.kernel.errors import NotNow
from yaodian.registers.register import Kind, Register

Keeper = Callable[[Register, Batch], Mapping[int, str]]
Lock = Callable[[Register, str, frozenset[int]], Mapping[int, str]]
_keepers: list[Keeper] = []
_locks: list[Lock] = []


def keeps(function: Keeper) -> Keeper:
    """Register a function that says which rows of a batch must stay when it is undone: row → why (handed in since …)."""
    _keepers.append(function)
    return function


def locks(function: Lock) -> Lock:
    """Register a function that says which units' rows of a period may not be written: unit → why."""
    _locks.append(function)
    return function


def kept_rows(register: Register, batch: Batch) -> dict[int, str]:
    """The rows of a batch that somebody keeps."""
    found: dict[int, str] = {}
    for keeper in _keepers:
        found |= keeper(register, batch)
    return found


def locked_units(register: Register, period: str, units: frozenset[int]) -> dict[int, str]:
    """The units whose rows of this period may not be written."""
    found: dict[int, str] = {}
    for lock in _locks:
        found |= lock(register, period, units)
    return found


def refuse_locked(register: Register, period: str, *units: int) -> None:
    """NotNow where one of these units' rows of the period may not be written; asked inside the write's transaction."""
    if register.kind is not Kind.PERIODIC:
        return
    for why in locked_units(register, period, frozenset(units)).values():
        raise NotNow(why)
