"""What a comparison says (对照结果): frozen values."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from yaodian.text.reading import Commitment, Json

Kind = Literal["unchanged", "moved", "reworded", "target", "new", "dropped"]
Answer = Literal["answered", "weaker", "unanswered", "own"]
KINDS: tuple[Kind, ...] = ("target", "reworded", "moved", "new", "dropped", "unchanged")
ANSWERS: tuple[Answer, ...] = ("unanswered", "weaker", "answered", "own")
LABELS: dict[str, str] = {
    "unchanged": "未变",
    "moved": "移动",
    "reworded": "改写",
    "target": "目标变化",
    "new": "新增",
    "dropped": "删去",
    "answered": "已落实",
    "weaker": "低于要求",
    "unanswered": "未落实",
    "own": "我局自有",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes a task: its place in the text, its shown number (2.3), the headings above it, its targets."""

    node: str
    number: str
    title: str
    text: str
    start: int
    end: int
    targets: tuple[Commitment, ...]
    sections: tuple[str, ...] = ()  # from the top down

    def as_json(self) -> dict[str, Json]:
        """The part as a JSON object."""
        return {
            "node": self.node,
            "number": self.number,
            "title": self.title,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "sections": list(self.sections),
            "targets": [target.as_json() for target in self.targets],
        }


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target that is not what it was; `old` is None where it was added, `new` where it was given up."""

    old: Commitment | None
    new: Commitment | None
    says: str

    def as_json(self) -> dict[str, Json]:
        """The change as a JSON object."""
        return {
            "old": self.old.as_json() if self.old else None,
            "new": self.new.as_json() if self.new else None,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """A task of the old plan and the same task in the new one. `kind` is the weightiest thing that happened to it.

    `kin` is the old task that a new one was split off from, or the new task that a dropped one went into.
    """

    kind: Kind
    old: Part | None
    new: Part | None
    likeness: float
    why: str
    targets: tuple[TargetChange, ...] = ()
    moved: bool = False
    reworded: bool = False
    kin: Part | None = None

    def as_json(self) -> dict[str, Json]:
        """The pair as a JSON object."""
        return {
            "kind": self.kind,
            "moved": self.moved,
            "reworded": self.reworded,
            "likeness": self.likeness,
            "why": self.why,
            "old": self.old.as_json() if self.old else None,
            "new": self.new.as_json() if self.new else None,
            "targets": [change.as_json() for change in self.targets],
            "kin": self.kin.number if self.kin else None,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs in the order of the new plan, the dropped ones near their old neighbours."""

    pairs: tuple[Pair, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many of each kind."""
        found = Counter(pair.kind for pair in self.pairs)
        return {kind: found[kind] for kind in KINDS}

    def as_json(self) -> dict[str, Json]:
        """The comparison as a JSON object."""
        return {
            "counts": {str(kind): count for kind, count in self.counts.items()},
            "pairs": [pair.as_json() for pair in self.pairs],
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """A target of the superior's that ours does not reach, and by how much; `ours` is None where we set none.

    Not `certain` is a total that the superior may have set for more than our own area.
    """

    asked: Commitment
    ours: Commitment | None
    says: str
    certain: bool = True

    def as_json(self) -> dict[str, Json]:
        """The gap as a JSON object."""
        return {
            "asked": self.asked.as_json(),
            "ours": self.ours.as_json() if self.ours else None,
            "says": self.says,
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What the superior asks, our tasks that answer it, and what is missing; of ours alone `asked` is None."""

    answer: Answer
    asked: Part | None
    ours: tuple[Part, ...]
    likeness: float
    says: str
    gaps: tuple[Gap, ...] = ()
    asked_targets: tuple[str, ...] = ()  # as the text says them
    our_targets: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """The row as a JSON object."""
        return {
            "answer": self.answer,
            "likeness": self.likeness,
            "says": self.says,
            "asked": self.asked.as_json() if self.asked else None,
            "ours": [part.as_json() for part in self.ours],
            "asked_targets": list(self.asked_targets),
            "our_targets": list(self.our_targets),
            "gaps": [gap.as_json() for gap in self.gaps],
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """The superior's tasks in their order, then ours that answer none of them."""

    rows: tuple[CoverageRow, ...]

    @property
    def counts(self) -> dict[Answer, int]:
        """How many of each answer."""
        found = Counter(row.answer for row in self.rows)
        return {answer: found[answer] for answer in ANSWERS}

    def as_json(self) -> dict[str, Json]:
        """The coverage as a JSON object."""
        return {
            "counts": {str(answer): count for answer, count in self.counts.items()},
            "rows": [row.as_json() for row in self.rows],
        }
