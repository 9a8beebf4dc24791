"""Keeping the index in step: after every write in its transaction, and after migrations for declarations that changed."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_migrate

from yaodian.apps.jobs.services import Progress, work
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import Written, follows
from yaodian.apps.ledgers.search.index import (
    Document,
    analyse,
    built_shapes,
    document,
    erase,
    rebuild,
    searched,
    shape,
    stored_words,
    write,
)
from yaodian.apps.ledgers.tables import history_of, rows_of
from yaodian.packs import registers

MANY = 5000  # rows of one batch after which statistics are renewed


@follows("*")
def index_written(written: Written) -> None:
    """Index the rows of a batch anew: those that came, and those whose searched columns or owner changed."""
    register = written.register
    if not searched(register):
        return
    wording = {register.owner, *(column.key for column in searched(register))}
    history = history_of(register.key)._default_manager.filter(batch=written.batch.pk).order_by("row", "version")
    came = history.values_list("row", "version", "gone", "changes", *stored_words(register))
    gone: list[int] = []

    def documents() -> Iterator[Document]:
        for row, version, is_gone, changes, owner, *texts in came.iterator(2000):
            if is_gone:
                gone.append(row)
            elif version == 1 or not changes or wording & set(changes.split(",")):
                yield document(row, owner, texts)

    write(register, documents())
    if gone:
        erase(register, gone)


@follows("*")
def renew_statistics(written: Written) -> None:
    """After a big import the databases look again at what the tables hold: lists rely on a good choice of indexes."""
    if written.batch.kind in (Batch.Kind.IMPORT, Batch.Kind.UNDO):
        came = history_of(written.register.key)._default_manager.filter(batch=written.batch.pk)
        if came.values("pk")[:MANY].count() == MANY:
            transaction.on_commit(partial(analyse, written.register))


@work("ledger.reindex")
def reindex(_progress: Progress, register: str) -> dict[str, Any]:
    """The job that builds a register's index anew."""
    return {"says": f"重建了检索，共{rebuild(registers()[register])}行。"}


def make_indexes(**_signal: Any) -> None:
    """After migrations: an index for each register with searched columns, built anew where its declaration changed."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    shapes = built_shapes()
    for register in registers().values():
        if not searched(register) or rows_of(register.key)._meta.db_table not in tables:
            continue
        if shapes.get(register.key) != shape(register):
            rebuild(register)


def connect(app: Any) -> None:
    """Called once when the ledgers app is ready."""
    post_migrate.connect(make_indexes, sender=app, dispatch_uid="ledgers.search")
