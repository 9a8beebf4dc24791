"""Stage 1: a text into paragraphs (段落): hard wraps and page cuts joined, pager debris dropped, every offset kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from re import Pattern

from yaodian.kernel.span import Span
from yaodian.text.characters import fold, keeps_blank
from yaodian.text.markers import marker_at
from yaodian.text.notes import is_note
from yaodian.text.phrases import compiled, groups
from yaodian.text.rows import Line, stacked, tabled

SENTENCE_ENDS = "。;!?:…"
NEVER_FIRST = "%,。、;:)》”!?"  # no line of its own begins so
SLACK = 6  # columns by which a wrapped line may fall short, since punctuation hangs together
SHORT = 16  # a shorter line may be a heading or an entry of a list
LOOK_BACK = 12  # lines in which an open bracket is looked for
LONGEST_LINE = 20_000  # a longer one is cut at full stops, so that no step sees a paragraph without end
LONG = 60  # a line this long without a full stop was cut by a page, it is no heading


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Logical text to be parsed (folded, no inner blanks, wraps joined) with the way back to the given text."""

    span: Span
    norm: str
    offsets: Sequence[int]

    def place(self, start: int, end: int) -> Span:
        """The span in the given text of `norm[start:end]`."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Lines:
    """Result of the stage."""

    paragraphs: tuple[Paragraph, ...]
    noise: tuple[Span, ...]


@cache
def _noise() -> Pattern[str]:
    return compiled("|".join(groups("noise")["pager"]))


@cache
def _tail() -> Pattern[str]:
    return compiled(f"(?:{'|'.join(groups('noise')['tail'])})$")


def _bearable(body: str) -> Iterator[tuple[int, str]]:
    """A line whole, or in parts that end with full stops where it is longer than any plan's."""
    start = 0
    while len(body) - start > LONGEST_LINE:
        stop = body.rfind("。", start, start + LONGEST_LINE) + 1 or start + LONGEST_LINE
        part = body[start:stop]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), part.strip()
        start = stop
    rest = body[start:]
    if rest.strip():
        yield start + len(rest) - len(rest.lstrip()), rest.strip()


def is_noise(line: str) -> bool:
    """Whether a folded line is a pager's, a page number or the like."""
    return len(line) <= 140 and _noise().fullmatch(line) is not None


def split_lines(text: str) -> list[Line]:
    """Lines that hold something, with whether they are indented and whether a blank line stands before them."""
    found: list[Line] = []
    folded, at, blank = fold(text), 0, False
    for raw in folded.split("\n"):
        body = raw.strip()
        if body:
            lead = len(raw) - len(raw.lstrip())
            for start, part in _bearable(body):
                offset = at + lead + start
                found.append(Line(Span(offset, offset + len(part)), part, lead > 0, blank))
            blank = False
        else:
            blank = True
        at += len(raw) + 1
    return found


def read_lines(text: str) -> Lines:
    """Paragraphs and noise of a text."""
    noise: list[Span] = []
    kept: list[Line] = []
    for line in stacked(split_lines(text)):
        if is_noise(line.folded):
            noise.append(line.span)
        else:
            kept.append(line)
    kept = tabled(_without_contents(kept, noise))
    width = _wrap_width(kept)
    paragraphs: list[list[Line]] = []
    for line in kept:
        if paragraphs and _carries_on(paragraphs[-1], line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return Lines(tuple(_paragraph(lines) for lines in paragraphs), tuple(sorted(noise)))


def _without_contents(lines: list[Line], noise: list[Span]) -> list[Line]:
    """Leave out a contents list (目录): the lines behind that word which come again further down."""
    head = next((i for i, line in enumerate(lines[:40]) if line.folded.replace(" ", "") == "目录"), None)
    if head is None:
        return lines
    later = Counter(_entry(line.folded) for line in lines[head + 1 :])
    end = head + 1
    seen: set[str] = set()
    while (
        end < len(lines)
        and (entry := _entry(lines[end].folded)) not in seen
        and (later[entry] > 1 or _leader().search(lines[end].folded))
    ):
        seen.add(entry)
        end += 1
    if end - head < 3:
        return lines
    noise += [line.span for line in lines[head:end]]
    return lines[:head] + lines[end:]


@cache
def _leader() -> Pattern[str]:
    return compiled(r"(?:[.…·]{2,}|\s{2,}|\t)\s*\d{1,3}$")


def _entry(line: str) -> str:
    return compiled(r"[\s.…·]*\d{0,3}$").sub("", line).replace(" ", "")


def _columns(line: str) -> int:
    """The width of a line on paper: a Chinese character takes two columns, a digit one."""
    return len(line) + len(line) - sum(map(str.isascii, line))


def _wrap_width(lines: list[Line]) -> int:
    """The columns at which lines were wrapped by hand or by a converter; 0 where they were not."""
    widths = sorted(_columns(line.folded) for line in lines)
    if len(widths) < 5:
        return 0
    width = widths[int(len(widths) * 0.95)]
    if not 30 <= width <= 160:
        return 0
    open_ended = sum(_columns(line.folded) >= width - SLACK and line.folded[-1] not in SENTENCE_ENDS for line in lines)
    return width if open_ended >= max(3, len(lines) * 0.15) else 0


def _carries_on(paragraph: list[Line], line: Line, width: int) -> bool:
    """Whether `line` is the rest of a sentence that the paragraph's last line broke off."""
    before = paragraph[-1]
    cells = compiled("[\t|]")
    if before.folded[-1] in SENTENCE_ENDS or cells.search(before.folded) or cells.search(line.folded):
        return False
    if line.folded[0] in NEVER_FIRST:
        return True
    marker = marker_at(line.folded)
    if marker is not None and not (marker.weak and width and not line.after_blank):
        return False
    if line.after_blank:
        return len(before.folded) >= LONG and not line.indented
    full = bool(width) and _columns(before.folded) >= width - SLACK
    return (full or _breaks_off(paragraph)) and not (line.indented and not before.indented)


def _breaks_off(paragraph: list[Line]) -> bool:
    """Whether a paragraph ends in mid-sentence, however short its last line: a bracket is open, or it is running text."""
    text = "".join(line.folded for line in paragraph[-LOOK_BACK:])
    if any(text.count(left) > text.count(right) for left, right in ("()", "《》", "“”", "【】")):
        return True
    note = compiled(r"(?P<before>.?)[(【](?P<inside>[^()【】]*)[)】]$").search(text)
    if note and (note["before"] in tuple(SENTENCE_ENDS) or is_note(note["inside"])):
        return False  # 加强管理。(责任科室:基教科)
    opener = marker_at(paragraph[0].folded)
    heading = opener is not None and opener.kind in ("part", "cn", "cn()", "ordinal") and "。" not in text
    return not heading and len(paragraph[-1].folded) >= SHORT and compiled("[,。;]").search(text) is not None


def _paragraph(lines: list[Line]) -> Paragraph:
    span = Span(lines[0].span.start, lines[-1].span.end)
    texts = [line.folded for line in lines]
    tail = _tail().search(texts[-1])
    if tail and tail.start():
        texts[-1] = texts[-1][: tail.start()]
    if len(lines) == 1 and " " not in texts[0]:
        start = lines[0].span.start
        return Paragraph(span, texts[0], range(start, start + len(texts[0])))
    chars: list[str] = []
    offsets: list[int] = []
    for line, folded in zip(lines, texts, strict=True):
        for index, char in enumerate(folded):
            if char == " " and not keeps_blank(folded, index):
                continue
            chars.append(char)
            offsets.append(line.span.start + index)
    return Paragraph(span, "".join(chars), offsets)
