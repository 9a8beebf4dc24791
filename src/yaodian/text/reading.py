"""What a plan says (解读结果): frozen values, each with its place in the text."""

from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Kind = Literal["commit", "stretch", "limit", "resource", "fact"]
Role = Literal["lead", "support"]


class _AsDict:
    """Dataclass values as JSON objects, field by field."""

    __slots__ = ()

    def as_json(self) -> dict[str, Json]:
        """The value as a JSON object."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]  # only dataclasses inherit


@dataclass(frozen=True, slots=True)
class Node(_AsDict):
    """A heading or numbered item; `start`..`end` is its own text with its body paragraphs, without its children."""

    id: str
    parent: str | None
    level: int
    marker: str
    heading: str
    start: int
    end: int
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class Noise(_AsDict):
    """A line that is no content of the plan."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Commitment(_AsDict):
    """A quantity that the plan sets (目标); the span is the number with its unit and the bound that touches it."""

    node: str
    start: int
    end: int
    kind: Kind
    indicator: str
    subject: str
    comparator: str
    value: float
    value_max: float | None
    unit: str
    due: str
    due_text: str
    due_start: int | None
    due_end: int | None
    indicator_code: str | None
    indicator_score: float | None


@dataclass(frozen=True, slots=True)
class Deadline(_AsDict):
    """A time by which or during which something is to be done (时限)."""

    node: str
    start: int
    end: int
    text: str
    norm: str


@dataclass(frozen=True, slots=True)
class Actor(_AsDict):
    """Who acts, where the text itself says so (单位)."""

    node: str
    start: int
    end: int
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Named(_AsDict):
    """A school, project, programme or document that a task is about (对象)."""

    node: str
    start: int
    end: int
    text: str
    type: str


@dataclass(frozen=True, slots=True)
class Doubt(_AsDict):
    """How certain one field of one finding is, and why not fully; `of` and `index` address the finding."""

    of: Literal["outline", "commitments", "deadlines", "actors", "objects", "reading"]
    index: int
    field: str
    certainty: float
    why: str


@dataclass(frozen=True, slots=True)
class Title(_AsDict):
    """The document's title and its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read out of one plan. `text[start:end]` of any part is what it quotes."""

    text: str
    title: Title | None
    year: int | None
    school_year: bool
    outline: tuple[Node, ...]
    noise: tuple[Noise, ...]
    commitments: tuple[Commitment, ...]
    deadlines: tuple[Deadline, ...]
    actors: tuple[Actor, ...]
    objects: tuple[Named, ...]
    doubts: tuple[Doubt, ...]

    def as_json(self) -> dict[str, Json]:
        """The object that plan scorers and the interface read; the text itself is left out."""
        parts: dict[str, Json] = {
            "title": self.title.as_json() if self.title else None,
            "year": self.year,
            "school_year": self.school_year,
        }
        for name in ("outline", "noise", "commitments", "deadlines", "actors", "objects", "doubts"):
            parts[name] = [part.as_json() for part in getattr(self, name)]
        return parts

    def certainty(self, of: str, index: int, field: str) -> float:
        """How certain a field of a finding is, 0 to 1."""
        return min((doubt.certainty for doubt in self.doubts_of(of, index) if doubt.field == field), default=1.0)

    def doubts_of(self, of: str, index: int) -> tuple[Doubt, ...]:
        """The doubts about one finding."""
        return tuple(doubt for doubt in self.doubts if doubt.of == of and doubt.index == index)
