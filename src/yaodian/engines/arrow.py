"""How types are stored in Arrow and named in Ibis; tables from any database brought to that form."""

from collections.abc import Mapping

import pyarrow as pa

from yaodian.algebra.types import Kind, Type

_ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.ID: pa.string(),
    Kind.CODE: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.YESNO: pa.bool_(),
}
_IBIS = {Kind.TEXT: "string", Kind.ID: "string", Kind.CODE: "string", Kind.DATE: "date", Kind.YESNO: "boolean"}


def arrow_type(of: Type) -> pa.DataType:
    """The Arrow type of a column; whatever is counted, measured or refers is a 64-bit integer."""
    return _ARROW.get(of.kind, pa.int64())


def ibis_type(of: Type) -> str:
    """The same in Ibis' words."""
    return _IBIS.get(of.kind, "int64")


def schema(types: Mapping[str, Type]) -> pa.Schema:
    """The schema of a register's table: `id` and the columns."""
    columns = {"id": pa.int64()} | {name: arrow_type(of) for name, of in types.items()}
    return pa.schema(list(columns.items()))


def conform(table: pa.Table, types: Mapping[str, Type]) -> pa.Table:
    """The table with its columns' types: SQLite gives days as text and yes/no as 0 and 1. ArrowInvalid for others."""
    wanted = schema({name: of for name, of in types.items() if name in table.column_names})
    return table.select(wanted.names).cast(wanted)
