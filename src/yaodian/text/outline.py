"""Stage 2: paragraphs into the tree of headings and numbered items (提纲), by this document's own order of levels."""

from bisect import bisect
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from re import Pattern

from yaodian.text.lines import Paragraph
from yaodian.text.markers import RANK, WEAK, Marker, marker_at
from yaodian.text.phrases import compiled, group, groups
from yaodian.text.reading import Node

HEADING_STOPS = "。:;"
LONGEST_HEADING = 60
LOOK_AHEAD = 300  # items among which a numbering is looked for that goes on
HEAD = Marker("head", "", 0)  # a short line that ends with a colon, or a month of a calendar of work
ALONE = Marker("alone", "", 0)  # 指导思想, 保障措施: a heading by its words
UNNUMBERED = ("head", "alone")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph that opens a node."""

    index: int
    marker: Marker


@dataclass(frozen=True, slots=True)
class Outline:
    """Result of the stage: nodes in document order, for each the numbers of its own paragraphs, and what stands before."""

    nodes: tuple[Node, ...]
    bodies: tuple[range, ...]
    opening: range


def read_outline(text: str, paragraphs: tuple[Paragraph, ...]) -> Outline:
    """The outline of a document; a document without any marker has no node."""
    items = _items(paragraphs)
    bounds = [item.index for item in items] + [len(paragraphs)]
    depths = _depths(items, paragraphs)
    nodes: list[Node] = []
    path: list[int] = []  # positions in `nodes` of the open ones
    children: list[int] = [0]
    for item, depth, (begin, end) in zip(items, depths, pairwise(bounds), strict=True):
        del path[depth:], children[depth + 1 :]
        children[-1] += 1
        parent = nodes[path[-1]] if path else None
        head = paragraphs[begin]
        node = Node(
            id=f"{parent.id}.{children[-1]}" if parent else str(children[-1]),
            parent=parent.id if parent else None,
            level=depth + 1,
            marker=text[head.span.start : head.offsets[len(item.marker.text) - 1] + 1] if item.marker.text else "",
            heading=_heading(text, head, item.marker),
            start=head.span.start,
            end=paragraphs[end - 1].span.end,
            is_leaf=True,
        )
        if parent and parent.is_leaf:
            nodes[path[-1]] = replace(parent, is_leaf=False)
        path.append(len(nodes))
        nodes.append(node)
        children.append(0)
    return Outline(tuple(nodes), tuple(range(begin, end) for begin, end in pairwise(bounds)), range(bounds[0]))


def _items(paragraphs: tuple[Paragraph, ...]) -> list[Item]:
    found = [(index, marker_at(paragraph.norm)) for index, paragraph in enumerate(paragraphs)]
    strong = [Item(index, marker) for index, marker in found if marker and marker.kind not in WEAK]
    weak = [Item(index, marker) for index, marker in found if marker and marker.kind in WEAK]
    kept = strong + _runs(weak, strong)
    taken = {item.index for item in kept}
    title = 0 if paragraphs and is_title(paragraphs[0].norm) else -1
    for index, paragraph in enumerate(paragraphs):
        if index not in taken and index != title and (marker := _heading_line(paragraph.norm)):
            kept.append(Item(index, marker))
    return sorted(kept, key=lambda item: item.index)


def _runs(weak: list[Item], strong: list[Item]) -> list[Item]:
    """Weak markers that count on from one: 一学习…, 二认真…, 三抓好…"""
    kept: list[Item] = []
    tops = [item.index for item in strong if item.marker.kind == "cn"]
    for kind in {item.marker.kind for item in weak}:
        run: list[Item] = []
        lone: list[Item] = []
        some = False
        for item in [item for item in weak if item.marker.kind == kind]:
            # a heading of the first level between them starts the count anew
            cut = bool(run) and bisect(tops, run[-1].index) != bisect(tops, item.index)
            if run and not cut and item.marker.number == run[-1].marker.number + 1:
                run.append(item)
                continue
            some |= len(run) > 1
            (kept if len(run) > 1 else lone).extend(run)
            run = [item] if item.marker.number == 1 else []
        some |= len(run) > 1
        (kept if len(run) > 1 else lone).extend(run)
        if some and kind == "bare":
            heads = {item.index + 1 for item in strong}
            kept += [item for item in lone if item.index in heads]
    return kept


def is_title(line: str) -> bool:
    """Whether a document's first line is its title: short, unnumbered, no full stop, named after a kind of paper."""
    if (
        line in groups("headings")["alone"]
        or len(line) > 50
        or line[-1] in "。;,:"
        or marker_at(line) is not None
        or "。" in line
    ):
        return False
    return compiled(f"(?:{group('headings', 'title')})").search(line) is not None


@cache
def _alone() -> Pattern[str]:
    """总体思路, 主要任务和措施: words that only headings are made of."""
    word = f"(?:{group('headings', 'which')})*(?:{group('headings', 'what')})"
    return compiled(f"(?:{group('headings', 'alone')}|{word}(?:[及和与、]{word})*):?")


def _heading_line(line: str) -> Marker | None:
    """The kind of unnumbered heading that a line is, if it is one."""
    if len(line) > 18 or compiled("[,。;“]").search(line):
        return None
    if _alone().fullmatch(line):
        return ALONE
    if compiled(
        r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[、—-](?:\d{1,2}|[一二三四五六七八九十]{1,2}))?月份?:?"
    ).fullmatch(line):
        return HEAD
    if not 2 <= len(line.rstrip(":")) <= 16 or line[-1] != ":" or ":" in line[:-1]:
        return None
    introduces = compiled(f"(?:{group('headings', 'introduces')}):$").search(line)
    if (introduces and not compiled("[^以下几个如主要各]{2,6}方面:").fullmatch(line)) or any(
        line.startswith(word) for word in groups("headings")["frame"]
    ):
        return None
    return HEAD


def _heading(text: str, head: Paragraph, marker: Marker) -> str:
    begin = len(marker.text)
    while begin < len(head.norm) and head.norm[begin] == " ":
        begin += 1
    stop = compiled(f"[{HEADING_STOPS}]").search(head.norm, begin + 1)
    end = stop.start() if stop else len(head.norm)
    if end - begin > LONGEST_HEADING:
        comma = head.norm.find(",", begin + 1, end)
        end = comma if comma > 0 else end
    span = head.place(begin, max(end, begin + 1))
    return span.of(text).split("\n", 1)[0].rstrip()


def _depths(items: list[Item], paragraphs: tuple[Paragraph, ...]) -> list[int]:
    """Depth of each item: a kind that is open closes what lies below it; a new kind is placed by rank."""
    depths: list[int] = []
    stack: list[tuple[str, float, int]] = []  # kind, rank, number of the open item at each depth
    following = _following(items)
    inverted: set[tuple[str, str]] = set()  # (outer, inner) kinds that this document nests against their rank
    texts = Counter(paragraphs[item.index].norm for item in items if item.marker.kind == "alone")
    alone: int | None = None  # the depth at which this document's headings by their words stand
    for position, item in enumerate(items):
        kind, number = item.marker.kind, item.marker.number
        closed = kind in UNNUMBERED and _is_closed(items, position, paragraphs)
        rank = _head_rank(items, position, following[position], closed) if kind in UNNUMBERED else RANK[kind]
        level = next((depth for depth, open_ in enumerate(stack) if open_[0] == kind and open_[1] == rank), None)
        unique = kind == "alone" and texts[paragraphs[item.index].norm] == 1
        if unique and alone is not None:
            level = min(alone, len(stack))
        elif level is None and kind in UNNUMBERED:
            level = next((depth for depth, open_ in enumerate(stack) if open_[1] > rank), len(stack))
        elif level is None:
            level = len(stack)
            while level and stack[level - 1][1] > rank:
                outer = stack[level - 1]
                if (outer[0], kind) in inverted or _nests(items, position, outer):
                    inverted.add((outer[0], kind))
                    break
                level -= 1
        alone = level if unique and alone is None else alone
        del stack[level:]
        stack.append((kind, rank, number))
        depths.append(level)
    return depths


def _following(items: list[Item]) -> list[Marker | None]:
    """For each item the marker of the next numbered one."""
    found: list[Marker | None] = [None] * len(items)
    for position in range(len(items) - 2, -1, -1):
        after = items[position + 1].marker
        found[position] = after if after.kind not in UNNUMBERED else found[position + 1]
    return found


def _is_closed(items: list[Item], position: int, paragraphs: tuple[Paragraph, ...]) -> bool:
    """指导思想 with its text behind it: what is numbered after that text is no part of it."""
    begin = items[position].index
    end = items[position + 1].index if position + 1 < len(items) else len(paragraphs)
    return end - begin > 1 and paragraphs[end - 1].norm[-1] in "。!"


def _head_rank(items: list[Item], position: int, following: Marker | None, closed: bool) -> float:
    """An unnumbered heading stands just above the numbering that starts behind it, else below everything."""
    if following is None:
        return RANK["cn"] - 0.05 if position == 0 or items[position - 1].marker.kind in UNNUMBERED else 9.0
    if closed and items[position].marker.kind == "alone" and items[position + 1].marker == following:
        return RANK[following.kind] + 0.02  # a sibling of what follows
    return RANK[following.kind] - 0.05 if following.number <= 1 else 9.0


def _nests(items: list[Item], position: int, above: tuple[str, float, int]) -> bool:
    """Whether a numbering of higher rank stands inside the open item after all: that one's count goes on behind it."""
    kind, _, number = above
    marker = items[position].marker
    if marker.number != 1 or marker.kind in ("cn", "part"):
        return False
    for item in items[position + 1 : position + 1 + LOOK_AHEAD]:
        if item.marker.kind == kind:
            return item.marker.number == number + 1
        if RANK.get(item.marker.kind, 9.0) < RANK[marker.kind]:
            return False
    return False
