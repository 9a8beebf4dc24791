"""What nodes and measures have in common: frozen dataclasses that are registered by name and know their type."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar


class Term:
    """A part of a definition. `Node` (an expression over a row) and `Measure` (over many) hold their own `classes`; every
    class below them is a frozen dataclass, registered there by its name."""

    classes: ClassVar[dict[str, Any]]
    type: Any

    def __init_subclass__(cls) -> None:
        if "classes" not in vars(cls):
            made = dataclass(frozen=True)(cls)
            made.__hash__ = _once(made.__hash__)  # type: ignore[method-assign, assignment]
            cls.classes[cls.__name__] = made

    def __getstate__(self) -> dict[str, Any]:
        """Without the hash, which is another in another process."""
        return {name: value for name, value in vars(self).items() if name != _HASH}

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", self.typed())

    def typed(self) -> Any:
        """Its type; DeclarationError where the fields do not go together."""
        raise TypeError(f"{self.__class__.__name__} does not say its type")


_HASH = "hash of this process"


def _once(hashed: Callable[[Any], int]) -> Callable[[Any], int]:
    """The same hash, computed once for each term: it goes through all that is inside, and terms are keys everywhere."""

    def kept(term: Any) -> int:
        try:
            return term.__dict__[_HASH]  # type: ignore[no-any-return]  # which is the fastest way
        except KeyError:
            found = term.__dict__[_HASH] = hashed(term)
            return found

    return kept
