"""Registers the background works of imports when Django is ready, in the worker too."""

from yaodian.apps.ledgers.imports import works

__all__ = ["works"]
