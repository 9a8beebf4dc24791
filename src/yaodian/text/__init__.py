"""Text 文本: a document → paragraphs → outline → clauses → commitments, deadlines, actors, objects, each with its span."""

from yaodian.text.anthology import PlanPart, split_plans
from yaodian.text.dates import due_date
from yaodian.text.plan import read_plan
from yaodian.text.reading import Actor, Commitment, Deadline, Doubt, Named, Node, Noise, Reading, Title

__all__ = [
    "Actor",
    "Commitment",
    "Deadline",
    "Doubt",
    "Named",
    "Node",
    "Noise",
    "PlanPart",
    "Reading",
    "Title",
    "due_date",
    "read_plan",
    "split_plans",
]
