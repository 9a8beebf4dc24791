"""What a new version of a child's file means for the child's spells: a pure function of both and of the day.

A spell is open while its child is in school (学籍状态 在读). It ends when the file says otherwise, goes to another school or
to another class; a new one begins where the child is then. The day is the one that the file states with the change
(状态起始日期, 离校日期), else today. Spells never overlap; what is put right on its own day leaves no trace.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

IN_SCHOOL = "10"  # code of pupil_status
ON_ROLL = ("10", "20", "30")
LEFT_HOW = {  # pupil_status → leave_manner
    "20": "30", "30": "40", "40": "10", "41": "11", "42": "12", "50": "20", "60": "41", "70": "60", "80": "50", "90": "90",
}  # fmt: skip
OTHER_SCHOOL, OTHER_CLASS = "21", "14"  # leave_manner 县内转出, 校内调班
CAME, CLASS_CHANGED = "21", "15"  # entry_manner 县内转入, 校内调班
BACK = {"20": "30", "30": "31"}  # status before → entry_manner 复学, 辍学返校
ENROLLED = "10"  # entry_manner 招生入学
CAME_FROM_ELSEWHERE = ("20", "21", "22", "23")  # entry_manner: the day in the file is that of the stage, not of coming


@dataclass(frozen=True, slots=True)
class File:
    """The newest version of a file. `stated` is the day that the change states, `before` the status of the version before."""

    pupil: int
    school: int
    class_room: int | None
    grade: str | None
    status: str
    first: bool = False
    stated: date | None = None
    entered_on: date | None = None
    entered_how: str | None = None
    left_on: date | None = None
    left_how: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell as stored; `id` is 0 for a new one."""

    id: int
    version: int
    pupil: int
    school: int
    class_room: int | None
    grade: str | None
    entered_on: date
    entered_how: str
    left_on: date | None = None
    left_how: str | None = None
    counterpart: str | None = None


def decide(file: File, spells: Sequence[Spell], today: date) -> list[Spell]:
    """The spells that change, begin or go, as they are to be; one that would end on its first day (`is_empty`) goes.

    `spells` are all of the child's. After it at most one of them is open, and that one says what the file says.
    """
    day = file.stated or today
    opened = next((spell for spell in spells if spell.left_on is None), None)
    others = [spell for spell in spells if spell.left_on is not None]
    if file.status != IN_SCHOOL:
        how = _how_left(file)
        return [_ended(opened, _day_left(file, day), how)] if opened else _dated_anew(file, others, how)
    if opened is None:
        return [_begun(file, others, day, _how_back(file))]
    if opened.school == file.school and file.class_room in (None, opened.class_room):
        return []
    if opened.school == file.school and opened.class_room is None:
        return [replace(opened, class_room=file.class_room, grade=file.grade)]
    moved = opened.school != file.school
    ended = _ended(opened, day, OTHER_SCHOOL if moved else OTHER_CLASS)
    if is_empty(ended):
        begun = _begun(file, others, day, opened.entered_how)
        return [ended, replace(begun, counterpart=begun.counterpart or opened.counterpart)]
    return [ended, _begun(file, [*others, ended], day, CAME if moved else CLASS_CHANGED)]


def is_empty(spell: Spell) -> bool:
    """Whether no day lies in the spell: it was put right before it was over."""
    return spell.left_on is not None and spell.left_on <= spell.entered_on


def _begun(file: File, others: Sequence[Spell], day: date, how: str) -> Spell:
    """A spell from the day on, or from the end of the last one; that one opened again where it was in the same place."""
    if file.first and file.entered_on and file.entered_how not in CAME_FROM_ELSEWHERE:
        day = file.entered_on
    last = _last(others)
    if last is not None and last.left_on is not None:
        day = max(day, last.left_on)
        if (last.school, last.left_on) == (file.school, day) and file.class_room in (None, last.class_room):
            return replace(last, left_on=None, left_how=None)
    return Spell(0, 0, file.pupil, file.school, file.class_room, file.grade, day, how)


def _dated_anew(file: File, others: Sequence[Spell], how: str) -> list[Spell]:
    """The last spell with the day that the file now states for its end, where only that was put right."""
    last = _last(others)
    if last is None or file.stated is None or file.before != file.status:
        return []
    if (last.school, last.left_how) != (file.school, how):
        return []
    ended = _ended(last, _day_left(file, file.stated), how)
    return [] if ended == last else [ended]


def _last(spells: Sequence[Spell]) -> Spell | None:
    return max(spells, key=lambda spell: (spell.entered_on, spell.id), default=None)


def _ended(spell: Spell, day: date, how: str) -> Spell:
    return replace(spell, left_on=max(day, spell.entered_on), left_how=how)


def _day_left(file: File, day: date) -> date:
    return file.left_on if file.status not in ON_ROLL and file.left_on else day


def _how_left(file: File) -> str:
    stated = file.left_how if file.status not in ON_ROLL else None
    return stated or LEFT_HOW.get(file.status, "90")


def _how_back(file: File) -> str:
    return BACK.get(file.before or "") or file.entered_how or ENROLLED
