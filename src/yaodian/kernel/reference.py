"""Naming a thing across floors: a kind and a key, so that nobody below needs to know what lies above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing of some kind by its key.

    >>> str(Reference("register.pupils", "12"))
    'register.pupils:12'
    >>> Reference.read("plans.item:7")
    Reference(kind='plans.item', key='7')
    """

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def read(cls, text: str) -> "Reference":
        """The reference that `str()` wrote; ValueError for anything else."""
        kind, colon, key = text.partition(":")
        if not (kind and colon and key):
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, key)
