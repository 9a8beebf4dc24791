"""From a reading to the places that become items: sections, tasks, and what is no task, in the order of the text.

A leaf of the outline becomes a task (任务), an inner node a section (标题). Promises in the paragraphs under an inner
heading become a task of their own, so that none is lost. A document without any numbering gives one task a paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from yaodian.text.phrases import compiled
from yaodian.text.reading import Commitment, Reading

PREAMBLE = "指导思想|(?:工作|总体)(?:思路|要求)|指导原则|基本原则"
TITLE_ENDS = "[。；！？\n]"
MARKER = r"^[\s\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?"
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A section, a task, or what is neither; `parent` is the index of an earlier place."""

    kind: Literal["section", "task", "none"]
    title: str
    start: int
    end: int
    parent: int | None
    node: str
    targets: tuple[Commitment, ...] = ()


def first_words(text: str) -> str:
    """A title from the opening of a text: the first sentence without its number, cut at 60 characters.

    >>> first_words("3.严控书面作业。小学一、二年级不布置书面作业。")
    '严控书面作业'
    """
    bare = compiled(MARKER).sub("", text)
    opening = compiled(TITLE_ENDS).split(bare.strip(), maxsplit=1)[0].strip()
    return opening if len(opening) <= LONGEST_TITLE else opening[: LONGEST_TITLE - 1] + "…"


def tight(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends.

    >>> tight("  甲乙 ", 0, 5)
    (2, 4)
    """
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def read_places(reading: Reading) -> list[Place]:
    """All places of a reading, in document order."""
    if not reading.outline:
        return _from_paragraphs(reading)
    promised: dict[str, list[Commitment]] = {}
    for commitment in reading.commitments:
        if commitment.kind != "fact":
            promised.setdefault(commitment.node, []).append(commitment)
    places: list[Place] = []
    index_of: dict[str, int] = {}
    for node in reading.outline:
        start, end = tight(reading.text, node.start, node.end)
        parent = index_of.get(node.parent or "")
        targets = tuple(promised.get(node.id, ()))
        title = node.heading.strip() or first_words(reading.text[start:end])
        index_of[node.id] = len(places)
        if node.is_leaf:
            preamble = compiled(PREAMBLE).search(title) and not targets
            places.append(Place("none" if preamble else "task", title, start, end, parent, node.id, targets))
            continue
        head_end = reading.text.find("\n", start, end)
        body = tight(reading.text, head_end, end) if head_end > 0 else (end, end)
        inside = tuple(target for target in targets if target.start >= body[0])
        section_end = tight(reading.text, start, head_end)[1] if inside else end
        places.append(Place("section", title, start, section_end, parent, node.id))
        if inside:
            words = first_words(reading.text[slice(*body)])
            places.append(Place("task", words, *body, index_of[node.id], node.id, inside))
    return places


def _from_paragraphs(reading: Reading) -> list[Place]:
    skipped = {(noise.start, noise.end) for noise in reading.noise}
    if reading.title:
        skipped.add((reading.title.start, reading.title.end))
    places: list[Place] = []
    for match in re.finditer(r"[^\n]+", reading.text):
        start, end = tight(reading.text, *match.span())
        if start >= end or any(a < end and start < b for a, b in skipped):
            continue
        inside = tuple(c for c in reading.commitments if start <= c.start and c.end <= end and c.kind != "fact")
        places.append(Place("task", first_words(reading.text[start:end]), start, end, None, "", inside))
    return places


def numbers_of(places: Sequence[Place]) -> list[str]:
    """The shown numbers of places."""
    return shown_numbers([(place.parent, place.kind) for place in places])


def shown_numbers(rows: Sequence[tuple[int | None, str]]) -> list[str]:
    """Numbers of rows in document order, each given as (index of its parent, kind: section, task, none).

    Tasks count within their top section, as 2.3; what stands at the top has its section's; others show none.

    >>> shown_numbers([(None, "section"), (0, "section"), (1, "task"), (0, "task"), (0, "none"), (None, "task")])
    ['1', '', '1.1', '1.2', '', '2']
    """
    tops: dict[int, int] = {}
    counts: dict[int, int] = {}
    numbers = []
    for index, (_parent, kind) in enumerate(rows):
        top = index
        while (above := rows[top][0]) is not None:
            top = above
        section = tops.setdefault(top, len(tops) + 1)
        number = ""
        if top == index and kind != "none":
            number = str(section)
        elif kind == "task":
            counts[section] = counts.get(section, 0) + 1
            number = f"{section}.{counts[section]}"
        numbers.append(number)
    return numbers
