"""A paragraph with everything found in it: what the last stage ties together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from yaodian.kernel.span import Span
from yaodian.text.clauses import Clauses, Sentence, blanked, inside, read_clauses
from yaodian.text.headers import SEPARATOR, row_notes, task_of
from yaodian.text.lines import Paragraph
from yaodian.text.notes import Note, read_notes
from yaodian.text.numbers import read_quantities
from yaodian.text.phrases import compiled
from yaodian.text.quantities import Quantity
from yaodian.text.times import NEXT_YEAR, RECURRENT, Time, read_times


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a node. Offsets of its parts count in `paragraph.norm`."""

    node: str
    text: str  # the whole given text, for quoting
    paragraph: Paragraph
    begin: int
    clauses: Clauses
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    notes: tuple[Note, ...]
    bare: str  # `clauses.flat` without dates; recurrences stay, since they belong to what is measured
    full: str  # the same with what stands in brackets
    past: tuple[Time, ...]  # years before the plan's own that tell when something was so
    row: bool  # of a breakdown table
    task: str  # what that row is about, where its task says so without a number

    @property
    def norm(self) -> str:
        """The folded text of the paragraph."""
        return self.paragraph.norm

    def quote(self, start: int, end: int) -> tuple[Span, str]:
        """The place of `norm[start:end]` in the given text, and the characters there."""
        span = self.paragraph.place(start, end)
        return span, span.of(self.text)

    def words(self, sentence: Sentence) -> str:
        """The text by which a sentence's figures are named."""
        return self.full if sentence.inner else self.bare


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph stands in: the whole text, its node, the year before which all is past, its table's columns."""

    text: str
    node: str
    floor: int | None
    columns: Mapping[int, str]


def read_passage(paragraph: Paragraph, begin: int, setting: Setting) -> Passage:
    """Clauses, times, notes and quantities of one paragraph; a row of a breakdown table holds its notes in cells."""
    norm = paragraph.norm
    row = bool(setting.columns) and compiled(SEPARATOR).search(norm) is not None
    notes = row_notes(norm, setting.columns) if row else read_notes(norm, _gaps(paragraph, setting.text))
    noted = tuple((note.start, note.end) for note in notes)
    clauses = read_clauses(norm, begin, noted)
    named = [
        _in_year(time, setting.floor) for time in read_times(" " * begin + norm[begin:]) if not _opens_span(time, norm)
    ]
    times = tuple(time for time in named if time.start >= begin and _counts(time, norm, clauses, setting.floor))
    past = tuple(time for time in named if time not in times and _tells_past(time, norm, clauses, setting.floor))
    dates = [(time.start, time.end) for time in named if time.start >= begin and time.norm not in RECURRENT]
    bare, full = blanked(clauses.flat, dates), blanked(norm, dates)
    taken = [*((time.start, time.end) for time in named), *clauses.titles, *noted]
    quantities = tuple(q for q in read_quantities(norm, taken) if q.start >= begin and not _is_slogan(q, clauses))
    task = task_of(norm, setting.columns) if row else ""
    parts = (clauses, times, quantities, notes, bare, full, past, row, task)
    return Passage(setting.node, setting.text, paragraph, begin, *parts)


def _in_year(time: Time, plan_year: int | None) -> Time:
    """明年3月: the year behind the plan's own."""
    if not time.norm.startswith(NEXT_YEAR):
        return time
    rest = time.norm.removeprefix(NEXT_YEAR)
    return (
        replace(time, norm=f"{plan_year + 1}{rest}", year=plan_year + 1)
        if plan_year
        else replace(time, norm=f"-{rest}")
    )


def _opens_span(time: Time, norm: str) -> bool:
    """9月1日至9月30日: the day on which a span ends is its time."""
    return compiled(r"[-—~至到]{1,2}(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]").match(norm, time.end) is not None


def _gaps(paragraph: Paragraph, text: str) -> frozenset[int]:
    """The characters of a paragraph behind which a blank, but no line's end, was left out."""
    offsets = paragraph.offsets
    if isinstance(offsets, range):
        return frozenset()
    return frozenset(at for at, (a, b) in enumerate(pairwise(offsets)) if b - a > 1 and "\n" not in text[a + 1 : b])


def _counts(time: Time, norm: str, clauses: Clauses, plan_year: int | None) -> bool:
    """Titles and programmes name their own years; what lies before the plan's year is no deadline."""
    if inside(time.start, clauses.titles) or (time.year and inside(time.start, clauses.quotes)):
        return False
    if norm[time.end : time.end + 1] in tuple("-—~至") and time.year:
        return False
    if compiled("(?:建立|建成|完成|实施|启动|出台|制定|印发|成立|开展)的").match(norm, time.end):
        return False  # 今年上半年建立的校园网: it is there already
    return not (time.year and plan_year and time.year < plan_year)


def _tells_past(time: Time, norm: str, clauses: Clauses, plan_year: int | None) -> bool:
    """2023年,…: a past year at the head of a clause; 2023年的教育工作 and 2019年版 only label."""
    if inside(time.start, clauses.titles) or inside(time.start, clauses.quotes):
        return False
    opens = norm[time.start - 1 : time.start] in ("", *"。;,、:") and norm[time.end : time.end + 1] == ","
    return opens and bool(time.year and plan_year and time.year < plan_year)


def _is_slogan(quantity: Quantity, clauses: Clauses) -> bool:
    """Inside quotation marks only measured things count: “每天锻炼一小时”, not “四个一”."""
    if not inside(quantity.start, clauses.quotes):
        return False
    return quantity.unit_class in ("count", "person", "age") and (
        quantity.written != "arabic" or quantity.unit in ("个", "", "名", "项")
    )
