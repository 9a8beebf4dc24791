"""Keeping the spells: whenever files are written, in the same transaction, for one child or a whole county.

What changes is staged like an import's rows and written by the same statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.imports.committing import (
    add_versions,
    close_versions,
    delete_rows,
    insert_rows,
    take_row_ids,
    update_rows,
)
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import Written, follows, open_batch, tell_followers
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.movements.spells.deciding import File, Spell, decide, is_empty

AT_ONCE = 2000  # children
RUNS = -(10**12)  # staging runs of ours lie below it; those of imports and of their undoing are small
TELLING = {"school", "class_room", "status", "status_since", "left_on", "left_how"}  # columns that spells follow
SAID = ("school_id", "class_room_id", "grade", "status", "entered_on", "entered_how", "left_on", "left_how")
STORED = ("pupil_id", "school_id", "class_room_id", "grade", "entered_on", "entered_how", "left_on", "left_how", "counterpart")  # fmt: skip
KEYS = [name.removesuffix("_id") for name in STORED]
STAGED = ("run", "sheet", "line", "act", "changes", "row", "version", *STORED)
Staged = tuple[str, str, int | None, int | None, Sequence[Any]]  # act, changes, row, version, values


@follows("pupils")
def keep_spells(written: Written) -> None:
    """End, begin and drop spells as the batch's files say. Rows that come with their spells (an initial load) are left alone."""
    if written.batch.kind == Batch.Kind.INITIAL:
        return
    register = register_named("enrolments")
    staging = Staging(register, RUNS - written.batch.pk)
    staging.clear()
    told = history_of("pupils")._default_manager.filter(batch=written.batch.pk)
    present = told.filter(record_to=None).exclude(changes="", version__gt=1).order_by("row")
    _stage(staging, _of_files_taken_out(told))
    _stage(staging, _of_files_there_again(told))
    files = present.values_list("row", "version", "changes", "status_since", *SAID).iterator(AT_ONCE)
    while some := list(islice(files, AT_ONCE)):
        _stage(staging, _decided(some))
    if not staging.model.exists():
        return
    batch = open_batch(register, Batch.Kind.FOLLOWED, by=written.by, source=f"batch:{written.batch.pk}")
    _write(staging, batch)
    staging.clear()
    tell_followers(Written(register, batch, written.by))


def _decided(files: Sequence[tuple[Any, ...]]) -> Iterator[Staged]:
    """What some files mean for their children's spells."""
    told = [file for file in files if file[1] == 1 or TELLING & set(file[2].split(","))]
    spells: dict[int, list[Spell]] = defaultdict(list)
    status: dict[int, str] = {}
    if later := [file[0] for file in told if file[1] > 1]:  # a new file has no spells and nothing before
        held = rows_of("enrolments")._default_manager.filter(pupil__in=later)
        for values in held.values_list("id", "version", *STORED):
            spells[values[2]].append(Spell(*values))
        before = history_of("pupils")._default_manager.filter(row__in=later).exclude(record_to=None).order_by("version")
        status = dict(before.values_list("row", "status"))
    day = today()
    for row, version, changes, since, school, class_room, grade, state, *dates in told:
        changed = set(changes.split(","))
        stated = since if version == 1 or "status_since" in changed else dates[2] if "left_on" in changed else None
        file = File(row, school, class_room, grade, state, version == 1, stated, *dates, before=status.get(row))
        was = {spell.id: spell for spell in spells[row]}
        for spell in decide(file, spells[row], day):
            if (staged := _staged(spell, was.get(spell.id))) is not None:
                yield staged


def _staged(spell: Spell, was: Spell | None) -> Staged | None:
    """A decided spell as a staged row; None for one that begins and ends in the same act."""
    values = _values(spell)
    if was is None:
        return None if is_empty(spell) else ("new", "", None, None, values)
    if is_empty(spell):
        return "gone", "", spell.id, spell.version, _values(was)
    changes = [key for key, old, new in zip(KEYS, _values(was), values, strict=True) if old != new]
    return "changed", ",".join(changes), spell.id, spell.version, values


def _values(spell: Spell) -> Sequence[Any]:
    return (
        spell.pupil, spell.school, spell.class_room, spell.grade, spell.entered_on, spell.entered_how,
        spell.left_on, spell.left_how, spell.counterpart,
    )  # fmt: skip


def _of_files_taken_out(told: QuerySet[Any]) -> Iterator[Staged]:
    """A file that is taken out takes its spells along."""
    spells = rows_of("enrolments")._default_manager.filter(pupil__in=told.filter(gone=True).values("row"))
    for row, version, *values in spells.values_list("id", "version", *STORED).iterator(AT_ONCE):
        yield "gone", "", row, version, values


def _of_files_there_again(told: QuerySet[Any]) -> Iterator[Staged]:
    """A file that an undo brings back brings back the spells that went with it."""
    again = list(told.filter(record_to=None, changes="", version__gt=1).values_list("row", flat=True))
    if not again:
        return
    went = history_of("pupils")._default_manager.filter(row__in=again, gone=True).values_list("batch", flat=True)
    sources = [f"batch:{batch}" for batch in set(went)]
    batches = list(Batch.objects.filter(register="enrolments", source__in=sources).values_list("pk", flat=True))
    spells = history_of("enrolments")._default_manager.filter(gone=True, pupil_id__in=again, batch__in=batches)
    seen: set[int] = set(rows_of("enrolments")._default_manager.filter(pupil__in=again).values_list("pk", flat=True))
    for row, version, *values in spells.order_by("-batch").values_list("row", "version", *STORED):
        if row not in seen:
            seen.add(row)
            yield "again", "", row, version, values


def _stage(staging: Staging, found: Iterable[Staged]) -> None:
    rows = [(staging.run, "", 0, act, changes, row, version, *values) for act, changes, row, version, values in found]
    if rows:
        staging.add(STAGED, rows)


def _write(staging: Staging, batch: Batch) -> None:
    """Write what is staged: what goes and ends first, so that no child has two open spells in between."""
    batch.removed = delete_rows(staging, batch, "gone")
    batch.changed = update_rows(staging, "changed")
    close_versions(staging, batch, ["changed"])
    for _done in take_row_ids(staging):
        pass
    batch.added = insert_rows(staging, "new", version="1") + insert_rows(staging, "again", version="version + 1")
    add_versions(staging, batch, "new", version="1")
    add_versions(staging, batch, "changed", version="version + 1")
    add_versions(staging, batch, "again", version="version + 1")
    batch.save(update_fields=["added", "changed", "removed"])
