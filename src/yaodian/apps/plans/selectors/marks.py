"""A text (a plan's or a revision's) as paragraphs of marked pieces: headings, numbers, dates, names, what is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any

from yaodian.apps.plans.models import Item
from yaodian.apps.plans.models.document import Document

# in order of precedence: where marks overlap the earlier one holds
LEVELS = ("doubt", "num", "date", "name", "head")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one mark ("" for none); `start` counts in the plan's text."""

    start: int
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text: its shown number, place, the item it belongs to, and its pieces."""

    number: int
    start: int
    end: int
    item: Item | None
    level: int  # of a heading, 1 the highest; 0: no heading
    pieces: tuple[Piece, ...]


Spans = list[tuple[int, int, str]]


def spans_of(document: Document, items: Iterable[Item] = ()) -> Spans:
    """All marks of a text: from its reading, and from the unsettled doubts of the items given (whose places count in it)."""
    reading: dict[str, Any] = document.reading or {}
    spans: Spans = []
    for node in reading.get("outline", ()):
        line_end = document.text.find("\n", node["start"])
        end = node["start"] + len(node["marker"]) + len(node["heading"])
        spans.append((node["start"], min(max(end, node["start"] + 1), line_end if line_end > 0 else end), "head"))
    for name, mark in (("commitments", "num"), ("deadlines", "date"), ("actors", "name")):
        spans += [(part["start"], part["end"], mark) for part in reading.get(name, ())]
    for item in items:
        spans += [
            (doubt.start, doubt.end, "doubt")
            for doubt in getattr(item, "open_doubts", ())
            if doubt.start is not None and doubt.end is not None and doubt.target_id is None
        ]
    return spans


def pieces_of(text: str, start: int, end: int, spans: Spans) -> tuple[Piece, ...]:
    """`text[start:end]` cut where marks begin and end; the pieces joined give it back."""
    inside = [(max(a, start), min(b, end), mark) for a, b, mark in spans if a < end and b > start and a < b]
    cuts = sorted({start, end, *(a for a, _b, _m in inside), *(b for _a, b, _m in inside)})
    pieces: list[Piece] = []
    for a, b in pairwise(cuts):
        # a heading's bar stands where it begins, not again behind each number inside it
        marks = {mark for x, y, mark in inside if x <= a and b <= y and (mark != "head" or x == a)}
        mark = next((level for level in LEVELS if level in marks), "")
        if pieces and pieces[-1].mark == mark and mark in ("", "head"):
            pieces[-1] = Piece(pieces[-1].start, pieces[-1].text + text[a:b], mark)
        else:
            pieces.append(Piece(a, text[a:b], mark))
    return tuple(pieces)


def paragraphs_of(document: Document, items: list[Item]) -> list[Paragraph]:
    """The whole text by lines that say something, each with its number, its item and its marked pieces.

    The places of `items` must count in this text (`wordings.document_of`).
    """
    levels = {node["start"]: node["level"] for node in (document.reading or {}).get("outline", ())}
    spans = sorted(spans_of(document, items))
    paragraphs: list[Paragraph] = []
    at, first = 0, 0
    ordered = sorted(items, key=lambda item: (item.start, -item.end))
    for number, line in enumerate(document.text.split("\n"), start=1):
        end = at + len(line)
        if line.strip():
            while first < len(spans) and spans[first][1] <= at and spans[first][0] < at:
                first += 1
            near = list(takewhile(lambda span, end=end: span[0] < end, spans[first:]))
            starts = [levels[key] for key in levels if at <= key < end]
            owner = None
            for item in ordered:
                if item.start >= end:
                    break
                if item.end > at:
                    owner = item
            paragraphs.append(
                Paragraph(number, at, end, owner, min(starts, default=0), pieces_of(document.text, at, end, near))
            )
        at = end + 1
    return paragraphs


def paragraph_number(text: str, offset: int) -> int:
    """The number (from 1) of the line that holds a place of the text."""
    return text.count("\n", 0, offset) + 1
