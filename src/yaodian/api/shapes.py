"""The JSON shapes of each register's rows, built from its declaration; they are what OpenAPI describes."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from yaodian.apps.ledgers.storage import model_name
from yaodian.registers import columns as c
from yaodian.registers.register import Register

KINDS: dict[type[c.Column], type] = {
    c.Integer: int,
    c.SchoolYear: int,
    c.Ref: int,
    c.Person: int,
    c.File: int,
    c.YesNo: bool,
}


class Told(Schema):
    """An error: one sentence, and the message for each field."""

    says: str
    fields: dict[str, str] = Field(default_factory=dict)


def described(column: c.Column) -> str:
    """A column for who reads the API's description."""
    words = [column.title]
    match column:
        case c.Choice():
            words.append(f"代码表：{column.code_list.title}（{column.codes}）")
        case c.Organisation():
            words.append("单位代码")
        case c.Ref():
            words.append(f"《{column.register}》的行号")
        case c.Money():
            words.append("元，最多两位小数，文本")
        case c.Decimal():
            words.append(f"{column.unit}，最多{column.digits}位小数，文本")
        case c.Date():
            words.append("日期，如2026-09-01")
    if column.sensitive:
        words.append("敏感：没有写明用途的令牌得到 null")
    if column.master:
        words.append("由别的系统提供：新增时可写，之后只读")
    if column.derived:
        words.append("系统算出，只读")
    return "；".join(words)


def row_shape(register: Register) -> type[Schema]:
    """A row as the API gives it."""
    fields: dict[str, Any] = {
        "id": (int, Field(description="行号，永不改变")),
        "version": (int, Field(description="第几版；改的时候带上，防止盖掉别人的修改")),
        **{column.key: (_kind(column), Field(None, description=described(column))) for column in register.columns},
        "masked": (list[str], Field(description="因为敏感而没有给出的栏")),
    }
    return create_model(f"{model_name(register.key)}Row", __base__=Schema, **fields)


def values_shape(register: Register, *, adding: bool) -> type[Schema]:
    """What the API takes: all required columns to add a row; to change one, the columns that change and its version."""
    fields: dict[str, Any] = {}
    for column in register.columns:
        if column.derived or column.retired or (column.master and not adding):
            continue
        needed = adding and column.required
        fields[column.key] = (_kind(column), Field(... if needed else None, description=described(column)))
    if not adding:
        fields["version"] = (int, Field(description="读到的版本"))
    fields["reason"] = (str, Field("", description="为什么写，记入历史", max_length=200))
    name = f"{model_name(register.key)}{'New' if adding else 'Change'}"
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)  # type: ignore[no-any-return, call-overload]


def page_shape(register: Register, row: type[Schema]) -> type[Schema]:
    """A page of rows."""
    return create_model(
        f"{model_name(register.key)}Page",
        __base__=Schema,
        rows=(list[row], ...),  # type: ignore[valid-type]
        next=(int | None, Field(description="下一页的 after；没有更多时为 null")),
    )


def _kind(column: c.Column) -> Any:
    return KINDS.get(type(column), str) | None
