"""A plan's text and its revised text side by side, as JSON that is kept with the revision; the tasks as they are now come later.

Places are what becomes items (sections, tasks, what is neither). Tasks are matched by `text.compare`, sections by where their
tasks went, the rest by their titles. Each place carries what its text says: title, lead, support, due date, targets.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yaodian.apps.plans.models import Target
from yaodian.apps.plans.services.drafting import target_of
from yaodian.apps.plans.services.matching import Office
from yaodian.apps.plans.services.proposing import Task, is_written, written
from yaodian.text import Commitment, Reading
from yaodian.text.compare import compare
from yaodian.text.compare.targets import paired_targets
from yaodian.text.parts import Place, read_places

PROMISED = (
    "indicator",
    "subject",
    "kind",
    "comparator",
    "value",
    "value_max",
    "unit",
    "due",
    "due_text",
    "start",
    "end",
)
SAME_TITLE = 1_000  # weighs more than any number of tasks that went from one section to another
Found = dict[str, Any]


def compared(old: Reading, new: Reading, *, year: int, offices: Sequence[Office]) -> Found:
    """Both texts' places, and the pairs of them by index; None on one side for what is new or dropped."""
    before, after = read_places(old), read_places(new)
    pairs = _task_pairs(old, new, before, after)
    matched = {(pair["old"], pair["new"]) for pair in pairs if None not in (pair["old"], pair["new"])}
    pairs += _plain(_sections(before, after, matched))
    pairs += _plain(_others(before, after))
    pairs += _left(before, after, pairs)
    return {
        "old": _places(before, old, year, offices),
        "new": _places(after, new, year, offices),
        "pairs": sorted(pairs, key=_rank),
    }


def _rank(pair: Found) -> tuple[int, int]:
    return (pair["new"], 1) if pair["new"] is not None else (pair["beside"], 0)


def _task_pairs(old: Reading, new: Reading, before: Sequence[Place], after: Sequence[Place]) -> list[Found]:
    at_old = {(place.start, place.end): index for index, place in enumerate(before) if place.kind == "task"}
    at_new = {(place.start, place.end): index for index, place in enumerate(after) if place.kind == "task"}
    found: list[Found] = []
    beside = 0
    for pair in compare(old, new).pairs:
        one = None if pair.old is None else at_old[pair.old.start, pair.old.end]
        two = None if pair.new is None else at_new[pair.new.start, pair.new.end]
        beside = beside if two is None else two
        links = [] if one is None or two is None else _links(before[one].targets, after[two].targets)
        found.append(
            {
                "old": one,
                "new": two,
                "kind": pair.kind,
                "why": pair.why,
                "likeness": round(pair.likeness, 3),
                "moved": pair.moved,
                "reworded": pair.reworded,
                "targets": links,
                "beside": beside,
            }
        )
    return found


def _links(old: Sequence[Commitment], new: Sequence[Commitment]) -> list[list[int]]:
    """Which old target is which new one, by index."""
    pairs, _, _ = paired_targets(old, new)
    return [[_at(old, one), _at(new, two)] for one, two in pairs]


def _at(targets: Sequence[Commitment], wanted: Commitment) -> int:
    return next(index for index, target in enumerate(targets) if target is wanted)


def _sections(before: Sequence[Place], after: Sequence[Place], matched: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Which section is which: the same title, else where most of its tasks went."""
    votes: Counter[tuple[int, int]] = Counter()
    for one, two in matched:
        for pair in zip(_above(before, one), _above(after, two), strict=False):
            votes[pair] += 1
    for one, place in enumerate(before):
        for two, other in enumerate(after):
            if place.kind == other.kind == "section" and place.title == other.title:
                votes[one, two] += SAME_TITLE
    return _best(votes)


def _above(places: Sequence[Place], index: int) -> list[int]:
    """The sections in which a place stands, from the top down."""
    chain: list[int] = []
    at = places[index].parent
    while at is not None:
        chain.insert(0, at)
        at = places[at].parent
    return [one for one in chain if places[one].kind == "section"]


def _others(before: Sequence[Place], after: Sequence[Place]) -> list[tuple[int, int]]:
    """What is no task: the same title."""
    votes: Counter[tuple[int, int]] = Counter()
    for one, place in enumerate(before):
        for two, other in enumerate(after):
            if place.kind == other.kind == "none" and place.title == other.title:
                votes[one, two] += 1
    return _best(votes)


def _best(votes: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """One to one, the most votes first."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found = []
    for (one, two), _ in sorted(votes.items(), key=lambda entry: (-entry[1], entry[0])):
        if one not in taken_old and two not in taken_new:
            taken_old.add(one)
            taken_new.add(two)
            found.append((one, two))
    return found


def _plain(pairs: Iterable[tuple[int, int]]) -> list[Found]:
    return [
        {"old": one, "new": two, "kind": "unchanged", "why": "", "targets": [], "beside": two} for one, two in pairs
    ]


def _left(before: Sequence[Place], after: Sequence[Place], pairs: Sequence[Found]) -> list[Found]:
    """The sections and other places that only one of the texts has."""
    olds, news = {pair["old"] for pair in pairs}, {pair["new"] for pair in pairs}
    dropped: list[Found] = [
        {"old": index, "new": None, "kind": "dropped", "why": "", "targets": [], "beside": 0}
        for index in range(len(before))
        if index not in olds
    ]
    new: list[Found] = [
        {"old": None, "new": index, "kind": "new", "why": "", "targets": [], "beside": index}
        for index in range(len(after))
        if index not in news
    ]
    return [*dropped, *new]


# ---- what a place's text says ---------------------------------------------------------------------------------------


def _places(places: Sequence[Place], reading: Reading, year: int, offices: Sequence[Office]) -> list[Found]:
    told = reading.as_json()
    return [_said(places, index, reading, told, year=year, offices=offices) for index in range(len(places))]


def _said(
    places: Sequence[Place],
    index: int,
    reading: Reading,
    told: Mapping[str, Any],
    *,
    year: int,
    offices: Sequence[Office],
) -> Found:
    place = places[index]
    found: Found = {
        "kind": place.kind,
        "title": place.title[:300],
        "start": place.start,
        "end": place.end,
        "parent": place.parent,
        "targets": [_target(one, year, reading.school_year) for one in place.targets],
    }
    if place.kind != "task":
        return found
    made = written(
        _task(places, place, reading, told, year=year),
        text=reading.text,
        offices=offices,
        year=year,
        school_year=reading.school_year,
    )
    due = made.due if is_written(made.due_why) else None
    return found | {
        "lead": made.lead.pk if made.lead else None,
        "lead_why": made.lead_why,
        "support": sorted(office.pk for office in made.support),
        "due": due.isoformat() if due else None,
        "due_text": made.due_text if due else "",
        "due_why": made.due_why if due else "",
    }


def _task(places: Sequence[Place], place: Place, reading: Reading, told: Mapping[str, Any], *, year: int) -> Task:
    above, at = [], place.parent
    while at is not None:
        above.append(places[at])
        at = places[at].parent
    headings: list[Mapping[str, Any]] = []
    for section in above:
        line_end = reading.text.find("\n", section.start, section.end)
        headings += _within(told["actors"], section.start, line_end if line_end > 0 else section.end)
    targets = [target_of(one, 1, year=year, school_year=reading.school_year) for one in place.targets]
    return Task(
        title=place.title,
        body=reading.text[place.start : place.end],
        sections=tuple(section.title for section in above),
        actors=tuple(_within(told["actors"], place.start, place.end)),
        actors_above=tuple(headings),
        deadlines=tuple(_within(told["deadlines"], place.start, place.end)),
        targets=tuple((one.indicator, one.due, one.due_text) for one in targets if one),
    )


def _within(rows: Iterable[Mapping[str, Any]], start: int, end: int) -> list[Mapping[str, Any]]:
    return [row for row in rows if start <= row["start"] and row["end"] <= end]


def _target(commitment: Commitment, year: int, school_year: bool) -> Found | None:
    """A target's values as they would be kept; None where its number cannot be kept."""
    made: Target | None = target_of(commitment, 1, year=year, school_year=school_year)
    if made is None:
        return None
    values = {name: getattr(made, name) for name in PROMISED}
    for name in ("value", "value_max", "due"):
        values[name] = None if values[name] is None else str(values[name])
    return values | {"indicator_code": made.indicator_code}
