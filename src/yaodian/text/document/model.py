"""What a document is once it is open."""

from bisect import bisect_right
from dataclasses import asdict, dataclass, field
from typing import Literal

from yaodian.text.reading import Json

FileKind = Literal["txt", "docx", "pdf", "xlsx", "paste"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the canonical text comes from. `run` is None for what was recovered, such as numbering."""

    start: int
    end: int
    paragraph: int
    run: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def as_json(self) -> dict[str, Json]:
        """The place without what does not apply."""
        return {key: value for key, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Document:
    """A document's canonical text, in which all offsets count, its kind, and the places that it came from."""

    text: str
    kind: FileKind
    places: tuple[Place, ...]

    def place_at(self, offset: int) -> Place | None:
        """The place of one character; None where it was added to join parts."""
        index = bisect_right(self.places, offset, key=lambda place: place.start) - 1
        if index < 0 or offset >= self.places[index].end:
            return None
        return self.places[index]


@dataclass(slots=True)
class Builder:
    """Collects text and places while a file is walked."""

    parts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    length: int = 0
    paragraph: int = 0

    def add(
        self, text: str, run: int | None, *, page: int | None = None, cell: tuple[int, int, int] | None = None
    ) -> None:
        """Append characters with their origin."""
        if not text:
            return
        table, row, column = cell or (None, None, None)
        end = self.length + len(text)
        self.places.append(Place(self.length, end, self.paragraph, run, page, table, row, column))
        self.parts.append(text)
        self.length = end

    def close_paragraph(self) -> None:
        """End the line; the next text belongs to the next paragraph."""
        self.parts.append("\n")
        self.length += 1
        self.paragraph += 1

    def joined(self) -> str:
        """The text so far, without the last line's end."""
        return "".join(self.parts).removesuffix("\n")
