"""What ledgers keep beside the rows themselves: batches of writes, old keys, which office has which duty."""

from yaodian.apps.ledgers.models.batch import Alias, Batch, NextId, OfficeInCharge
from yaodian.apps.ledgers.models.failed import FailedCheck, Sweep
from yaodian.apps.ledgers.models.imports import HeadingMap, Import, ImportDecision, ImportProblem

__all__ = [
    "Alias",
    "Batch",
    "FailedCheck",
    "HeadingMap",
    "Import",
    "ImportDecision",
    "ImportProblem",
    "NextId",
    "OfficeInCharge",
    "Sweep",
]
