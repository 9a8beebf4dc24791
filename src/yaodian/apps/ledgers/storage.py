"""The tables of a register, built from its declaration: rows, their history, and the staging of imports.

Model fields carry storage only (no labels, choices or help texts), so that wording makes no migration. Three tables:

* `ledger_<key>`: the rows as they are. `id` is given out by `NextId` and never changes; `version` counts the changes.
* `ledger_<key>_history`: every version of every row, the present one with `record_to` unknown; who, when, by which batch.
* `ledger_<key>_staged`: the rows of imports not yet confirmed, without constraints.

A text that people's names sort by has a second column `<key>_pinyin`.
"""

from collections.abc import Callable
from functools import cache, singledispatch
from typing import Any

from django.db import models
from django.db.models import Q

from yaodian.packs import registers
from yaodian.registers import columns as c
from yaodian.registers.register import Kind, Register

APP = "field_{}"  # the label of a field's Django app


@singledispatch
def field_of(column: c.Column, **options: Any) -> models.Field[Any, Any]:  # noqa: ARG001  # kinds register below
    """The model field that stores a column."""
    raise TypeError(f"no storage for {type(column).__name__}")


@field_of.register(c.Text)
@field_of.register(c.IdNumber)
@field_of.register(c.Phone)
@field_of.register(c.Place)
def _text(column: c.Text | c.IdNumber | c.Phone | c.Place, **options: Any) -> models.Field[Any, Any]:
    return models.CharField(max_length=column.length, **options)


@field_of.register
def _choice(column: c.Choice, **options: Any) -> models.Field[Any, Any]:  # noqa: ARG001  # by type
    return models.CharField(max_length=16, **options)


@field_of.register(c.Integer)
@field_of.register(c.Decimal)
@field_of.register(c.Money)
def _number(column: c.Column, **options: Any) -> models.Field[Any, Any]:  # noqa: ARG001  # by type
    return models.BigIntegerField(**options)


@field_of.register
def _school_year(column: c.SchoolYear, **options: Any) -> models.Field[Any, Any]:  # noqa: ARG001  # by type
    return models.IntegerField(**options)


@field_of.register
def _date(column: c.Date, **options: Any) -> models.Field[Any, Any]:  # noqa: ARG001  # by type
    return models.DateField(**options)


@field_of.register
def _yes_no(column: c.YesNo, **options: Any) -> models.Field[Any, Any]:  # noqa: ARG001  # by type
    return models.BooleanField(**options)


def target_of(column: c.Column) -> str | None:
    """The model that a column's numbers name: "orgs.Unit" …; None for a column that holds a value."""
    match column:
        case c.Organisation():
            return "orgs.Unit"
        case c.Person():
            return "orgs.User"
        case c.File():
            return "files.StoredFile"
        case c.Ref(register=key):
            return f"{APP.format(registers()[key].field)}.{model_name(key)}"
        case _:
            return None


def model_name(key: str) -> str:
    """A register's model: `dropouts` → `Dropouts`, `ethics_reviews` → `EthicsReviews`."""
    return "".join(word.capitalize() for word in key.split("_"))


@cache
def stored_name(column: c.Column) -> str:
    """The database column and attribute that hold a value: references end in _id."""
    return f"{column.key}_id" if target_of(column) else column.key


@cache
def stored_names(register: Register) -> list[str]:
    """All of a register's stored attributes in the order of its columns: what rows, history and staging share."""
    period = ["period"] if register.kind is Kind.PERIODIC else []
    named = [name for column in register.columns for name in (stored_name(column), pinyin_name(column)) if name]
    return period + named


def pinyin_name(column: c.Column) -> str:
    """The attribute with a name's sort key, "" where there is none."""
    return f"{column.key}_pinyin" if isinstance(column, c.Text) and column.name else ""


def _stored(column: c.Column, *, strict: bool) -> dict[str, models.Field[Any, Any]]:
    """The fields of one column; `strict` with the constraints of a live row."""
    null = not (strict and column.required)
    if target := target_of(column):
        field: models.Field[Any, Any] = (
            models.ForeignKey(target, models.PROTECT, null=null, related_name="+")
            if strict
            else models.BigIntegerField(null=True, db_column=f"{column.key}_id")
        )
        return {column.key if strict else f"{column.key}_id": field}
    fields = {column.key: field_of(column, null=null)}
    if pinyin := pinyin_name(column):
        fields[pinyin] = models.CharField(max_length=200, null=null)
    return fields


def _meta(register: Register, table: str, **options: Any) -> type:
    return type("Meta", (), {"app_label": APP.format(register.field), "db_table": table, **options})


def _row_model(register: Register, module: str) -> type[models.Model]:
    identity = [*(["period"] if register.kind is Kind.PERIODIC else []), *register.identity]
    constraints: list[models.BaseConstraint] = [
        models.UniqueConstraint(name=f"{register.key}_identity", fields=identity),
    ]
    if register.one_open:
        closes = Q(**{f"{register.closes}__isnull": True})
        constraints.append(
            models.UniqueConstraint(name=f"{register.key}_one_open", fields=list(register.one_open), condition=closes)
        )
    indexes = [
        models.Index(name=index_name(register, column), fields=[pinyin_name(column) or column.key, "id"])
        for column in register.columns
        if column.sorted and [column.key] != identity[:1]
    ]
    indexes += [_filter_index(register, column) for column in register.columns if _has_filter_index(column)]
    fields: dict[str, Any] = {"id": models.BigIntegerField(primary_key=True), "version": models.IntegerField(default=1)}
    if register.kind is Kind.PERIODIC:
        fields["period"] = models.CharField(max_length=12)
    for column in register.columns:
        fields |= _stored(column, strict=True)
    meta = _meta(register, f"ledger_{register.key}", constraints=constraints, indexes=indexes)
    return type(model_name(register.key), (models.Model,), {"__module__": module, "Meta": meta, **fields})


def index_name(register: Register, column: c.Column) -> str:
    """The name of the index by which lists sort: at most 30 characters, the same wherever the column stands."""
    return f"{register.key[:13]}_{column.key[:14]}_s"


def _has_filter_index(column: c.Column) -> bool:
    return column.filtered and target_of(column) is None  # foreign keys have an index anyway


def _filter_index(register: Register, column: c.Column) -> models.Index:
    """For filters within one unit, some, or all; only rows that say the value, so that columns seldom filled cost little."""
    said = {} if column.required else {"condition": Q(**{f"{column.key}__isnull": False})}
    name = f"{register.key[:13]}_{column.key[:14]}_f"
    return models.Index(name=name, fields=[column.key, register.owner], **said)


def _loose(register: Register) -> dict[str, models.Field[Any, Any]]:
    fields: dict[str, models.Field[Any, Any]] = {}
    if register.kind is Kind.PERIODIC:
        fields["period"] = models.CharField(max_length=12, null=True)
    for column in register.columns:
        fields |= _stored(column, strict=False)
    return fields


def _history_model(register: Register, module: str) -> type[models.Model]:
    key = register.key
    meta = _meta(
        register,
        f"ledger_{key}_history",
        indexes=[
            models.Index(name=f"{key}_h_row", fields=["row", "version"]),
            models.Index(name=f"{key}_h_batch", fields=["batch"]),
        ],
    )
    fields = {
        "row": models.BigIntegerField(),
        "version": models.IntegerField(),
        "record_from": models.DateTimeField(),
        "record_to": models.DateTimeField(null=True),
        "batch": models.BigIntegerField(),
        "gone": models.BooleanField(default=False),  # the row was taken out; the values are its last
        "changes": models.CharField(
            max_length=1000, blank=True
        ),  # keys of the columns that differ from the version before
    }
    name = f"{model_name(key)}History"
    return type(name, (models.Model,), {"__module__": module, "Meta": meta, **fields, **_loose(register)})


def _staged_model(register: Register, module: str) -> type[models.Model]:
    key = register.key
    meta = _meta(
        register,
        f"ledger_{key}_staged",
        indexes=[models.Index(name=f"{key}_s_run", fields=["run", "act", "id"])],
    )
    fields = {
        "run": models.BigIntegerField(),  # the import that staged it
        "sheet": models.CharField(max_length=100, blank=True),
        "line": models.IntegerField(),  # the sheet's row
        "row": models.BigIntegerField(null=True),  # the row it is or will be
        "version": models.IntegerField(null=True),  # the row's version that it was compared with
        "act": models.CharField(max_length=12, blank=True),  # new, changed, same, gone, wrong
        "changes": models.CharField(max_length=1000, blank=True),
    }
    name = f"{model_name(key)}Staged"
    return type(name, (models.Model,), {"__module__": module, "Meta": meta, **fields, **_loose(register)})


BUILDERS: tuple[Callable[[Register, str], type[models.Model]], ...] = (_row_model, _history_model, _staged_model)


def declare_field(field: str, module: str) -> dict[str, type[models.Model]]:
    """The models of all registers of a field, for its `models.py`: `globals().update(declare_field("schools", __name__))`."""
    built = [
        build(register, module) for register in registers().values() if register.field == field for build in BUILDERS
    ]
    return {model.__name__: model for model in built}
