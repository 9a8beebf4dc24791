"""Who acts (责任单位), where the text itself says so: notes, 由X负责, X要…, X配合, 会同X, and bare subjects."""

from collections.abc import Iterator
from functools import cache
from re import Pattern

from yaodian.text.clauses import FILLER
from yaodian.text.passages import Passage
from yaodian.text.phrases import compiled, group, groups, phrase_at, phrase_before
from yaodian.text.reading import Actor, Role

Found = tuple[int, int, Role]
# a character of a name; those that make a clause of it are left out
NAME = rf"(?:(?![是将为从到使让被了着并还也不每]|把(?!手))[\u4e00-\u9fff*_×xX\dA-Za-z{FILLER}])"
JOIN = "[、和与及]"
LONGEST_NAME = 20


@cache
def _head() -> str:
    return f"(?:(?:{group('offices', 'unit', 'collective')})(?<![本专学各全百]科)|校{FILLER}{{3}}长)"


@cache
def _time_between() -> str:
    times = (
        r"(?:每(?:年|月|周|天|日|学期|季度|学年)(?:底|初|末)?|本学年|全年|年内|上半年|下半年|\d{1,2}月(?:底|份)?前?)"
    )
    return rf"(?:{times}|也|都|均|还|同时|既|[{FILLER}])*"


@cache
def _subject() -> Pattern[str]:
    """Names at a clause's head and what makes them its actor: a modal verb, or a verb that they do."""
    item = rf"(?:{NAME}{{0,20}}?{_head()})"
    modal = rf"(?P<modal>{group('offices', 'modal')})(?![求点素闻职])"
    act = rf"(?P<act>以(?![上下内外及来前后])|{group('offices', 'act')})(?!要|应|必须|须)"
    return compiled(
        rf"(?P<names>(?:{NAME}{{1,18}}{JOIN}){{0,7}}{item})[{FILLER}]*等?{_time_between()}(?:{modal}|{act})"
    )


@cache
def _helpers() -> Pattern[str]:
    return compiled(f"(?:{group('offices', 'helpers')})(?:好|了)?")


def _helped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """会同X、Y: the names behind a helping word."""
    for match in _helpers().finditer(text, start, end):
        at = _name_end(text, match.end(), end)
        stop = at
        while at and stop < end and text[stop] in "、和与及":
            at = _name_end(text, stop + 1, end)
            stop = at or stop
        if stop:
            yield match.end(), stop


def _name_end(text: str, start: int, end: int) -> int:
    """Where a body's name that begins here ends, with what may follow a name behind it; 0 where none does."""
    for stop in range(start + 1, min(start + LONGEST_NAME, end) + 1):
        if not compiled(NAME).fullmatch(text, stop - 1, stop):
            return 0
        if phrase_before(text, stop, "offices", "unit", "collective", "outside") and _may_end(text, stop, end):
            return stop
    return 0


def _may_end(text: str, at: int, end: int) -> bool:
    if at >= end or text[at] in "、和与及,。;)”等的" + FILLER or text.startswith(("共同", "一起"), at):
        return True
    return phrase_at(text, at, "verbs", "work") != ""


@cache
def _jointly() -> Pattern[str]:
    """与X合作, 与X等部门联合."""
    names = "(?:与|同|和|跟)(?P<names>[^,。;与同跟的]{2,40}?)(?:等(?:有关|相关)?(?:部门|单位|组织)?)?的?"
    return compiled(rf"{names}(?:{group('offices', 'jointly')})(?!发展|提高|进步|成长|愿景|富裕|体)")


@cache
def _under() -> Pattern[str]:
    return compiled(r"在(?P<names>[^,。;]{2,20}?)(?:的)?(?:大力)?(?:支持|指导|帮助|配合|协助)下")


@cache
def _leading() -> Pattern[str]:
    return compiled(rf"由(?P<names>[^,。;由]{{2,40}}?)(?P<verb>{group('offices', 'leads', 'helps')})(?!的)")


@cache
def _closing() -> Pattern[str]:
    """A、B配合 at the end of a clause."""
    clear = "牵头|总牵头|主办|承办|主抓|配合|协办|协助"
    return compiled(
        rf"(?<![^,;:。(])(?P<names>[^,。;:(由]{{2,40}}?)(?P<verb>(?:{clear})|(?:{group('offices', 'leads', 'helps')})(?=[,。;)]|$))"
    )


@cache
def _bears() -> Pattern[str]:
    """一把手负总责, 分管领导负直接责任."""
    return compiled(
        rf"(?P<names>(?:分管|主管|主要|直接)?(?:{group('offices', 'collective')}))负(?:总责|[^,。;]{{0,4}}责任)"
    )


def read_actors(passage: Passage) -> Iterator[Actor]:
    """Actors of a passage, each name once for each role."""
    seen: set[tuple[str, Role]] = set()
    for start, end, role in sorted(_all(passage)):
        span, text = passage.quote(start, end)
        if (text, role) not in seen:
            seen.add((text, role))
            yield Actor(passage.node, span.start, span.end, text, role)


def _all(passage: Passage) -> Iterator[Found]:
    for note in passage.notes:
        if note.label > note.start + 3:  # (信息中心牵头,财务科配合。完成时限:9月)
            for match in compiled("[^,。;:]+").finditer(passage.norm, note.start + 1, note.label):
                yield from _of_clause(passage.norm, match.start(), match.end(), passage)
        for part in note.parts:
            if part.label in ("lead", "leader"):
                yield part.start, part.end, "lead"
            elif part.label == "support":
                yield part.start, part.end, "support"
    flat = passage.clauses.flat
    for sentence in passage.clauses.sentences:
        source = passage.norm if sentence.inner else flat
        for clause in sentence.clauses:
            yield from _of_clause(source, clause.start, clause.end, passage)


@cache
def _hint() -> Pattern[str]:
    """A cheap look before the long patterns: words without which nobody helps, leads or bears."""
    return compiled(f"由|负|(?:支持|指导|帮助|协助)下|{group('offices', 'helpers', 'jointly', 'leads', 'helps')}")


def _of_clause(text: str, start: int, end: int, passage: Passage) -> Iterator[Found]:
    begin = start
    for time in passage.times:
        if start <= time.start <= begin < time.end:
            begin = time.end
    opener = compiled(rf"(?:[一二三四五六七八九十]是|同时|其中|另外|{FILLER}|[“])+").match(text, begin, end)
    begin = opener.end() if opener else begin
    yield from _acting(text, begin, end)
    if _hint().search(text, start, end):
        yield from _helping(text, start, end)
        yield from _leading_or_helping(text, start, end)


def _acting(text: str, begin: int, end: int) -> Iterator[Found]:
    """X要…, X开展…: at the clause's head, or behind 、 where a modal verb says that a new one begins."""
    read = begin
    for at in [begin, *(match.end() for match in compiled("、").finditer(text, begin, end))]:
        match = _subject().match(text, at, end) if at >= read else None
        if match and (at == begin or match["modal"]):
            yield from _subjects(text, match.start("names"), match.end("names"), bool(match["modal"]))
            read = match.end()


def _helping(text: str, start: int, end: int) -> Iterator[Found]:
    """会同X, 与X联合, 在X指导下; what others are urged to do names nobody."""
    if phrase_at(text, start, "verbs", "cause"):
        return
    for first, last in _helped(text, start, end):
        yield from _listed(text, first, last, "support")
    for pattern in (_jointly(), _under()):
        for match in pattern.finditer(text, start, end):
            yield from _listed(text, match.start("names"), match.end("names"), "support")


def _leading_or_helping(text: str, start: int, end: int) -> Iterator[Found]:
    """由X负责, X牵头, X配合, 一把手负总责."""
    for match in _bears().finditer(text, start, end):
        yield match.start("names"), match.end("names"), "lead"
    for pattern in (_leading(), _closing()):
        for match in pattern.finditer(text, start, end):
            if not _is_no_actor(compiled("、|和|与|及").split(match["names"])[0]):
                role: Role = "support" if match["verb"] in groups("offices")["helps"] else "lead"
                yield from _listed(text, match.start("names"), match.end("names"), role, loose=True)


def _subjects(text: str, start: int, end: int, modal: bool) -> Iterator[Found]:
    names = text[start:end]
    if not modal and (_measures(text, end) or _too_weak(names, text, end)):
        return
    if not _is_no_actor(compiled("、|和|与|及").split(names)[0]):
        yield from _listed(text, start, end, "lead", loose=True)


def _too_weak(names: str, text: str, end: int) -> bool:
    """Bare subjects must be somebody: 各学校, a named body, or a post; 学校 alone only before what nothing else can mean."""
    if compiled(f"^(?:{group('offices', 'all')})").match(names):
        return False
    parts = compiled("、|和|与|及").split(names)
    last = parts[-1]
    if len(parts) > 1 and all(len(part) >= 3 and part[-1] in "县区市镇乡" for part in parts):
        return False
    if last in groups("offices")["weak"]:
        return True
    if compiled(rf"^(?:{group('offices', 'collective')}|班级)$").match(last):
        return (
            compiled(
                "加强|推进|建设|深化|强化|推动|健全|完善|实施|实行|安排|配备|建|抓|重点(?!抓|做|推|加强)|对|把|于|在|按"
            ).match(text, end)
            is not None
        )
    return last not in groups("offices")["unit"] and len(last) <= 3 and last[-1] in "市县区镇乡会部站院园校队所馆委"


def _measures(text: str, end: int) -> bool:
    return compiled(f"[^,。;]{{0,4}}?(?:{group('offices', 'state')})").match(text, end) is not None


def _is_no_actor(name: str) -> bool:
    name = name.replace("一把手", "").replace("年级", "")  # their characters are no sign of a sentence
    if compiled(f"(?:{group('offices', 'never')})").search(name) or name.startswith("分"):
        return not name.startswith(("分管", "为民", "在职")) or compiled("任何|我们").search(name) is not None
    return bool(phrase_at(name, 0, "verbs", "work", "cause")) and not phrase_at(name, 0, "offices", "noun_first")


def _listed(text: str, start: int, end: int, role: Role, *, loose: bool = False) -> Iterator[Found]:
    """The names of a list, each on its own; brackets and 等部门 left out. `loose` takes names of any head."""
    for match in compiled("[^、,;“”]+").finditer(text, start, end):
        for part in _parted(text, *match.span()):
            first, last = _trimmed(text, *part, loose=loose)
            name = text[first:last]
            if len(name) < 2 or name[0].isdecimal() or _is_no_actor(name):
                continue
            if loose or compiled(f"(?:{group('offices', 'unit', 'collective', 'outside')})$").search(name):
                yield first, last, role


def _trimmed(text: str, start: int, end: int, *, loose: bool) -> tuple[int, int]:
    """A name without what leads to it and without 等部门 behind it."""
    name = text[start:end].rstrip(FILLER)
    opener = None if loose else compiled("(?:由|与|同|各方面|积极|主动|好|要|的|并)+").match(name)
    closer = compiled(r"等(?:有关|相关)?(?:部门|单位|组织)?$").search(name)
    return start + (opener.end() if opener else 0), start + (closer.start() if closer else len(name))


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    joined = compiled(rf"(?<=[^、,;][^、,;])(?:和|与|及|以及)(?={NAME}{{2}})").search(text, start, end)
    return [(start, joined.start()), (joined.end(), end)] if joined else [(start, end)]
