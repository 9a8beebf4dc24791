"""A paragraph with everything found in it: what the last stage ties together."""

from collections.abc import Mapping
from dataclasses import dataclass

from yaodian.kernel.span import Span
from yaodian.text.clauses import Clauses, Sentence, blanked, inside, read_clauses
from yaodian.text.headers import SEPARATOR, row_notes
from yaodian.text.lines import Paragraph
from yaodian.text.notes import Note, read_notes
from yaodian.text.numbers import read_quantities
from yaodian.text.phrases import compiled
from yaodian.text.quantities import Quantity
from yaodian.text.times import RECURRENT, Time, read_times


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
    row: bool  # of a breakdown table

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
    notes = row_notes(norm, setting.columns) if row else read_notes(norm)
    noted = tuple((note.start, note.end) for note in notes)
    clauses = read_clauses(norm, begin, noted)
    named = read_times(norm)
    times = tuple(time for time in named if time.start >= begin and _counts(time, norm, clauses, setting.floor))
    dates = [(time.start, time.end) for time in times if time.norm not in RECURRENT]
    bare, full = blanked(clauses.flat, dates), blanked(norm, dates)
    taken = [*((time.start, time.end) for time in named), *clauses.titles, *noted]
    quantities = tuple(q for q in read_quantities(norm, taken) if q.start >= begin and not _is_slogan(q, clauses))
    return Passage(setting.node, setting.text, paragraph, begin, clauses, times, quantities, notes, bare, full, row)


def _counts(time: Time, norm: str, clauses: Clauses, plan_year: int | None) -> bool:
    """Titles and programmes name their own years; what lies before the plan's year is no deadline."""
    if inside(time.start, clauses.titles) or (time.year and inside(time.start, clauses.quotes)):
        return False
    if norm[time.end : time.end + 1] in tuple("-—~至") and time.year:
        return False
    if compiled("(?:建立|建成|完成|实施|启动|出台|制定|印发|成立|开展)的").match(norm, time.end):
        return False  # 今年上半年建立的校园网: it is there already
    return not (time.year and plan_year and time.year < plan_year)


def _is_slogan(quantity: Quantity, clauses: Clauses) -> bool:
    """Inside quotation marks only measured things count: “每天锻炼一小时”, not “四个一”."""
    if not inside(quantity.start, clauses.quotes):
        return False
    return quantity.unit_class in ("count", "person", "age") and (
        quantity.written != "arabic" or quantity.unit in ("个", "", "名", "项")
    )
