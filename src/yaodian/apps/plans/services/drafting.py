"""From a reading to drafts of items, targets and doubts: pure, in the order of the text.

A leaf of the outline becomes a task (任务), an inner node a section (标题). Promises in the paragraphs under an inner
heading become a task of their own, so that none is lost. A document without any numbering gives one task a paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from yaodian.apps.plans.models import Item, Target
from yaodian.text import Commitment, Reading, due_date

PREAMBLE = re.compile("指导思想|(?:工作|总体)(?:思路|要求)|指导原则|基本原则")
TITLE_ENDS = re.compile("[。；！？\n]")
LONGEST_TITLE = 60
SENTENCE_ENDS = "。；！？;\n"
TOO_LARGE = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class DoubtDraft:
    """A doubt: which field (of the item, or of its `target`-th target), how certain, why, where."""

    field: str
    certainty: float
    why: str
    start: int | None = None
    end: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item with its place; `parent` is the index of an earlier draft."""

    kind: str
    title: str
    start: int
    end: int
    parent: int | None
    node: str
    targets: tuple[Commitment, ...] = ()
    doubts: tuple[DoubtDraft, ...] = field(default=())


def first_words(text: str) -> str:
    """A title from the opening of a text: the first sentence without its number, cut at 60 characters.

    >>> first_words("3.严控书面作业。小学一、二年级不布置书面作业。")
    '严控书面作业'
    """
    bare = re.sub(r"^[\s\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?", "", text)
    opening = TITLE_ENDS.split(bare.strip(), maxsplit=1)[0].strip()
    return opening if len(opening) <= LONGEST_TITLE else opening[: LONGEST_TITLE - 1] + "…"


def tight(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends.

    >>> tight("  甲乙 ", 0, 5)
    (2, 4)
    """
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def split_points(text: str, item: Item) -> list[int]:
    """Where the item may be split: the beginnings of its sentences but the first, as places in the plan's text."""
    points = []
    for at in range(item.start, item.end - 1):
        if text[at] in SENTENCE_ENDS:
            after = at + 1
            while after < item.end and (text[after].isspace() or text[after] in SENTENCE_ENDS + "”）"):
                after += 1
            if after < item.end and after not in points and text[item.start : after].strip():
                points.append(after)
    return points


def draft_items(reading: Reading) -> list[ItemDraft]:
    """All items of a reading, in document order."""
    if not reading.outline:
        return _from_paragraphs(reading)
    promised: dict[str, list[Commitment]] = {}
    for commitment in reading.commitments:
        if commitment.kind != "fact":
            promised.setdefault(commitment.node, []).append(commitment)
    drafts: list[ItemDraft] = []
    index_of: dict[str, int] = {}
    for node in reading.outline:
        start, end = tight(reading.text, node.start, node.end)
        parent = index_of.get(node.parent or "")
        targets = tuple(promised.get(node.id, ()))
        title = node.heading.strip() or first_words(reading.text[start:end])
        index_of[node.id] = len(drafts)
        if node.is_leaf:
            kind = Item.Kind.NONE if PREAMBLE.search(title) and not targets else Item.Kind.TASK
            drafts.append(ItemDraft(kind, title, start, end, parent, node.id, targets))
            continue
        head_end = reading.text.find("\n", start, end)
        body = tight(reading.text, head_end, end) if head_end > 0 else (end, end)
        inside = tuple(target for target in targets if target.start >= body[0])
        section_end = tight(reading.text, start, head_end)[1] if inside else end
        drafts.append(ItemDraft(Item.Kind.SECTION, title, start, section_end, parent, node.id))
        if inside:
            words = first_words(reading.text[slice(*body)])
            drafts.append(ItemDraft(Item.Kind.TASK, words, *body, index_of[node.id], node.id, inside))
    return drafts


def _from_paragraphs(reading: Reading) -> list[ItemDraft]:
    skipped = {(noise.start, noise.end) for noise in reading.noise}
    if reading.title:
        skipped.add((reading.title.start, reading.title.end))
    drafts: list[ItemDraft] = []
    for match in re.finditer(r"[^\n]+", reading.text):
        start, end = tight(reading.text, *match.span())
        if start >= end or any(a < end and start < b for a, b in skipped):
            continue
        inside = tuple(c for c in reading.commitments if start <= c.start and c.end <= end and c.kind != "fact")
        title = first_words(reading.text[start:end])
        drafts.append(ItemDraft(Item.Kind.TASK, title, start, end, None, "", inside))
    return drafts


def with_doubts(drafts: list[ItemDraft], found: dict[int, list[DoubtDraft]]) -> Iterator[ItemDraft]:
    """The drafts with the doubts found for them, by index."""
    for index, draft in enumerate(drafts):
        yield replace(draft, doubts=tuple(found.get(index, ())))


def target_of(commitment: Commitment, order: int, *, year: int, school_year: bool) -> Target | None:
    """The target (not saved, without item) that a commitment makes; None where its number cannot be kept."""
    try:
        value = Decimal(str(commitment.value)).quantize(Decimal("0.000001"))
        top = None if commitment.value_max is None else Decimal(str(commitment.value_max)).quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None
    if max(abs(value), abs(top or 0)) >= TOO_LARGE:
        return None
    comparator = (
        commitment.comparator if commitment.comparator in Target.Comparator.values else Target.Comparator.EXACTLY
    )
    if comparator == Target.Comparator.RANGE and (top is None or top < value):
        comparator, top = Target.Comparator.EXACTLY, None
    if comparator != Target.Comparator.RANGE:
        top = None
    return Target(
        order=order,
        indicator=commitment.indicator[:200],
        indicator_code=(commitment.indicator_code or "")[:80],
        subject=commitment.subject[:200],
        kind=commitment.kind,
        comparator=comparator,
        value=value,
        value_max=top,
        unit=commitment.unit[:40],
        due=due_date(commitment.due, plan_year=year, school_year=school_year) if commitment.due else None,
        due_text=commitment.due_text[:100],
        start=commitment.start,
        end=commitment.end,
    )
