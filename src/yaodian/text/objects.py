"""What a task is about (对象): named schools, projects, programmes and papers."""

from collections.abc import Iterator
from functools import cache
from re import Pattern

from yaodian.text.passages import Passage
from yaodian.text.phrases import compiled, group, phrase_before
from yaodian.text.reading import Named

Found = tuple[int, int, str]
LONGEST_NAME = 7  # characters before 中学 or 小学 in which the name stands
CN = "\u4e00-\u9fff"


def read_objects(passage: Passage) -> Iterator[Named]:
    """Objects of a passage in order; of overlapping ones the first and longest."""
    last = -1
    for start, end, kind in sorted(_all(passage), key=lambda found: (found[0], -found[1])):
        if start >= max(last, passage.begin):
            last = end
            span, text = passage.quote(start, end)
            yield Named(passage.node, span.start, span.end, text, kind)


def _all(passage: Passage) -> Iterator[Found]:
    for start, end in passage.clauses.titles:
        yield start, end, "document"
    yield from _quoted(passage)
    yield from _campaigns(passage)
    yield from _schools(passage.norm)


@cache
def _tail() -> Pattern[str]:
    return compiled(rf"[{CN}]{{0,8}}?(?:{group('objects', 'project', 'programme')})")


def _quoted(passage: Passage) -> Iterator[Found]:
    """“名师工程”, “绿色学校”创建: a name in quotation marks that is carried out, or that its ending tells."""
    norm = passage.norm
    for start, end in passage.clauses.quotes:
        name = norm[start + 1 : end - 1]
        tail = _tail().match(norm, end)
        done = compiled(f"(?:{group('objects', 'carries_out')})$").search(norm, max(0, start - 6), start)
        ending = compiled(f"(?:{group('objects', 'project', 'programme')})$").search(name)
        if len(name) < 2 or compiled(f"(?:{group('objects', 'slogans')})").search(name):
            continue
        if tail or done or ending:
            stop = tail.end() if tail and tail.end() - end <= LONGEST_NAME else end
            yield start, stop, _kind(norm[start:stop])


def _campaigns(passage: Passage) -> Iterator[Found]:
    """实施校舍改造工程, 开展阳光体育活动: a name behind a verb that carries it out."""
    names = f"(?P<name>[{CN}\\d]{{2,14}}?(?:{group('objects', 'campaign')}))(?![{CN}]{{0,2}}(?:中|年|月))"
    for match in compiled(f"(?:{group('objects', 'carries_out')})好?{names}").finditer(passage.norm, passage.begin):
        name = match["name"]
        if not compiled(f"^(?:{group('objects', 'generic', 'vague')})").match(name):
            yield match.start("name"), match.end("name"), _kind(name)


def _kind(name: str) -> str:
    return "project" if compiled(f"(?:{group('objects', 'builds')})").search(name) else "programme"


def _schools(norm: str) -> Iterator[Found]:
    """Schools by name: 井店中学, 市二十七小; what verbs and adjectives leave before 中学 must be a name."""
    numbered = (
        "[市县区]?(?:第[一二三四五六七八九十]+|[一二三四五六七八九十]{1,3})(?:中学|小学|幼儿园|实验小学|实验中学)"
    )
    short = "(?:[市县区新]|(?<![\u4e00-\u9fff]))[一二三四五六七八九十]{1,3}[小中](?=[、和与等及要,。;的]|校园|建设|$)"
    for match in compiled(f"{numbered}|{short}").finditer(norm):
        yield *match.span(), "school"
    for match in compiled(rf"(?P<name>[{CN}]{{2,{LONGEST_NAME}}})(?:{group('objects', 'school')})").finditer(norm):
        start = _behind_verbs(norm, *match.span("name"))
        name = norm[start : match.end("name")]
        if len(name) >= 2 and not compiled(f"(?:{group('objects', 'generic')})").search(name):
            yield start, match.end(), "school"


def _behind_verbs(norm: str, start: int, end: int) -> int:
    """Where a name can begin: behind the last verb or joining character."""
    for at in range(end, start, -1):
        if norm[at - 1] in "和与及在由对到为以把的等所名个年是至或各":
            return at
        verb = phrase_before(norm, at, "verbs", "work", "cause")
        if verb and at - len(verb) >= start:
            return at
    return start
