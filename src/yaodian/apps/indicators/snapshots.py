"""Snapshots 快照: the columns that indicators read, with rows by number, as they are live or as they were filed.

Nothing in a snapshot says who somebody is: no names, ID numbers, telephones or addresses. An indicator that reads such a
column cannot be computed from one, and so not be published.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import pyarrow as pa

from yaodian.algebra.units import Units
from yaodian.algebra.world import ParameterSteps
from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.models import Snapshot
from yaodian.apps.indicators.pinned import Coverage, Filed
from yaodian.apps.indicators.recorded import Recorded, as_of
from yaodian.apps.indicators.snapshot_columns import columns_kept, parameters_named, publishable
from yaodian.apps.indicators.stored_tables import Damaged, keep, keep_table, kept, kept_table
from yaodian.apps.indicators.tree import tree_on
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Progress, start_job, work
from yaodian.apps.ledgers.imports.works import acting_for
from yaodian.apps.ledgers.numbers import numbers
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers

SNAPSHOT = "indicators.snapshot"


@dataclass(frozen=True)
class Frozen:
    """A snapshot as a source of figures: rows, tree and parameters as they were."""

    snapshot: Snapshot

    def __post_init__(self) -> None:
        if digest_of(self.snapshot) != self.snapshot.digest:
            raise Damaged("快照的登记被改动过，与它做成时的指纹不符，不能据此计算。请从备份恢复，或重做快照。")

    @property
    def stamp(self) -> str:
        """Never changes."""
        return f"snapshot:{self.snapshot.digest}"

    def tables(self, needed: Mapping[str, Iterable[str]]) -> dict[str, pa.Table]:
        """The rows of each register with these columns (and `id`); BadInput for what the snapshot does not hold."""
        return {key: self._table(key, {"id", *columns}) for key, columns in needed.items()}

    @cached_property
    def units(self) -> Units:
        """The tree of its day."""
        rows = json.loads(kept(self.snapshot.tree))
        return Units(
            {row["id"]: row["parent"] for row in rows}, {row["id"]: row["level"] for row in rows if row["level"]}
        )

    @cached_property
    def names(self) -> dict[int, str]:
        """What units were called."""
        return {row["id"]: row["name"] for row in json.loads(kept(self.snapshot.tree))}

    @property
    def coverage(self) -> dict[str, Coverage]:
        """Who had filed, by filed register."""
        return {key: Coverage.read(held) for key, held in self.snapshot.coverage.items()}

    @property
    def parameters(self) -> ParameterSteps:
        """The parameters as they were."""
        return lambda key: [
            (date.fromisoformat(since), None if value is None else Decimal(value))
            for since, value in self.snapshot.parameters[key]
        ]

    def _table(self, key: str, columns: set[str]) -> pa.Table:
        held = self.snapshot.tables.get(key)
        if held is None or (lacking := columns - set(held["columns"])):
            lacks = registers()[key].title if held is None else "、".join(sorted(lacking))
            raise BadInput(f"这个快照里没有“{lacks}”，是在用到它的指标之前做的。请重做快照。")
        return kept_table(held["sha256"], columns)


def start_snapshot(*, kind: str, on: date, by: Acting) -> Job:
    """Take a snapshot in the background."""
    _refuse(kind, on, by)
    return start_job(
        kind=SNAPSHOT,
        key=f"snapshot:{kind}:{on.isoformat()}",
        title=f"做{on.isoformat()}的{Snapshot.Kind(kind).label}快照",
        arguments={"kind": kind, "on": on.isoformat()},
        by=by,
    )


@work(SNAPSHOT)
def snapshot_work(progress: Progress, *, kind: str, on: str) -> dict[str, Any]:
    """The job: run again from the start, it takes another, which does no harm."""
    found = take_snapshot(kind=kind, on=date.fromisoformat(on), by=acting_for(progress.job), progress=progress)
    rows = sum(table["rows"] for table in found.tables.values())
    return {"says": f"快照已做好：{len(found.tables)}个台账，{rows}行。", "snapshot": found.pk}


def take_snapshot(*, kind: str, on: date, by: Acting | System, progress: Progress | None = None) -> Snapshot:
    """Write the rows for the figures of a day: live ones as recorded then (or now, for today), or those that were filed."""
    _refuse(kind, on, by)
    source = Filed(on, today()) if kind == Snapshot.Kind.FILED else Recorded(now()) if on == today() else as_of(on)
    kept_for = publishable(tuple(catalogue().indicators.values()))
    needed = columns_kept(kept_for)
    tables: dict[str, Any] = {}
    for done, (key, columns) in enumerate(sorted(needed.items())):
        if progress is not None:
            progress.step(done, len(needed))
        table = source.tables({key: columns})[key].sort_by("id")
        tables[key] = {"sha256": keep_table(table), "rows": table.num_rows, "columns": table.column_names}
    found = Snapshot(
        kind=kind,
        on=on,
        taken_at=now(),
        by_user=by.user_id,
        by_name=by.name,
        by_post=by.post_name,
        tables=tables,
        tree=_keep_tree(on),
        parameters=_parameters(parameters_named(kept_for)),
        coverage=_coverage(source, needed),
    )
    found.digest = digest_of(found)
    found.save()
    record("indicator.snapshot", subject_of(found), f"做{on.isoformat()}的{found.get_kind_display()}快照", by=by)
    return found


def subject_of(snapshot: Snapshot) -> str:
    """How the log names it."""
    return f"indicators.snapshot:{snapshot.pk}"


def digest_of(snapshot: Snapshot) -> str:
    """SHA-256 over all that figures depend on: the kind, the day, the hashes of the files, the parameters, who has filed."""
    named = ("tables", "tree", "parameters", "coverage", "kind")
    said = {name: getattr(snapshot, name) for name in named} | {"on": str(snapshot.on)}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _refuse(kind: str, on: date, by: Acting | System) -> None:
    require(by, Permission.INDICATOR_PUBLISH)
    if kind not in Snapshot.Kind.values:
        raise BadInput({"kind": "请选择实时或上报口径。"})
    if on > today():
        raise BadInput({"on": "快照不能做以后的日子。请选今天或以前。"})


def _keep_tree(on: date) -> str:
    tree = tree_on(on)
    rows = [
        {"id": unit, "parent": parent, "level": tree.units.levels.get(unit, ""), "name": tree.info[unit].name}
        for unit, parent in sorted(tree.units.parents.items())
    ]
    return keep(json.dumps(rows, ensure_ascii=False).encode())


def _parameters(keys: Iterable[str]) -> dict[str, list[list[str | None]]]:
    steps = numbers()
    return {key: [_step(step) for step in steps(key)] for key in keys}


def _step(step: tuple[date, Decimal | None]) -> list[str | None]:
    since, value = step
    return [since.isoformat(), None if value is None else str(value)]


def _coverage(source: object, needed: Iterable[str]) -> dict[str, Any]:
    if not isinstance(source, Filed):
        return {}
    return {key: held.as_json() for key, held in source.coverage(needed).items()}
