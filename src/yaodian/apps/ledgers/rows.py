"""Writing single rows: add, change, take out, correct the identity. One batch each, history in the same transaction.

Values come typed, by column key (see yaodian.registers.columns); reading what people typed is the form's and the sheet's
work. Imports write their rows in bulk (`imports/`), through the same history and the same followers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.checking.single import refuse_bad
from yaodian.apps.ledgers.derived import with_derived
from yaodian.apps.ledgers.locks import refuse_locked
from yaodian.apps.ledgers.models import Alias, Batch, NextId
from yaodian.apps.ledgers.pinyin import sort_key
from yaodian.apps.ledgers.storage import pinyin_name, stored_name, stored_names
from yaodian.apps.ledgers.tables import history_of, rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.kernel.reference import Reference
from yaodian.registers.register import Kind, Register

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What followers hear: the register and the batch whose history rows say which rows came, changed or went."""

    register: Register
    batch: Batch
    by: Acting | System


Follower = Callable[[Written], None]
_followers: dict[str, list[Follower]] = {}


def follows(*keys: str) -> Callable[[Follower], Follower]:
    """Register a function that is called in the transaction of every write to these registers ("*": to all)."""

    def declare(function: Follower) -> Follower:
        for key in keys:
            _followers.setdefault(key, []).append(function)
        return function

    return declare


def tell_followers(written: Written) -> None:
    """Call who follows this register; whoever writes rows does so at the end of its transaction."""
    for follower in (*_followers.get(written.register.key, ()), *_followers.get("*", ())):
        follower(written)


def reference_of(register: Register, row_id: int) -> str:
    """How the log names a row."""
    return str(Reference(f"register.{register.key}", str(row_id)))


def take_ids(register: Register, count: int) -> int:
    """Reserve `count` row numbers; the first of them."""
    NextId.objects.get_or_create(register=register.key)
    NextId.objects.filter(pk=register.key).update(free=F("free") + count)
    return NextId.objects.get(pk=register.key).free - count


def open_batch(
    register: Register, kind: Batch.Kind, *, by: Acting | System, reason: str = "", source: str = ""
) -> Batch:
    """Begin a write."""
    return Batch.objects.create(
        register=register.key,
        kind=kind,
        at=now(),
        by_user=by.user_id,
        by_name=by.name,
        by_post=by.post_name,
        reason=reason,
        source=source,
    )


def add_row(
    *,
    register: Register,
    values: Values,
    by: Acting | System,
    batch: Batch | None = None,
    reason: str = "",
    period: str = "",
) -> Any:
    """Add a row; BadInput with a message for each wrong column. `batch` lets several writes count as one."""
    _require_fill(register, values.get(register.owner), by)
    values = with_derived(register, values)
    with transaction.atomic():
        refuse_locked(register, period, values[register.owner])
        refuse_bad(register, values, row_id=None)
        batch = batch or open_batch(register, Batch.Kind.FORM, by=by, reason=reason)
        row = rows_of(register.key)(id=take_ids(register, 1), version=1, **attributes(register, values))
        if register.kind is Kind.PERIODIC:
            row.period = period
        _save(register, row, force_insert=True)
        _remember(register, row, batch, changes=())
        _count(batch, added=1)
        record("ledger.added", reference_of(register, row.pk), f"在《{register.title}》中新增一行", by=by)
        tell_followers(Written(register, batch, by))
    return row


def change_row(
    *,
    register: Register,
    row: Any,
    values: Values,
    by: Acting | System,
    version: int | None = None,
    batch: Batch | None = None,
    reason: str = "",
) -> list[str]:
    """Change some columns of a row; the keys that really differ. `version` is the one the person saw: NotNow where the row
    has changed since. Identity columns are changed by `rekey` alone."""
    _require_fill(register, getattr(row, f"{register.owner}_id"), by)
    if register.owner in values:
        _require_fill(register, values[register.owner], by)
    with transaction.atomic():
        row = _locked(register, row.pk, version)
        before = values_of(register, row)
        after = with_derived(register, {**before, **values})
        changed = [key for key in after if after[key] != before[key]]
        if not changed:
            return []
        if rekeyed := [key for key in changed if key in register.identity]:
            raise NotNow(f"“{register.title_of(rekeyed[0])}”是这一行的标识，不能直接改。请用“更正标识”。")
        _refuse_locked(register, row, after)
        refuse_bad(register, after, row_id=row.pk)
        batch = batch or open_batch(register, Batch.Kind.FORM, by=by, reason=reason)
        _replace(register, row, after, batch, changed)
        record("ledger.changed", reference_of(register, row.pk), _says_changed(register, changed), by=by)
        tell_followers(Written(register, batch, by))
    return changed


def rekey(*, register: Register, row: Any, values: Values, reason: str, by: Acting | System) -> None:
    """Correct a row's identity (更正标识), e.g. a wrong 学籍号; the old one stays as an alias that imports still find."""
    if not reason.strip():
        raise BadInput({"reason": "请写明更正的原因。"})
    _require_fill(register, getattr(row, f"{register.owner}_id"), by)
    with transaction.atomic():
        row = _locked(register, row.pk, None)
        before = values_of(register, row)
        after = with_derived(register, {**before, **{key: values[key] for key in register.identity if key in values}})
        changed = [key for key in after if after[key] != before[key]]
        if not changed:
            return
        _refuse_locked(register, row, after)
        refuse_bad(register, after, row_id=row.pk)
        batch = open_batch(register, Batch.Kind.FORM, by=by, reason=reason)
        Alias.objects.update_or_create(
            register=register.key, identity=identity_text(register, before), defaults={"row": row.pk, "since": batch.at}
        )
        _replace(register, row, after, batch, changed)
        record("ledger.rekeyed", reference_of(register, row.pk), f"更正《{register.title}》一行的标识：{reason}", by=by)
        tell_followers(Written(register, batch, by))


def remove_row(*, register: Register, row: Any, reason: str, by: Acting | System, batch: Batch | None = None) -> None:
    """Take a row out (history keeps it); NotNow while rows of other registers refer to it."""
    if not reason.strip():
        raise BadInput({"reason": "请写明删除的原因。"})
    _require_fill(register, getattr(row, f"{register.owner}_id"), by)
    with transaction.atomic():
        row = _locked(register, row.pk, None)
        _refuse_locked(register, row, {})
        batch = batch or open_batch(register, Batch.Kind.FORM, by=by, reason=reason)
        _end_version(register, [row.pk], batch)
        _remember(register, row, batch, changes=(), gone=True)
        row_id = row.pk
        _count(batch, removed=1)
        tell_followers(Written(register, batch, by))  # first, since they take out what hangs on the row
        try:
            with transaction.atomic():
                row.delete()
        except models.ProtectedError as error:
            others = sorted({str(held._meta.db_table) for held in error.protected_objects})
            raise NotNow(f"还有别的台账用着这一行（{'、'.join(map(title_of_table, others))}），不能删除。") from error
        record("ledger.removed", reference_of(register, row_id), f"从《{register.title}》中删除一行：{reason}", by=by)


def title_of_table(table: str) -> str:
    """The title of the register whose rows a table holds."""
    from yaodian.packs import registers  # noqa: PLC0415  # only for a message

    found = registers().get(table.removeprefix("ledger_"))
    return f"《{found.title}》" if found else table


def values_of(register: Register, row: Any) -> dict[str, Any]:
    """A row's (or a history row's) values by column key, references as numbers."""
    return {column.key: getattr(row, stored_name(column)) for column in register.columns}


def attributes(register: Register, values: Values) -> dict[str, Any]:
    """Values as the model's attributes, with the sort keys of names."""
    found: dict[str, Any] = {}
    for column in register.columns:
        value = values.get(column.key)
        value = None if value == "" else value
        found[stored_name(column)] = value
        if pinyin := pinyin_name(column):
            found[pinyin] = None if value is None else sort_key(value)
    return found


def identity_text(register: Register, values: Values) -> str:
    """The identity as one text, as aliases and staging compare it."""
    return "\x1f".join(str(values[key]) for key in register.identity)


def _require_fill(register: Register, unit_id: Any, by: Acting | System) -> None:
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    if unit is None:
        raise BadInput({register.owner: f"请填写“{register.title_of(register.owner)}”。"})
    require_for(by, Action.FILL, register, unit=unit)


def _locked(register: Register, row_id: int, version: int | None) -> Any:
    row = rows_of(register.key)._default_manager.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise NotNow("这一行已经被删除了。")
    if version is not None and row.version != version:
        raise NotNow("您打开之后，别人已经改过这一行。请刷新后再改，以免盖掉别人的内容。")
    return row


def _refuse_locked(register: Register, row: Any, after: Values) -> None:
    """NotNow where the period of a row is handed in, by its unit or by the one that it goes to."""
    if register.kind is Kind.PERIODIC:
        unit = getattr(row, f"{register.owner}_id")
        refuse_locked(register, row.period, unit, after.get(register.owner) or unit)


def _replace(register: Register, row: Any, after: Values, batch: Batch, changed: Iterable[str]) -> None:
    _end_version(register, [row.pk], batch)
    for name, value in attributes(register, after).items():
        setattr(row, name, value)
    row.version += 1
    _save(register, row)
    _remember(register, row, batch, changes=changed)
    _count(batch, changed=1)


def _save(register: Register, row: Any, **options: Any) -> None:
    """Save; a clash of identities tells nothing about rows out of reach."""
    try:
        with transaction.atomic():
            row.save(**options)
    except IntegrityError as error:
        first = register.identity[0]
        if "one_open" in str(error) or f"ledger_{register.key}.{register.closes or '-'}" in str(error):
            raise BadInput({register.closes: "同一对象已有一条没有结束的记录，请先结束那一条。"}) from error
        raise BadInput({first: f"“{register.title_of(first)}”已登记过（可能在其他单位）。请核对后再填。"}) from error


def _end_version(register: Register, row_ids: Iterable[int], batch: Batch) -> None:
    history_of(register.key)._default_manager.filter(row__in=list(row_ids), record_to=None).update(record_to=batch.at)


def _remember(register: Register, row: Any, batch: Batch, *, changes: Iterable[str], gone: bool = False) -> None:
    model = history_of(register.key)
    model._default_manager.create(
        row=row.pk,
        version=row.version + gone,
        record_from=batch.at,
        record_to=batch.at if gone else None,
        batch=batch.pk,
        gone=gone,
        changes=",".join(changes),
        **{name: getattr(row, name) for name in stored_names(register)},
    )


def _count(batch: Batch, *, added: int = 0, changed: int = 0, removed: int = 0) -> None:
    batch.added, batch.changed, batch.removed = batch.added + added, batch.changed + changed, batch.removed + removed
    batch.save(update_fields=["added", "changed", "removed"])


def _says_changed(register: Register, changed: Iterable[str]) -> str:
    return f"修改《{register.title}》一行的{'、'.join(map(register.title_of, changed))}"
