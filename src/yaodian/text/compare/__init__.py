"""Two plans side by side (两份对照): the tasks of both, matched one to one by meaning and place; and who answers whom.

Pure and deterministic: two readings in, frozen values out.
"""

from yaodian.text.compare.coverage import cover
from yaodian.text.compare.differences import compare
from yaodian.text.compare.model import (
    Comparison,
    Coverage,
    CoverageRow,
    Gap,
    Pair,
    Part,
    TargetChange,
)
from yaodian.text.compare.parts import parts_of

__all__ = [
    "Comparison",
    "Coverage",
    "CoverageRow",
    "Gap",
    "Pair",
    "Part",
    "TargetChange",
    "compare",
    "cover",
    "parts_of",
]
