"""Reading a plan from end to end: lines → outline → clauses → mentions → commitments, deadlines, actors, objects."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from yaodian.text.actors import read_actors
from yaodian.text.characters import fold
from yaodian.text.codes import with_code
from yaodian.text.commitments import Item, read_commitments
from yaodian.text.doubts import doubts_of
from yaodian.text.due import Due, placed
from yaodian.text.headers import cells_of, column_roles
from yaodian.text.lines import Lines, Paragraph, read_lines
from yaodian.text.notes import is_note
from yaodian.text.objects import read_objects
from yaodian.text.outline import Outline, is_title, read_outline
from yaodian.text.passages import Passage, Setting, read_passage
from yaodian.text.phrases import compiled, group
from yaodian.text.reading import Actor, Commitment, Deadline, Doubt, Named, Node, Noise, Reading, Title
from yaodian.text.times import RECURRENT, Time


def read_plan(text: str, *, year: int | None = None) -> Reading:
    """Read a plan: pure and deterministic; `year` is used where the text does not say its own."""
    lines = read_lines(text)
    outline = read_outline(text, lines.paragraphs)
    title = _title(text, lines, outline)
    own_year, school_year = _stated_year(title, text, lines, outline)
    masked = compiled(r"20[*xX×_]{1,2}年").search(fold(text)) is not None
    named = _named_years(lines)
    plan_year = (
        own_year
        or year
        or (None if masked or not named else max(named.items(), key=lambda item: (item[1], item[0]))[0])
    )
    # where the plan's own year was masked, the years that it still names are others, mostly the one before
    floor = max(named) + 1 if masked and named and plan_year is None else plan_year
    found = _Found([], [], [], [])
    columns = _first_columns(lines, outline)
    for node, body in _bodies(lines, outline):
        passages: list[Passage] = []
        for number in body:
            paragraph = lines.paragraphs[number]
            cells = [paragraph.norm[start:end] for start, end in cells_of(paragraph.norm)]
            if len(cells) > 1 and (header := column_roles(cells)):
                columns = header
                continue
            # a heading between rows keeps the columns; a row may lack a cell that is merged
            setting = Setting(text, node.id if node else "", floor, columns if len(cells) >= len(columns) - 1 else {})
            passages.append(read_passage(paragraph, _begin(paragraph, node, number == body.start), setting))
        if passages:
            _read_node(passages, node, found)
    reading = Reading(
        text=text,
        title=title,
        year=plan_year,
        school_year=school_year,
        outline=outline.nodes,
        noise=tuple(Noise(span.start, span.end) for span in lines.noise),
        commitments=tuple(sorted(found.commitments, key=lambda part: (part.start, part.end))),
        deadlines=tuple(sorted(found.deadlines, key=lambda part: part.start)),
        actors=tuple(sorted(found.actors, key=lambda part: part.start)),
        objects=tuple(sorted(found.objects, key=lambda part: part.start)),
        doubts=(),
    )
    return replace(reading, doubts=(*_of_year(own_year, year), *doubts_of(reading)))


def _first_columns(lines: Lines, outline: Outline) -> Mapping[int, str]:
    """The columns of a table whose header stands before the first heading."""
    for number in reversed(outline.opening if outline.nodes else range(0)):
        norm = lines.paragraphs[number].norm
        cells = cells_of(norm)
        if len(cells) > 1 and (header := column_roles([norm[start:end] for start, end in cells])):
            return header
    return {}


@dataclass(frozen=True, slots=True)
class _Found:
    """What has been read so far."""

    commitments: list[Commitment]
    deadlines: list[Deadline]
    actors: list[Actor]
    objects: list[Named]


def _read_node(passages: list[Passage], node: Node | None, found: _Found) -> None:
    """Everything of one node; an actor is told once for each role, however often it is named."""
    noted, heading = _noted(passages), _of_heading(passages[0])
    told: set[tuple[str, str]] = set()
    for passage in passages:
        due = _noted([passage]) if passage.row else noted or heading
        item = Item(passage.task or _topic_of(node), due)
        found.commitments.extend(map(with_code, read_commitments(passage, item)))
        found.deadlines.extend(_deadline(passage, time) for time in _deadlines(passage))
        found.objects.extend(read_objects(passage))
        for actor in read_actors(passage):
            if (actor.text, actor.role) not in told:
                told.add((actor.text, actor.role))
                found.actors.append(actor)


def _of_year(stated: int | None, given: int | None) -> tuple[Doubt, ...]:
    if stated:
        return ()
    why = "原文没有写明年份，用了填写的年份" if given else "原文没有写明年份，按文中提到的年份推定"
    return (Doubt("reading", 0, "year", 0.9 if given else 0.5, why),)


def _bodies(lines: Lines, outline: Outline) -> list[tuple[Node | None, range]]:
    if not outline.nodes:
        return [(None, range(len(lines.paragraphs)))] if lines.paragraphs else []
    return list(zip(outline.nodes, outline.bodies, strict=True))


def _begin(paragraph: Paragraph, node: Node | None, first: bool) -> int:
    if not (node and first):
        return 0
    length = len(fold(node.marker).replace(" ", ""))
    while length < len(paragraph.norm) and paragraph.norm[length] == " ":
        length += 1
    return length


def _topic_of(node: Node | None) -> str:
    if node is None or len(node.heading) > 20:
        return ""
    return compiled("^(?:加强|加大|落实|改善|抓好|做好|推进|继续|进一步|努力)+").sub(
        "", fold(node.heading).split(",")[0]
    )


def _noted(passages: list[Passage]) -> Due | None:
    """The time limit that an item's responsibility note sets for all of it."""
    for passage in passages:
        for part in (part for note in passage.notes for part in note.parts if part.label == "due"):
            for time in (time for time in passage.times if part.start <= time.start < part.end):
                return placed(passage, time)
    return next((due for passage in passages if (due := _assigned(passage))), None)


def _assigned(passage: Passage) -> Due | None:
    """The time in a bracket that names who acts: (人事科牵头，7月底前完成)."""
    for sentence in passage.clauses.sentences:
        if not sentence.inner:
            continue
        shares = compiled(f"(?:{group('offices', 'leads', 'helps')})")
        told = shares.search(passage.norm, sentence.start, sentence.end) is not None
        for time in passage.times:
            if not sentence.start <= time.start < sentence.end or time.norm in RECURRENT:
                continue
            if told or is_note(passage.norm[sentence.start : time.start].rstrip(",、; ")):  # (人事科,8月底)
                return placed(passage, time)
    return None


def _of_heading(first: Passage) -> Due | None:
    """The time in an item's heading, which governs what stands below it."""
    heading = first.clauses.sentences[0] if first.clauses.sentences else None
    if heading is None or len(heading.clauses) > 1:
        return None
    times = [time for time in first.times if time.start < heading.end and time.norm not in RECURRENT]
    return placed(first, times[0]) if times else None


def _deadlines(passage: Passage) -> list[Time]:
    if compiled(r"[(]?(?:20\d\d|[二〇○零一-九]{4})年\d{1,2}月\d{1,2}日[)]?").fullmatch(passage.norm):
        return []  # the line that dates the document
    if compiled(f"(?:{group('headings', 'frame')})[0-9]?:").match(passage.norm):
        return []
    return list(passage.times)


def _deadline(passage: Passage, time: Time) -> Deadline:
    span, text = passage.quote(time.start, time.end)
    return Deadline(passage.node, span.start, span.end, text, time.norm)


def _title(text: str, lines: Lines, outline: Outline) -> Title | None:
    """The first line that is a title; where a covering notice (印发通知) stands before the plan, the plan's own."""
    titles = [lines.paragraphs[i] for i in [*outline.opening][:12] if is_title(lines.paragraphs[i].norm)]
    if not titles:
        return None
    own = [line for line in titles if not line.norm.startswith("关于") and not line.norm.endswith("通知")]
    span = (own or titles)[0].span
    return Title(span.of(text), span.start, span.end)


def _stated_year(title: Title | None, text: str, lines: Lines, outline: Outline) -> tuple[int | None, bool]:
    """The plan's own year, where its title, its opening or a pager's line says it, and whether it is a school year."""
    opening = " ".join(lines.paragraphs[i].norm[:200] for i in outline.opening)
    noise = " ".join(fold(span.of(text)) for span in lines.noise)
    for source in (fold(title.text) if title else "", opening, noise):
        if school := compiled(r"(20\d\d)[-—~至到]+(?:20)?\d\d学年").search(source):
            return int(school[1]), True
        if found := compiled(r"(20\d\d)(?:年|学年)").search(source):
            return int(found[1]), False
    return None, False


def _named_years(lines: Lines) -> Counter[int]:
    """How often a plan names which year, titles of papers and spans of years left out."""
    counts: Counter[int] = Counter()
    for paragraph in lines.paragraphs:
        if "年" in paragraph.norm:
            body = compiled(r"《[^》]*》|20\d\d[-—~至]+20\d\d").sub("", paragraph.norm)
            counts.update(int(year) for year in compiled(r"(20\d\d)年(?!底|度?以来)").findall(body))
    return counts
