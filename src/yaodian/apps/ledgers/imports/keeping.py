"""Which rows something else names, so that an undo must keep them (filings and other locks: yaodian.apps.ledgers.locks)."""

from collections.abc import Iterable

from yaodian.apps.ledgers.imports.staging import Staging, quoted
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.storage import APP
from yaodian.apps.ledgers.tables import history_of, rows_of
from yaodian.packs import registers
from yaodian.registers.register import Register


def referred(staging: Staging, act: str) -> dict[int, str]:
    """The rows staged under `act` that something else names: row → by what.

    Rows that the system itself keeps for them (batches of kind `followed`) do not count: they go with them.
    """
    found: dict[int, str] = {}
    row = quoted("row")
    for table, column, says, condition in _pointing(staging.register):
        hits = staging.fetch(
            f"SELECT DISTINCT x.{column} FROM {table} x WHERE x.{column} IN"  # noqa: S608  # names are ours
            f" (SELECT {row} FROM {staging.table} WHERE run = %s AND act = %s){condition}",
            [staging.run, act],
        )
        found |= {int(number): says for (number,) in hits}
    return found


def _pointing(register: Register) -> Iterable[tuple[str, str, str, str]]:
    """Each table and column that names rows of the register, what it is called, and which of its rows count."""
    row, batch = quoted("row"), quoted("batch")
    own = {rows_of(key): other for key, other in registers().items()}
    for relation in rows_of(register.key)._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model = relation.related_model
        column = quoted(relation.field.column)
        table = quoted(model._meta.db_table)
        if model in own:
            history = quoted(history_of(own[model].key)._meta.db_table)
            batches = quoted(Batch._meta.db_table)
            condition = (
                f" AND EXISTS (SELECT 1 FROM {history} h JOIN {batches} b ON b.id = h.{batch}"  # noqa: S608
                f" WHERE h.{row} = x.id AND h.record_to IS NULL AND b.kind <> 'followed')"
            )
            yield table, column, f"《{own[model].title}》里有行用着它", condition
        elif not str(model._meta.app_label).startswith(APP.format("")):
            yield table, column, f"{model._meta.verbose_name}里用着它", ""
