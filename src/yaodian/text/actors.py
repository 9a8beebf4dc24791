"""Who acts (责任单位), where the text itself says so: notes, 由X负责, X要…, X配合, 会同X, and bare subjects."""

from collections.abc import Iterator
from functools import cache
from re import Pattern

from yaodian.text.clauses import FILLER, Clause, blanked
from yaodian.text.passages import Passage
from yaodian.text.phrases import compiled, group, groups, phrase_at, phrase_before
from yaodian.text.reading import Actor, Role

Found = tuple[int, int, Role]
WHEN = "\x01"  # stands for a time where subjects are looked for: 各学校每周五设立…
# a character of a name; those that make a clause of it are left out
NAME = rf"(?:(?![是将为从到使让被了着并还也不每]|把(?!手)|会同|配合|协助)[\u4e00-\u9fff*_×xX\dA-Za-z{FILLER}])"
JOIN = "[、和与及]"
LONGEST_NAME = 20
NEXT = (
    "共同",
    "一起",
    "现场",
    "全程",
    "定期",
    "同步",
    "到场",
    "参与",
    "每",
)  # what may follow the name of a body that helps


@cache
def _head() -> str:
    return f"(?:(?:{group('offices', 'unit', 'collective')})(?<![本专学各全百]科)|校{FILLER}{{3}}长)"


@cache
def _time_between() -> str:
    return rf"(?:[于在]?{WHEN}|也|都|均|还|同时|既|更|首先|尤其|特别|[{FILLER}])*"


@cache
def _subject() -> Pattern[str]:
    """Names at a clause's head and what makes them its actor: a modal verb, or a verb that they do."""
    item = rf"(?:{NAME}{{0,20}}?{_head()})"
    modal = rf"(?P<modal>{group('offices', 'modal')})(?![求点素闻职])"
    no_act = (
        "要|应|必须|须|率|数(?!字)|责?制(?![定订作])|(?<=负)责人|(?<=负责)人|(?<=在)[园校读编岗职籍册]|(?<=建)设(?!好)"
    )
    act = rf"(?P<act>以(?![上下内外及来前后])|{group('offices', 'act')})(?!{no_act})"
    # behind a time every verb is an act, since no compound noun reaches over it: 教研室每月听课
    timed = rf"(?P<timed>(?<={WHEN})(?:至少|集中|分别|各)?(?:{group('verbs', 'work')}|{group('offices', 'done_at')}))"
    # bodies that 各 tells are somebody: 各学校专题研究
    each = rf"(?P<each>(?:专题|定期|逐一|主动|统一|分别|自行|同步)+(?:{group('verbs', 'work')})|建设(?=[\d一两二三至]))"
    # a joining word ends a name of the list: were it a character too, a row of them would be cut up in every way there is
    names = rf"(?P<names>(?:(?:(?!{JOIN}){NAME}){{1,18}}{JOIN}){{0,7}}{item})"
    return compiled(rf"{names}[{FILLER}]*等?{_time_between()}(?:{modal}|{timed}|{act}|{each})")


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
    if at >= end or text[at] in "、和与及,。;)”等的于" + FILLER + WHEN or text.startswith(NEXT, at):
        return True
    if len(phrase_at(text, at, "offices", "outside")) > 2:
        return False  # 县委宣传部: 宣传 is no verb here
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
    return compiled(
        rf"由(?P<names>[^,。;由]{{2,40}}?)(?P<verb>{group('offices', 'leads', 'helps')}|会同|联合|商)(?!的)"
    )


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
    bears = "负(?:总责|[^,。;]{0,4}责任)|是[^,。;]{0,12}责任人"
    return compiled(rf"(?P<names>(?:分管|主管|主要|直接)?(?:{group('offices', 'collective')}))(?:{bears})")


def read_actors(passage: Passage) -> Iterator[Actor]:
    """Actors of a passage, each name once for each role."""
    seen: set[tuple[str, Role]] = set()
    for start, end, role in sorted(_all(passage)):
        span, text = passage.quote(start, end)
        if (text, role) not in seen:
            seen.add((text, role))
            yield Actor(passage.node, span.start, span.end, text, role)


def _all(passage: Passage) -> Iterator[Found]:
    inner = _without_times(passage.norm, passage)
    yield from _noted(passage, inner)
    yield from _boxed(passage)
    flat = _without_times(passage.clauses.flat, passage)
    for sentence in passage.clauses.sentences:
        source = inner if sentence.inner else flat
        if compiled(f"(?:{group('kinds', 'looks_back')})").match(source, sentence.start):
            continue  # 一年来,各中小学…: what they did
        for index, clause in enumerate(sentence.clauses):
            if index and _is_caused(source, sentence.clauses[index - 1], clause):
                continue
            yield from _of_clause(source, clause.start, clause.end, passage)
            following = sentence.clauses[index + 1 : index + 2]
            if following and compiled(f"(?:{group('offices', 'modal')})").match(source, following[0].start):
                yield from _called(source, clause)


def _noted(passage: Passage, text: str) -> Iterator[Found]:
    """The names of responsibility notes, and who stands in their bracket before the first label."""
    for note in passage.notes:
        if note.label > note.start + 3:  # (信息中心牵头,财务科配合。完成时限:9月)
            for match in compiled("[^,。;:]+").finditer(text, note.start + 1, note.label):
                yield from _of_clause(text, match.start(), match.end(), passage)
        for part in note.parts:
            if part.label in ("lead", "leader"):
                yield part.start, part.end, "lead"
            elif part.label == "support":
                yield part.start, part.end, "support"


def _boxed(passage: Passage) -> Iterator[Found]:
    """Brackets that hold nothing but names: （督导室）, 【基教科】."""
    norm = passage.norm
    if "(" not in norm and "【" not in norm and "[" not in norm:
        return
    for match in compiled(r"[(【\[]((?:[^()【】\[\]]|\([^()]{1,8}\)){2,60})[)】\]]").finditer(norm, passage.begin):
        noted = any(note.start <= match.start() < note.end for note in passage.notes)
        start, end = match.span(1)
        for time in passage.times:
            if start < time.start and time.end == end and norm[time.start - 1] in ",、; ":
                end = time.start - 1  # (人事科,8月底)
        if not noted and _names_alone(norm, start, end, match.end(1)):
            yield from _listed(norm, start, end, "lead")


def _is_caused(text: str, before: Clause, clause: Clause) -> bool:
    """指导家长科学地教育孩子,配合学校…: what others are urged to do goes on."""
    urged = phrase_at(text, before.start, "verbs", "cause") != ""
    return urged and _helpers().match(text, clause.start, clause.end) is not None


def _called(text: str, clause: Clause) -> Iterator[Found]:
    """区自考办公室和成人招生办公室,要…: a clause that only names who is told what to do in the next one."""
    name = rf"{NAME}{{1,24}}?{_head()}"
    if clause.end - clause.start >= 3 and compiled(rf"{name}(?:{JOIN}{name})*").fullmatch(
        text, clause.start, clause.end
    ):
        yield from _subjects(text, clause.start, clause.end, clear=True)


@cache
def _hint() -> Pattern[str]:
    """A cheap look before the long patterns: words without which nobody helps, leads or bears."""
    return compiled(
        f"由|负|责任人|(?:支持|指导|帮助|协助)下|{group('offices', 'helpers', 'jointly', 'leads', 'helps')}"
    )


def _of_clause(text: str, start: int, end: int, passage: Passage) -> Iterator[Found]:
    begin = start
    for time in passage.times:
        if start <= time.start <= begin < time.end:
            begin = time.end
    opener = compiled(rf"(?:[一二三四五六七八九十]是|同时|其中|另外|尤其是|特别是|[①-⑳]|{FILLER}|[“])+").match(
        text, begin, end
    )
    begin = opener.end() if opener else begin
    yield from _acting(text, begin, end)
    if _hint().search(text, start, end):
        yield from _helping(text, start, end)
        yield from _leading_or_helping(text, start, end)


def _without_times(text: str, passage: Passage) -> str:
    """The text with its times blanked out, so that a subject may have one between it and its verb."""
    times = [(time.start, time.end) for time in passage.times]
    each = [
        match.span() for match in compiled("(?<=[员师长干导学])每人(?!每|均)").finditer(text)
    ]  # 班子成员每人包联1个乡镇
    return blanked(text, [*times, *each], WHEN) if times or each else text


def _names_alone(norm: str, start: int, end: int, closing: int) -> bool:
    """（督导室）, （安全科、后勤中心） behind a full stop or at the item's end: a note without a label."""
    closed = norm[start - 2 : start - 1] in tuple("。;!") or (
        closing + 1 >= len(norm.rstrip("。;"))
        and not compiled(f"(?:{group('offices', 'unit')})$").search(norm, 0, start - 1)
    )
    office = f"(?:[^、,;:。和()]|[(][^()]{{1,8}}[)]){{0,16}}(?:{group('offices', 'office')})"
    return closed and compiled(f"{office}(?:[、,和]{office})*").fullmatch(norm, start, end) is not None


def _acting(text: str, begin: int, end: int) -> Iterator[Found]:
    """X要…, X开展…: at the clause's head, or behind 、 where a modal verb says that a new one begins."""
    read = begin
    modal = compiled(".*[要须应将可得能需准务律禁]").match(text, begin, end)  # each modal verb has one of these
    stop = modal.end() if modal else begin
    for at in [begin, *(match.end() for match in compiled("[、的]").finditer(text, begin, stop))]:
        if text[at - 1] == "的" and at > begin and text[begin] in "对向给为让使把被与和":
            continue  # 对违反制度的教师要…
        match = _subject().match(text, at, end) if at >= read else None
        if match and (at == begin or match["modal"]):
            clear = bool(match["modal"] or match["timed"])
            found = list(_subjects(text, match.start("names"), match.end("names"), clear))
            yield from found
            read = match.end() if found else read  # 实施小班化教育的学校要: the name begins behind 的


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
            if compiled(rf"(?:{group('offices', 'modal')})$").search(match["names"]):
                continue  # 少先队组织要配合学校: that is no 配合 at the end
            if not _is_no_actor(compiled("、|和|与|及").split(match["names"])[0]):
                role: Role = "support" if match["verb"] in groups("offices")["helps"] else "lead"
                yield from _listed(text, match.start("names"), match.end("names"), role, loose=True)


def _run_of(text: str, at: int) -> int:
    """How many characters of a time stand at `at`."""
    return len(text[at:]) - len(text[at:].lstrip(WHEN))


def _subjects(text: str, start: int, end: int, clear: bool) -> Iterator[Found]:
    names = text[start:end]
    if not clear and (_measures(text, end) or _too_weak(names, text, end)):
        return
    if clear and text[end : end + 1] == WHEN and _measures(text, end + _run_of(text, end)):
        return  # 职业学校年内实现招生2000人: what they reach is no act
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
    whole = name
    name = compiled(group("offices", "harmless")).sub("", name)
    if compiled(f"(?:{group('offices', 'never')})").search(name) or name.startswith("分"):
        return not name.startswith(("分管", "为民", "在职")) or compiled("任何|我们").search(name) is not None
    verb = phrase_at(name, 0, "verbs", "work", "cause")
    if compiled("(?:部门|科|股|室|处|办|中心|组)").fullmatch(whole, len(verb)) and whole == name:
        return False  # 编制部门, 审批科
    return bool(verb) and not phrase_at(name, 0, "offices", "noun_first")


def _listed(text: str, start: int, end: int, role: Role, *, loose: bool = False) -> Iterator[Found]:
    """The names of a list, each on its own; brackets and 等部门 left out. `loose` takes names of any head."""
    for match in compiled("(?:[^、,;“”(]|[(][^()]*[)]|[(])+").finditer(text, start, end):
        for part in _parted(text, *match.span()):
            first, last = _trimmed(text, *part, loose=loose)
            if WHEN in text[first:last]:
                continue
            name = text[first:last]
            if len(name) < 2 or name[0].isdecimal() or _is_no_actor(name):
                continue
            if loose or compiled(f"(?:{group('offices', 'unit', 'collective', 'outside')})$").search(name):
                yield first, last, role


def _trimmed(text: str, start: int, end: int, *, loose: bool) -> tuple[int, int]:
    """A name without what leads to it and without 等部门 behind it."""
    start += len(text[start:end]) - len(text[start:end].lstrip(WHEN))
    name = text[start:end].rstrip(FILLER + WHEN)
    opener = None if loose else compiled("(?:由|与|同|各方面|积极|主动|好|要|的|并)+").match(name)
    body = "等(?:有关|相关)?(?:部门|单位|组织)?"
    way = "(?:分别|具体|共同|各自)?(?:按照?[^、,]{0,4}(?:职责|分工|要求))?(?:分工|分别|具体|共同|负责|牵头)*"
    closer = compiled(f"(?:{body}|{way})$").search(name)
    return start + (opener.end() if opener else 0), start + (closer.start() if closer else len(name))


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    joined = compiled(rf"(?<=[^、,;][^、,;])(?:和|与|及|以及)(?={NAME}{{2}})").search(text, start, end)
    return [(start, joined.start()), (joined.end(), end)] if joined else [(start, end)]
