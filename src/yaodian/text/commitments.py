"""Stage 5: quantities with their bounds, names and times become commitments (目标)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from yaodian.text.bounds import bound_before, comparator, kind_of, stretches_far, stretches_near
from yaodian.text.clauses import FILLER, Sentence
from yaodian.text.due import Due, due_of, is_past, placed
from yaodian.text.names import Name, clean, ends_in_measure, stage_of
from yaodian.text.naming import several, under_one_head
from yaodian.text.passages import Passage
from yaodian.text.phrases import compiled, group, phrase_at
from yaodian.text.pieces import Piece, pieces_of, within
from yaodian.text.quantities import Quantity
from yaodian.text.reading import Commitment, Kind
from yaodian.text.wording import Words, object_of, worded

BARE_RATES = "(?:毛|净)?(?:入学|巩固|毕业|毕业合格|合格|优秀|优良|及格|升学|辍学|入园|普及|普惠|参训|结业)率"
PER_HEAD = "助学金|奖学金|补助|补贴|经费"
SPENDING = f"(?:投入|(?<!总)(?<!资产)投资|筹资|筹集|筹措|安排|争取|拨付)[^,总]{{0,6}}$|^[{FILLER}]*$"


@dataclass(frozen=True, slots=True)
class Item:
    """The item whose figures are read: its heading's words, and the time that governs all of it."""

    heading: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class _Carry:
    """What one figure of a sentence hands on to the next."""

    name: str = ""
    verb: str = ""
    stage: str = ""
    stretched: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece in its clause (by number) and sentence; `words` is the text by which figures are named."""

    passage: Passage
    sentence: Sentence
    clause: int
    piece: Piece
    words: str

    @property
    def lead(self) -> str:
        """The words before the figures that belong to them."""
        return self.words[slice(*self.piece.lead)]

    @property
    def before(self) -> str:
        """The clause up to the figures."""
        return self.words[self.sentence.clauses[self.clause].start : self.piece.quantities[0].start]

    def named_by(self, carried: str, heading: str) -> Words:
        """The words that name the figures; inside quotation marks only what stands inside them."""
        (begin, stop), (after, finish) = self.piece.lead, self.piece.behind
        for start, end in self.passage.clauses.quotes:
            if start <= stop < end:
                begin, finish = max(begin, start + 1), min(finish, end - 1)
        return Words(self.words[begin:stop], self.words[after:finish], carried, heading)


def read_commitments(passage: Passage, item: Item) -> Iterator[Commitment]:
    """Commitments of a passage."""
    for sentence in passage.clauses.sentences:
        if any(sentence.start <= quantity.start < sentence.end for quantity in passage.quantities):
            yield from _of_sentence(passage, sentence, item)


def _of_sentence(passage: Passage, sentence: Sentence, item: Item) -> Iterator[Commitment]:
    carry, words = _Carry(), passage.words(sentence)
    for index, clause in enumerate(sentence.clauses):
        text = words[clause.start : clause.end]
        quantities = within(passage, sentence, clause)
        if index and _opens_with_verb(text):
            carry = replace(carry, stretched=False)
        if not quantities:
            carry = replace(carry, stretched=carry.stretched or stretches_far(text), name=_topic(text) or carry.name)
        pieces = pieces_of(words, clause, quantities)
        headed = under_one_head([words[slice(*piece.lead)] for piece in pieces]) or []
        for piece, head in zip_longest(pieces, headed):
            place = _Place(passage, sentence, index, piece, words)
            carry = replace(carry, stretched=carry.stretched or stretches_far(place.before))
            names, carry = _names(place, carry, item, head)
            yield from _of_piece(place, names, carry, item)


def _of_piece(place: _Place, names: list[Name], carry: _Carry, item: Item) -> Iterator[Commitment]:
    """One commitment for each figure of a piece; a bound behind the last holds for all."""
    quantities = place.piece.quantities
    after_all = quantities[-1].after if len(quantities) > 1 else ""
    stretched = carry.stretched or stretches_near(place.before)
    for position, (quantity, name) in enumerate(zip(quantities, names, strict=True)):
        sign = comparator(quantity, place.lead, after_all)
        behind = place.passage.norm[quantity.end : quantity.end + 8]
        kind = kind_of(quantity, place.before, place.lead, behind, stretched=stretched)
        if is_past(place.passage, place.sentence, quantity):
            kind = "fact"
        if quantity.rank and not quantity.unit:  # 保二争一
            kind = "stretch" if position else "commit"
        time = due_of(place.passage, place.sentence, place.clause, quantity)
        due = placed(place.passage, time) if time else item.due
        yield _commitment(place.passage, quantity, name, (sign, kind), due)


def _commitment(
    passage: Passage, quantity: Quantity, name: Name, binds: tuple[str, Kind], due: Due | None
) -> Commitment:
    span = passage.paragraph.place(quantity.start, quantity.end)
    return Commitment(
        node=passage.node,
        start=span.start,
        end=span.end,
        kind=binds[1],
        indicator=name.indicator,
        subject=name.subject,
        comparator=binds[0],
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        due=due.norm if due else "",
        due_text=due.text if due else "",
        due_start=due.span.start if due else None,
        due_end=due.span.end if due else None,
        indicator_code=None,
        indicator_score=None,
    )


def _opens_with_verb(text: str) -> bool:
    return phrase_at(text.lstrip(FILLER), 0, "verbs", "work") != ""


def _names(place: _Place, carry: _Carry, item: Item, headed: Name | None) -> tuple[list[Name], _Carry]:
    """The names of a piece's figures, and what they hand on."""
    quantities = place.piece.quantities
    if headed and len(quantities) == 1 and quantities[0].unit_class in ("count", "person"):
        names = [headed]
    elif len(quantities) > 1:
        names = _names_in_a_row(place, carry, item)
    else:
        name, carry = _name(place, carry, item)
        names = [name]
    finished: list[Name] = []
    for name in names:
        told = replace(name, indicator=name.indicator or item.heading)
        stage = stage_of(told.subject + told.indicator)
        if not stage and carry.stage and not told.subject and compiled(BARE_RATES).fullmatch(told.indicator):
            told = replace(told, subject=carry.stage)  # 小学入学率100%、巩固率100%
        finished.append(told)
        carry = replace(carry, stage=stage or carry.stage)
    return finished, replace(carry, name=finished[-1].indicator or carry.name)


def _names_in_a_row(place: _Place, carry: _Carry, item: Item) -> list[Name]:
    words, quantities = place.named_by(carry.name, item.heading), place.piece.quantities
    names = several(words.lead, len(quantities))
    if names is None:
        return [worded(quantities[-1], words)] * len(quantities)
    timed = "时间" if quantities[0].unit_class == "duration" else ""
    measured = compiled("(?:时间|时长|学时|课时|次数)$")
    return [
        replace(name, indicator=name.indicator + ("" if measured.search(name.indicator) else timed))
        if name.indicator
        else replace(name, indicator=carry.name)
        for name in names
    ]


def _name(place: _Place, carry: _Carry, item: Item) -> tuple[Name, _Carry]:
    """The name of a single figure; what is handed on depends on what it measures."""
    quantity, words = place.piece.quantities[0], place.named_by(carry.name, item.heading)
    if quantity.written == "zero" and not quantity.unit:  # 零事故
        told = f"{words.head}{place.passage.norm[quantity.start + 1 : quantity.end]}"
        return Name(told if ends_in_measure(told) else f"{told}数"), carry
    lead = clean(words.lead)
    deliver = f"新?(?:{group('verbs', 'deliver')})"
    if quantity.unit_class == "money":
        if not compiled(f"(?:标准|{PER_HEAD})$").search(carry.name):
            words = replace(words, carried=_spent_on(place) if compiled(SPENDING).search(words.lead) else "")
    elif verb := compiled(f"^{deliver}|{deliver}$").search(lead):
        carry = replace(carry, verb=verb[0])
    elif carry.verb and not bound_before(words.lead):
        goes_on = quantity.unit_class in ("count", "person") and not _opens_with_verb(words.lead)
        if (lead and goes_on) or (not lead and clean(words.behind)):
            words = replace(words, carried=carry.verb)
    return worded(quantity, words), carry


def _spent_on(place: _Place) -> str:
    """What the money of this clause is for: the next clause, where that one has no money or share of its own."""
    following = place.sentence.clauses[place.clause + 1 : place.clause + 2]
    if not following:
        return ""
    clause, words = following[0], place.passage.bare
    figures = [q for q in place.passage.quantities if clause.start <= q.start < clause.end]
    if any(quantity.unit_class != "count" for quantity in figures):
        return ""
    if not figures:
        return object_of(words[clause.start : clause.end])
    # 为47所中小学每班安装一体机: what stands behind the last figure
    text = compiled(r"^(?:项目|学校|中小学)?每[班校人个]").sub("", words[figures[-1].end : clause.end])
    if len(text.replace(FILLER, "")) >= 4:
        return object_of(text)
    # 投资950万元,维修改造校舍12所: what stands before the only one
    told = words[clause.start : figures[0].start]
    alone = len(figures) == 1 and not any(
        figures[0].start < q.start < place.sentence.end for q in place.passage.quantities
    )
    return object_of(told) if alone and len(told) >= 4 and told[0] not in "为给对" else ""


def _topic(text: str) -> str:
    """A clause that names what the next one measures: 保证学生每天睡眠时间, 发放助学金."""
    measured = f"时间|率|比例|标准|人数|次数|{PER_HEAD}"
    match = compiled(rf"([^,。;]{{2,20}}(?:{measured}))$").search(clean(text))
    opener = "(?:.*(?:发放|给予|享受|安排)|(?:保证|确保|严格控制|控制|落实|提高)(?:学生)?)"
    return compiled(f"^{opener}").sub("", match[1]) if match else ""
