"""What ledgers keep beside the rows themselves: batches of writes, old keys, which office has which duty."""

from yaodian.apps.ledgers.models.batch import Alias, Batch, NextId, OfficeInCharge
from yaodian.apps.ledgers.models.double import Double
from yaodian.apps.ledgers.models.failed import FailedCheck, Sweep
from yaodian.apps.ledgers.models.filing import FiledRow, Filing, FilingStep
from yaodian.apps.ledgers.models.imports import HeadingMap, Import, ImportDecision, ImportProblem
from yaodian.apps.ledgers.models.returns import Return, ReturnColumn, ReturnUnit
from yaodian.apps.ledgers.models.token import ApiToken
from yaodian.apps.ledgers.models.view import SavedView

__all__ = [
    "Alias",
    "ApiToken",
    "Batch",
    "Double",
    "FailedCheck",
    "FiledRow",
    "Filing",
    "FilingStep",
    "HeadingMap",
    "Import",
    "ImportDecision",
    "ImportProblem",
    "NextId",
    "OfficeInCharge",
    "Return",
    "ReturnColumn",
    "ReturnUnit",
    "SavedView",
    "Sweep",
]
