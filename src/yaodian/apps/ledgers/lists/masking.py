"""Sensitive values as they are shown until somebody unmasks them for a purpose: enough to tell rows apart, no more."""

from functools import singledispatch

from yaodian.registers.columns import Column, IdNumber, Phone, Text

HIDDEN = "****"


@singledispatch
def masked(column: Column, text: str) -> str:  # noqa: ARG001  # by type
    """A value's text without what is sensitive in it: nothing at all, unless its kind says more below."""
    return HIDDEN


@masked.register
def _name(column: Text, text: str) -> str:
    """张*, 欧**; other words are hidden."""
    return text[0] + "*" * (len(text) - 1) if column.name and len(text) > 1 else HIDDEN


@masked.register
def _number(column: IdNumber, text: str) -> str:  # noqa: ARG001  # by type
    """3****************2."""
    return text[0] + "*" * (len(text) - 2) + text[-1] if len(text) > 6 else HIDDEN


@masked.register
def _phone(column: Phone, text: str) -> str:  # noqa: ARG001  # by type
    """138****0000."""
    return f"{text[:3]}{HIDDEN}{text[-4:]}" if len(text) >= 11 else HIDDEN
