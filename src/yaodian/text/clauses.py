"""Stage 3: a paragraph into sentences and clauses (小句); what stands in quotes, titles and brackets is known."""

from dataclasses import dataclass

from yaodian.text.phrases import compiled

FILLER = "\x00"  # stands for bracketed text where a clause is read without it
SENTENCE_END = "。;!?\t|"
CLAUSE_END = ",:"
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters `start`..`end` of a paragraph's `norm`, without the mark that ends them."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses up to a full stop or semicolon; `inner` for what stands in brackets."""

    clauses: tuple[Clause, ...]
    inner: bool = False

    @property
    def start(self) -> int:
        """Where the first clause begins."""
        return self.clauses[0].start

    @property
    def end(self) -> int:
        """Where the last clause ends."""
        return self.clauses[-1].end


@dataclass(frozen=True, slots=True)
class Clauses:
    """Result of the stage. `flat` is the paragraph with brackets blanked out, character for character."""

    flat: str
    sentences: tuple[Sentence, ...]
    titles: tuple[Range, ...]
    quotes: tuple[Range, ...]


def read_clauses(norm: str, begin: int, notes: tuple[Range, ...] = ()) -> Clauses:
    """Sentences of `norm[begin:]`; `notes` are responsibility notes, which are read elsewhere."""
    titles = tuple(match.span() for match in compiled("《[^《》]*(?:〈[^〉]*〉[^《》]*)?》").finditer(norm))
    quotes = tuple(
        match.span() for match in compiled('“[^“”]{1,60}”|"[^"]{1,60}"|「[^」]{1,60}」|‘[^‘’]{1,60}’').finditer(norm)
    )
    blanks: list[Range] = list(notes)
    inner: list[Range] = []
    if "(" in norm:
        for match in compiled(r"\([^()]*\)").finditer(norm):
            start, end = match.span()
            if any(note[0] <= start < note[1] for note in notes) or norm[start:end] in ("(含)", "(含以上)"):
                continue
            blanks.append((start, end))
            inner.append((start + 1, end - 1))
    flat = blanked(norm, blanks)
    closed = sorted((*titles, *quotes))
    sentences = _split(flat, begin, len(flat), closed)
    for start, end in inner:
        if end - start > 4 and start >= begin:
            sentences += [Sentence(part.clauses, inner=True) for part in _split(norm, start, end, closed)]
    return Clauses(flat, tuple(sentences), titles, quotes)


def blanked(text: str, ranges: list[Range], mark: str = FILLER) -> str:
    """The text with some places blanked out, as long as before."""
    if not ranges:
        return text
    parts: list[str] = []
    at = 0
    for start, end in sorted(ranges):
        if end > at:
            begin = max(start, at)
            parts += [text[at:begin], mark * (end - begin)]
            at = end
    return "".join([*parts, text[at:]])


def _split(text: str, begin: int, end: int, closed: list[Range]) -> list[Sentence]:
    """Cut at full stops, then at commas, but not inside quotes or titles and not inside a number."""
    sentences: list[Sentence] = []
    clauses: list[Clause] = []
    start, position = begin, 0
    for match in compiled(f"[{SENTENCE_END}{CLAUSE_END}]").finditer(text, begin, end):
        at = match.start()
        while position < len(closed) and closed[position][1] <= at:
            position += 1
        if position < len(closed) and closed[position][0] < at:
            continue
        mark = text[at]
        if mark in CLAUSE_END and text[at - 1].isdecimal() and text[at + 1 : at + 4].isdecimal() and mark == ",":
            continue
        if at > start:
            clauses.append(Clause(start, at))
        start = at + 1
        if mark in SENTENCE_END and clauses:
            sentences.append(Sentence(tuple(clauses)))
            clauses = []
    if end > start:
        clauses.append(Clause(start, end))
    if clauses:
        sentences.append(Sentence(tuple(clauses)))
    return sentences


def inside(at: int, ranges: tuple[Range, ...]) -> bool:
    """Whether a character stands in one of the ranges."""
    return any(start <= at < end for start, end in ranges)
