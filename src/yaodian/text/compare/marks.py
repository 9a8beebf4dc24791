"""Which words of two texts differ, for showing them side by side."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from yaodian.text.characters import fold
from yaodian.text.compare.wording import marker_end
from yaodian.text.phrases import compiled

SHORTEST = 2  # a single character that happens to be the same between two changes is no common ground
LONGEST = 3000  # beyond this the comparison grows too slow for a page, and nobody reads the marks
SIGN = r"\d+(?:[.,]\d+)*|(?s:.)"  # a figure is one sign: 95 became 98, not 5 became 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether the other text has it."""

    text: str
    changed: bool


def marked(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, the changed ones marked; another marker, full and half width are no change.

    >>> [piece.text for piece in marked("2.达到９８％以上", "3.达到98.5%以上")[1] if piece.changed]
    ['98.5']
    """
    if max(len(old), len(new)) > LONGEST:
        return [Piece(old, changed=True)], [Piece(new, changed=True)]
    heads = marker_end(old), marker_end(new)
    left, right = compiled(SIGN).findall(old[heads[0] :]), compiled(SIGN).findall(new[heads[1] :])
    blocks = SequenceMatcher(None, [*map(fold, left)], [*map(fold, right)], autojunk=False).get_matching_blocks()
    same = [block for block in blocks if block.size >= SHORTEST or _at_edge(block.a, block.size, len(left))]
    return (
        _pieces(old[: heads[0]], left, [(block.a, block.a + block.size) for block in same]),
        _pieces(new[: heads[1]], right, [(block.b, block.b + block.size) for block in same]),
    )


def _at_edge(start: int, size: int, length: int) -> bool:
    return size > 0 and (start == 0 or start + size == length)


def _pieces(head: str, signs: list[str], same: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [Piece(head, changed=False)], 0
    for start, end in same:
        pieces += [Piece("".join(signs[at:start]), changed=True), Piece("".join(signs[start:end]), changed=False)]
        at = end
    pieces.append(Piece("".join(signs[at:]), changed=True))
    return [piece for piece in pieces if piece.text]
