"""Figures of a clause with the words that belong to each (并列): 高中1所、初中2所; 投资100万元建成4个教室."""

from dataclasses import dataclass
from itertools import pairwise

from yaodian.text.clauses import FILLER, Clause, Range, Sentence
from yaodian.text.passages import Passage
from yaodian.text.phrases import compiled
from yaodian.text.quantities import Quantity

JOINED = rf"[、,和及与以并{FILLER}]*"
JOINT = "、|和|及|与|以及"


@dataclass(frozen=True, slots=True)
class Piece:
    """Quantities in a row that share their words: where the words before and behind them stand."""

    quantities: tuple[Quantity, ...]
    lead: Range
    behind: Range


def within(passage: Passage, sentence: Sentence, clause: Clause) -> tuple[Quantity, ...]:
    """The quantities of a clause; what stands in brackets belongs to the sentence inside them."""
    found = (q for q in passage.quantities if clause.start <= q.start < clause.end)
    return tuple(q for q in found if sentence.inner or passage.bare[q.start] != FILLER)


def pieces_of(words: str, clause: Clause, quantities: tuple[Quantity, ...]) -> list[Piece]:
    """Group quantities joined by nothing but 、和, and share out the words between the groups."""
    rows: list[list[Quantity]] = []
    for quantity in quantities:
        if rows and _joins(words[rows[-1][-1].end : quantity.start], quantity):
            rows[-1].append(quantity)
        else:
            rows.append([quantity])
    if not rows:
        return []
    edges = [_share_out(words, left[-1], right[0].start) for left, right in pairwise(rows)]
    begins = [clause.start, *(begin for _, begin in edges)]
    ends = [*(end for end, _ in edges), clause.end]
    return [
        Piece(tuple(row), (begin, row[0].start), (row[-1].end, max(min(end, clause.end), row[-1].end)))
        for row, begin, end in zip(rows, begins, ends, strict=True)
    ]


def _joins(between: str, quantity: Quantity) -> bool:
    return compiled(JOINED).fullmatch(between) is not None or (quantity.rank and between == "争")


def _share_out(words: str, left: Quantity, end: int) -> Range:
    """Where the words behind the left figure end, and where those before the right one begin."""
    start = left.end
    between = words[start:end]
    whom = compiled("[为对给向使让](?:全[县市区校])?$").search(words, max(0, left.start - 3), left.start)
    if whom and left.unit_class in ("count", "person"):
        return end, start  # 为26所学校更新设备312套: what is done for them is told behind
    if opened := compiled(rf"{FILLER}*(?:{JOINT}|,)").match(between):
        return start, start + opened.end()
    if closed := compiled(rf"(?:{JOINT}){FILLER}*$").search(between):
        return start + closed.start(), end
    if cut := compiled(JOINT).search(between):
        return start + cut.start(), start + cut.end()
    if left.unit_class == "money":
        return len(words), start  # 投资100万元建成4个教室: the money is for all that follows
    return start, start
