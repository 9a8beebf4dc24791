"""The fields of work, declared: each folder is a field, each module in it a register with its worked examples beside it.

Fields are strangers: a register names another by its key. They are discovered by walking; a county's own fields come as
packages that name themselves under the entry point `yaodian.packs`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from yaodian.registers.catalogue import Catalogue, build_catalogue
from yaodian.registers.discovery import discover
from yaodian.registers.register import Register


@cache
def registers() -> Mapping[str, Register]:
    """All registers by key, in the order of the menu; found once, then closed."""
    return discover(_packages())


@cache
def catalogue() -> Catalogue:
    """All indicators of the packs."""
    return build_catalogue(_packages(), registers())


def _packages() -> list[str]:
    return [__name__, *sorted(point.value for point in entry_points(group="yaodian.packs"))]
