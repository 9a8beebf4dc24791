"""Deciding about two rows: they are two people, or one, whose rows are merged; a merge is undone batch by batch.

A merge points everything that names the one row at the other, keeps its identity as an alias and takes it out; nothing is
copied into the row that stays. What has an end of its own in both (two open spells) has to be ended by a person first.
"""

from typing import Any

from django.db import IntegrityError, transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.imports.undoing import put_back, stage_undo
from yaodian.apps.ledgers.lists.shown import labels_of
from yaodian.apps.ledgers.many import change_many
from yaodian.apps.ledgers.models import Alias, Batch, Double
from yaodian.apps.ledgers.rows import identity_text, open_batch, reference_of, remove_row, values_of
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.packs import registers
from yaodian.registers.columns import Ref
from yaodian.registers.register import Register

RUNS = -(3 * 10**12)  # staging runs of ours lie below it
WHY = "合并重复"


def tell_apart(*, register: Register, one: int, other: int, by: Acting) -> Double:
    """Say that two rows are not the same person: they are listed no longer."""
    _both(register, one, other, by)
    first, second = sorted((one, other))
    return _decided(register, first, second, Double.State.APART, by)


def merge_rows(*, register: Register, kept: int, other: int, reason: str, by: Acting) -> Double:
    """Merge a row into the one that is kept, all or nothing; NotNow says what stands against it."""
    if not reason.strip():
        raise BadInput({"reason": "请写明凭什么认定是同一个人，如核对过户口簿。"})
    with transaction.atomic():
        _one, gone = _both(register, kept, other, by)
        batches = [batch.pk for batch in _pointed_at(register, other, kept, by)]
        decided = _decided(register, kept, other, Double.State.MERGED, by, reason=reason.strip()[:200])
        identity = identity_text(register, values_of(register, gone))
        Alias.objects.filter(register=register.key, row=other).update(row=kept)
        Alias.objects.update_or_create(
            register=register.key, identity=identity, defaults={"row": kept, "since": decided.at}
        )
        removal = open_batch(register, Batch.Kind.FORM, by=by, reason=WHY)
        remove_row(register=register, row=gone, reason=f"{WHY}：{reason}"[:200], by=by, batch=removal)
        decided.batches = [*batches, removal.pk]
        decided.save(update_fields=["batches"])
        record("ledger.merged", reference_of(register, kept), f"合并《{register.title}》两行：{reason}", by=by)
    return decided


def undo_merge(*, double: Double, by: Acting) -> int:
    """Bring the row back and point back at it what nobody changed since; how many rows stay where they are."""
    register = register_named(double.register)
    kept_as_is = 0
    with transaction.atomic():
        double = Double.objects.select_for_update().get(pk=double.pk)
        if double.state != Double.State.MERGED:
            raise NotNow("这次合并已经撤销过了。")
        for batch in sorted(Batch.objects.filter(pk__in=double.batches), key=lambda each: -each.pk):
            staging = Staging(register_named(batch.register), RUNS - batch.pk)
            stage_undo(staging, batch)
            kept = staging.model.filter(act="kept").count()
            if kept and batch.pk == double.batches[-1]:
                raise NotNow("合并掉的那一行已经另外登记了，不能撤销。请先处理新登记的那一行。")
            put_back(staging, batch, by, reason="撤销合并")
            kept_as_is += kept
            staging.clear()
        row = rows_of(register.key)._default_manager.filter(pk=double.other).first()
        if row is None:
            raise NotNow("合并掉的那一行没有能放回来，合并仍然保留。")
        _require(register, row, by)
        Alias.objects.filter(register=register.key, identity=identity_text(register, values_of(register, row))).delete()
        double.state, double.at, double.by_name, double.by_post = Double.State.UNDONE, now(), by.name, by.post_name
        double.save()
        record("ledger.merge-undone", reference_of(register, double.one), f"撤销合并《{register.title}》两行", by=by)
    return kept_as_is


def _both(register: Register, one: int, other: int, by: Acting) -> tuple[Any, Any]:
    """The two rows, both of which the post may write."""
    found = {row.pk: row for row in rows_of(register.key)._default_manager.filter(pk__in=[one, other])}
    if one == other or len(found) < 2:
        raise NotNow("名单有变化：两行中有一行已经不在了。请刷新后再办。")
    for row in found.values():
        _require(register, row, by)
    return found[one], found[other]


def _require(register: Register, row: Any, by: Acting) -> None:
    unit = Unit.objects.get(pk=getattr(row, f"{register.owner}_id"))
    require_for(by, Action.FILL, register, unit=unit)


def _pointed_at(register: Register, old: int, new: int, by: Acting) -> list[Batch]:
    """Let the rows of all registers that name the old row name the new one."""
    batches = []
    for other in registers().values():
        for column in other.columns:
            if isinstance(column, Ref) and column.register == register.key:
                name = stored_name(column)
                rows = rows_of(other.key)._default_manager.filter(**{name: old})
                if other.one_open and column.key in other.one_open and _open(other, name, new):
                    rows = rows.exclude(**{f"{other.closes}__isnull": True})  # only one may be open
                if found := list(rows.values_list("pk", flat=True)):
                    batches.append(_change(other, found, {column.key: new}, by))
    return batches


def _open(other: Register, name: str, row: int) -> bool:
    held = rows_of(other.key)._default_manager.filter(**{name: row, f"{other.closes}__isnull": True})
    return bool(held.exists())


def _change(other: Register, rows: list[int], values: dict[str, int], by: Acting) -> Batch:
    try:
        with transaction.atomic():
            changes = [(rows, values)]
            return change_many(register=other, changes=changes, by=by, kind=Batch.Kind.FORM, reason=WHY, checked=False)
    except IntegrityError as error:
        raise NotNow(
            f"《{other.title}》里两个人有同样的记录（或都有没结束的记录），不能合并。请先删去或结束其中一条。"
        ) from error


def _decided(register: Register, one: int, other: int, state: Double.State, by: Acting, *, reason: str = "") -> Double:
    says = labels_of(register.key, [other], by).get(other, "")[:200]
    try:
        with transaction.atomic():
            return Double.objects.create(
                register=register.key, one=one, other=other, state=state, says=says, reason=reason, at=now(),
                by_name=by.name, by_post=by.post_name,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotNow("这两行刚刚已经处理过了。请刷新后再看。") from error
