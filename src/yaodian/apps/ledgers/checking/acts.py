"""The error checks after an act that wrote many rows at once: asked in its transaction, so that what it would break is refused.

Only what the act changed is asked about: an error that was in a row before and has nothing to do with the columns written is
for its owner to mend, and does not keep a whole school from going up a grade.
"""

from collections.abc import Iterable

from yaodian.algebra.needs import columns_needed
from yaodian.apps.ledgers.checking.batch import failing_rows
from yaodian.apps.ledgers.lists.shown import labels_of
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.tables import history_of, register_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.breach import Severity
from yaodian.kernel.errors import NotNow
from yaodian.registers.register import Check, Register

NAMED = 5  # rows of one check that the message names


def refuse_errors(batch: Batch, by: Acting | System) -> None:
    """NotNow where rows of the batch, as they are written now, fail an error check about a column that it changed."""
    register = register_named(batch.register)
    written = history_of(register.key)._default_manager.filter(batch=batch.pk, record_to=None, gone=False)
    changed = dict(written.values_list("row", "changes"))
    keys = {key for changes in changed.values() for key in changes.split(",")}
    failed = {
        code: [row for row in rows if row in changed]
        for code, rows in failing_rows(register, _about(register, keys)).items()
    }
    if any(failed.values()):
        raise NotNow(_told(register, failed, by))


def _about(register: Register, keys: Iterable[str]) -> dict[str, Check]:
    """The error checks of a register that read one of its columns."""
    return {
        code: check
        for code, check in register.checks.items()
        if check.severity is Severity.ERROR and columns_needed([check.bad], register.key)[register.key] & set(keys)
    }


def _told(register: Register, failed: dict[str, list[int]], by: Acting | System) -> str:
    """How many rows are wrong, then by check: what is wrong, with which rows, what to do."""
    named = {row for rows in failed.values() for row in rows[:NAMED]}
    labels = labels_of(register.key, named, by)
    wrong = {row for rows in failed.values() for row in rows}
    lines = []
    for code, rows in failed.items():
        if rows:
            check = register.checks[code]
            who = "、".join(labels.get(row, "一行") for row in rows[:NAMED])
            more = f"等{len(rows)}行" if len(rows) > NAMED else ""
            lines.append(f"{check.says}：{who}{more}（{check.fix}）")
    return f"这样办，《{register.title}》会有{len(wrong)}行不符合数据规则，什么也没有写入。" + "；".join(lines) + "。"
