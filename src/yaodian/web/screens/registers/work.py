"""Registers the background work of exports when Django is ready, in the worker too."""

from yaodian.apps.ledgers import exporting

__all__ = ["exporting"]
