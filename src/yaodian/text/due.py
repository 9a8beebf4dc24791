"""Which time governs a figure (完成时限): its own clause's, else one before it in the sentence, else one behind."""

from dataclasses import dataclass

from yaodian.kernel.span import Span
from yaodian.text.clauses import Clause, Sentence
from yaodian.text.passages import Passage
from yaodian.text.phrases import compiled, group, phrase_at
from yaodian.text.quantities import Quantity
from yaodian.text.times import RECURRENT, Time


@dataclass(frozen=True, slots=True)
class Due:
    """A governing time with its place in the given text."""

    norm: str
    text: str
    span: Span


def placed(passage: Passage, time: Time) -> Due:
    """A time of a passage, placed in the given text."""
    span, text = passage.quote(time.start, time.end)
    return Due(time.norm, text, span)


def due_of(passage: Passage, sentence: Sentence, index: int, quantity: Quantity) -> Time | None:
    """The governing time of a quantity in clause `index` of a sentence; of one in brackets else its host's."""
    time = _in_sentence(passage, sentence, index, quantity)
    if time or not sentence.inner:
        return time
    for host in passage.clauses.sentences:
        if not host.inner and host.start <= sentence.start < host.end:
            clause = next((i for i, c in enumerate(host.clauses) if c.start <= sentence.start < c.end), 0)
            return _in_sentence(passage, host, clause, quantity)
    return None


def _in_sentence(passage: Passage, sentence: Sentence, index: int, quantity: Quantity) -> Time | None:
    own = _within(passage, sentence.clauses[index])
    if own:
        before = [time for time in own if time.start < quantity.start]
        return before[-1] if before else own[0]
    if index and _names_actor(passage, sentence.clauses[index]):
        return _alone(passage, sentence.clauses[index - 1])  # somebody else's time is not theirs
    return _before(passage, sentence, index, quantity) or _behind(passage, sentence, index)


def _before(passage: Passage, sentence: Sentence, index: int, quantity: Quantity) -> Time | None:
    for number in range(index - 1, -1, -1):
        times = _within(passage, sentence.clauses[number])
        if _stands(passage, sentence.clauses[index], quantity):
            times = [time for time in times if time.norm not in RECURRENT]
        if times:
            return times[-1]
        if number and _names_actor(passage, sentence.clauses[number]):
            return _alone(passage, sentence.clauses[number - 1])
    return None


def _stands(passage: Passage, clause: Clause, quantity: Quantity) -> bool:
    """Whether a figure is a state, or built once: a recurrence in a clause before is not its own."""
    if quantity.unit_class == "share" or quantity.written == "zero":
        return True
    return phrase_at(passage.bare, clause.start, "quantities", "makes") not in ("", "举办", "承办", "实施", "完成")


def is_past(passage: Passage, sentence: Sentence, quantity: Quantity) -> bool:
    """2023年,本科上线率达到62%: whether the last time named before a figure lies before the plan's year."""
    before = [time for time in (*passage.past, *passage.times) if sentence.start <= time.start < quantity.start]
    last = max(before, key=lambda time: time.start, default=None)
    return last is not None and last in passage.past


def _alone(passage: Passage, clause: Clause) -> Time | None:
    """3月底前,各县应…: the time of a clause that is nothing else belongs to the one behind it."""
    times = _within(passage, clause)
    told = times and times[0].start == clause.start and times[-1].end == clause.end
    return times[-1] if told else None


def _behind(passage: Passage, sentence: Sentence, index: int) -> Time | None:
    """21个项目,确保暑假前竣工: a later clause without a number and a subject of its own."""
    for clause in sentence.clauses[index + 1 :]:
        if _has_number(passage, clause) or _has_subject(passage, clause):
            return None
        if times := _within(passage, clause):
            return times[0]
    return None


def _within(passage: Passage, clause: Clause) -> list[Time]:
    return [time for time in passage.times if clause.start <= time.start < clause.end]


def _has_number(passage: Passage, clause: Clause) -> bool:
    return any(clause.start <= quantity.start < clause.end for quantity in passage.quantities)


ACTS = "要|应|须|必须|负责|牵头|均|都|将|抽查|组织|开展|召开|举办|建立|制定|出台"


def _names_actor(passage: Passage, clause: Clause) -> bool:
    """Whether a clause opens with somebody who acts: 县教育局要…, 市督导室抽查…"""
    name = f"(?:各)?[\u4e00-\u9fff]{{0,8}}(?:{group('offices', 'unit', 'collective')})"
    return compiled(f"{name}(?:{ACTS})").match(passage.bare, clause.start, clause.end) is not None


def _has_subject(passage: Passage, clause: Clause) -> bool:
    """Whether a clause opens with something else than a verb or an adverb."""
    text = passage.clauses.flat[clause.start : clause.end]
    first = [time for time in passage.times if time.start == clause.start]
    if first:
        text = text[first[0].end - clause.start :]
        return _names_actor(passage, clause)
    return not phrase_at(text, 0, "verbs", "work") and not text.startswith(("并", "且", "要", "务必", "于", "到", "至"))
