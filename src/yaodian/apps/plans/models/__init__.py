"""Plans, their items and targets, the breakdown that assigns them, and what is reported on them."""

from yaodian.apps.plans.models.breakdown import Adjustment, OfficeDuty, Opinion, Subtask
from yaodian.apps.plans.models.plan import Doubt, Item, Plan, Target
from yaodian.apps.plans.models.review import Edit
from yaodian.apps.plans.models.revision import Revision, TargetVersion
from yaodian.apps.plans.models.running import Comment, Figure, Report, ReportFile, Request

__all__ = [
    "Adjustment",
    "Comment",
    "Doubt",
    "Edit",
    "Figure",
    "Item",
    "OfficeDuty",
    "Opinion",
    "Plan",
    "Report",
    "ReportFile",
    "Request",
    "Revision",
    "Subtask",
    "Target",
    "TargetVersion",
]
