"""Finding registers: every Register in the modules of a package of fields, checked against each other."""

import pkgutil
from collections.abc import Iterable, Mapping
from importlib import import_module
from types import MappingProxyType

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.resolve import validate
from yaodian.registers.columns import Choice
from yaodian.registers.register import Register


def discover(packages: Iterable[str]) -> Mapping[str, Register]:
    """All registers by key, sorted by `order`; a field is a sub-package, a register a module of it.

    DeclarationError for two of one key, for a reference to a register that is not there, and for fields that refer to
    each other in a circle (their tables could not be made one after the other).
    """
    found: dict[str, Register] = {}
    for package in packages:
        for field, register in _in(package):
            if register.key in found:
                raise DeclarationError(f"two registers with the key {register.key!r}")
            found[register.key] = register.sealed(field)
    for register in found.values():
        for key in register.references - found.keys():
            raise DeclarationError(f"register {register.key} refers to {key!r}, which is not there")
    _in_order(found)
    _resolve(found)
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0]))))


def _in(package: str) -> Iterable[tuple[str, Register]]:
    home = import_module(package)
    for field in pkgutil.iter_modules(home.__path__):
        if not field.ispkg:
            continue
        folder = import_module(f"{package}.{field.name}")
        for module in pkgutil.iter_modules(folder.__path__):
            declared = getattr(import_module(f"{folder.__name__}.{module.name}"), "register", None)
            if isinstance(declared, Register):
                yield field.name, declared


def _resolve(found: Mapping[str, Register]) -> None:
    """Finish the checks' conditions now that all columns are known; what makes no sense is refused here."""
    types = {key: register.types for key, register in found.items()}
    codes = {
        column.codes: frozenset(code.code for code in column.code_list.codes)
        for register in found.values()
        for column in register.columns
        if isinstance(column, Choice)
    }
    conditions = {(key, code): check.bad for key, register in found.items() for code, check in register.checks.items()}
    done = validate(conditions, types, codes)
    for key, register in found.items():
        register.resolved({code: done[key, code] for code in register.checks})


def _in_order(found: Mapping[str, Register]) -> None:
    """Refuse circles between fields."""
    below: dict[str, set[str]] = {register.field: set() for register in found.values()}
    for register in found.values():
        below[register.field] |= {found[key].field for key in register.references} - {register.field}
    while below:
        free = [field for field, needs in below.items() if not needs & below.keys()]
        if not free:
            raise DeclarationError(f"fields refer to each other in a circle: {', '.join(sorted(below))}")
        for field in free:
            del below[field]
