"""Responsibility notes (责任分工): （责任科室：基教科、人事科；配合科室：督导室；完成时限：6月底） and lines of the same form."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from re import Pattern

from yaodian.text.phrases import compiled, group, meanings

Range = tuple[int, int]
AS = "为(?!(?:成员|副?组长|第一))"  # 责任单位为基教科, but 各科室负责人为成员
FARTHEST = 160  # characters between a bracket and the label inside it


@dataclass(frozen=True, slots=True)
class Part:
    """One name or time behind a label."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its brackets; `lead` and `support` are names, `due` are the texts of time limits."""

    start: int
    end: int
    label: int  # where the first label stands
    parts: tuple[Part, ...]


@cache
def _label() -> Pattern[str]:
    names = group("notes", "lead", "support", "leader", "due", "other")
    # 时间： alone is a label only among others; 【责任科室】基教科 has its label in brackets
    plain = rf"(?P<label>{names}|(?<=[;,、(【\[\x20])时间)(?:[(][^()]{{1,8}}[)])?(?::|{AS}:?|\x20)"
    return compiled(rf"{plain}|[【\[(](?P<boxed>{names})[】\])]:?")


@cache
def _hint() -> Pattern[str]:
    names = group("notes", "lead", "support", "leader", "due")
    return compiled(rf"(?:{names})(?:[(][^()]{{1,8}}[)])?(?::|{AS})|[【\[(](?:{names})[】\])]:?")


def is_note(text: str) -> bool:
    """Whether a bracket holds a note: with labels, or nothing but offices."""
    office = f"[^、,;:。]{{0,16}}(?:{group('offices', 'office')})"
    return _hint().search(text) is not None or compiled(f"{office}(?:[、,]{office})*").fullmatch(text) is not None


def read_notes(norm: str, gaps: frozenset[int] = frozenset()) -> tuple[Note, ...]:
    """Notes of a paragraph: in brackets, or as a run of labels in the text or on a line of its own.

    `gaps` are the characters behind which the given text has a blank, which may part names.
    """
    if not _hint().search(norm):
        return ()
    found: list[Note] = []
    at = 0
    while hint := _hint().search(norm, at):
        start, end = _bracketed(norm, hint.start()) or (hint.start(), _run_end(norm, hint.start()))
        found.append(Note(start, end, hint.start(), tuple(_parts(norm, hint.start(), end, gaps))))
        at = max(end, hint.end())
    return tuple(found)


def _bracketed(norm: str, label: int) -> Range | None:
    """From the bracket that opens around a label to the one that closes it; None where none does."""
    depth = 0
    if norm[label] in "【[(":
        return None  # 【责任科室】基教科: the label alone is boxed
    for at in range(label - 1, max(-1, label - FARTHEST), -1):
        if norm[at] in ")】]":
            depth += 1
        elif norm[at] in "(【[":
            if depth == 0:
                return at, _closing(norm, at)
            depth -= 1
    return None


def _closing(norm: str, start: int) -> int:
    depth = 0
    for at in range(start, len(norm)):
        depth += norm[at] in "(【["
        depth -= norm[at] in ")】]"
        if depth == 0:
            return at + 1
    return len(norm)


def _run_end(norm: str, label: int) -> int:
    """The full stop behind the last of a run of labels without brackets."""
    at = label
    while match := _label().match(norm, at):
        stop = norm.find("。", match.end())
        if stop < 0:
            return len(norm)
        at = stop + 1
        while at < len(norm) and norm[at] in " ;,":
            at += 1
    return min(at, len(norm))


def _parts(norm: str, begin: int, end: int, gaps: frozenset[int]) -> list[Part]:
    """Names behind each label, cut at 、, and the like; a time limit stays whole."""
    labels = list(_label().finditer(norm, begin, end))
    stop_chars = ")】]"
    parts: list[Part] = []
    for index, match in enumerate(labels):
        start = match.end()
        stop = labels[index + 1].start() if index + 1 < len(labels) else end
        kind = meanings("notes").get(match["label"] or match["boxed"], "due")
        text = norm[start:stop].rstrip(stop_chars + "。;,、 .\t")
        # brackets that belong to a name stay closed
        if text.count("(") > text.count(")"):
            text = norm[start : start + len(text) + 1]
        if kind == "due":
            parts.append(Part(kind, start, start + len(text)))
        elif kind != "other":
            parts += [
                Part(kind, a, b) for pair in _names(text) for a, b in _apart(start + pair[0], start + pair[1], gaps)
            ]
    return parts


def _apart(start: int, end: int, gaps: frozenset[int]) -> list[tuple[int, int]]:
    """张三 李四, 德育处 年级组: a blank parts names; inside 张 三 it does not."""
    cuts = [at for at in range(start, end - 1) if at in gaps and at + 1 - start >= 2 and end - at - 1 >= 2]
    edges = [start, *(at + 1 for at in cuts), end]
    pairs = list(pairwise(edges))
    return pairs if all(b - a >= 2 for a, b in pairs) else [(start, end)]


def _names(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in compiled(r"(?:[^、,;。/\t()\x20]|\([^()]*\))+").finditer(text):
        start, end = match.span()
        joined = compiled(r"(?<=[科室股办局处部委站队园校院会中心])(?:和|及|与|以及)(?=[\u4e00-\u9fff]{2,})").search(
            text, start, end
        )
        if joined:
            spans += [(start, joined.start()), (joined.end(), end)]
        else:
            spans.append((start, end))
    return [(a, b) for a, b in spans if b - a >= 2 or text[a:b].isalnum()]
