"""Whatever happens to a file, and in whatever order: its spells never overlap, and count the child where its file was."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from yaodian.apps.movements.spells.deciding import IN_SCHOOL, File, Spell, decide, is_empty

FIRST = date(2026, 1, 1)
STEP = st.fixed_dictionaries(
    {
        "wait": st.integers(0, 3),  # days until the step
        "status": st.sampled_from(["10", "10", "10", "20", "30", "40", "50", "90"]),
        "school": st.sampled_from([1, 2, 3]),
        "class_room": st.sampled_from([None, 1, 2]),
        "stated": st.sampled_from([None, -9, -1, 0]),  # days from the step's own day
    }
)


def applied(spells: list[Spell], decided: list[Spell]) -> list[Spell]:
    """The stored spells after what was decided is written."""
    stored = {spell.id: spell for spell in spells}
    for spell in decided:
        number = spell.id or max(stored, default=0) + 1
        stored.pop(number, None)
        if not is_empty(spell):
            stored[number] = replace(spell, id=number, version=spell.version + 1)
    return list(stored.values())


def classes(school: int, class_room: int | None) -> int | None:
    """A class of that school."""
    return None if class_room is None else school * 10 + class_room


@settings(max_examples=400)
@given(st.lists(STEP, min_size=1, max_size=12), st.booleans())
def test_a_child_is_never_in_two_schools(steps: list[dict[str, int]], states_days: bool) -> None:
    spells: list[Spell] = []
    day, before = FIRST, None
    where: dict[date, int] = {}  # the file's school at the end of each day on which it was written
    for number, step in enumerate(steps):
        day += timedelta(days=int(step["wait"]))
        stated = None if step["stated"] is None or not states_days else day + timedelta(days=int(step["stated"]))
        file = File(
            7, int(step["school"]), classes(int(step["school"]), step["class_room"]), "13", str(step["status"]),
            first=number == 0, stated=stated, before=before,
        )  # fmt: skip
        spells = applied(spells, decide(file, spells, day))
        before = str(step["status"])
        where[day] = file.school if file.status == IN_SCHOOL else 0
        opened = [spell for spell in spells if spell.left_on is None]
        assert len(opened) == (file.status == IN_SCHOOL)
        assert all(spell.school == file.school for spell in opened)
        assert len({(spell.school, spell.entered_on) for spell in spells}) == len(spells), "the identity is kept"
        ordered = sorted(spells, key=lambda spell: spell.entered_on)
        for left, right in pairwise(ordered):
            assert left.left_on is not None
            assert left.left_on <= right.entered_on
        assert decide(replace(file, first=False, stated=None), spells, day) == [], "nothing else follows"
    if not states_days:
        for at, school in where.items():
            held = [s.school for s in spells if s.entered_on <= at and (s.left_on is None or at < s.left_on)]
            assert held == ([school] if school else [])


@given(STEP)
def test_the_same_file_again_decides_nothing(step: dict[str, int]) -> None:
    file = File(7, 1, 11, "13", str(step["status"]), first=True)
    spells = applied([], decide(file, [], FIRST))
    assert decide(replace(file, first=False), spells, FIRST + timedelta(days=3)) == []
