"""What is wrong with an import, collected in the order of the sheet: wrong cells, missing ones, doubles, failed checks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from yaodian.apps.ledgers.models import Import, ImportProblem
from yaodian.kernel.breach import Breach
from yaodian.registers.register import Register

MOST_KEPT = 2000  # shown on the page; the report has them all
NOTE = "note"  # neither wrong nor doubtful: what was left out


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the list: where, what was filled in, what to write instead. `number` 0: the sheet as a whole."""

    severity: str  # error, warning, note
    sheet: str
    number: int
    column: str  # key, "" = the row
    value: str
    says: str
    fix: str = ""
    code: str = ""


def of_breach(breach: Breach, sheet: str = "") -> Problem:
    """A failed data check as a line."""
    return Problem(
        breach.severity.value, sheet, breach.row or 0, breach.column, breach.value, breach.says, breach.fix, breach.code
    )


def in_order(problems: Iterable[Problem], sheets: Mapping[str, int]) -> list[Problem]:
    """Errors first, then by sheet, row and column."""
    weight = {"error": 0, "warning": 1, NOTE: 2}
    return sorted(problems, key=lambda p: (weight[p.severity], sheets.get(p.sheet, 0), p.number, p.column))


def keep(run: Import, problems: Iterable[Problem]) -> None:
    """Replace the run's list; only the first ones are kept for the page."""
    kept = [
        ImportProblem(
            run=run,
            severity=each.severity,
            code=each.code[:40],
            sheet=each.sheet[:100],
            number=each.number or None,
            column=each.column,
            value=each.value[:200],
            says=each.says[:500],
            fix=each.fix[:500],
        )
        for each in list(problems)[:MOST_KEPT]
    ]
    with transaction.atomic():
        run.problems.all().delete()
        ImportProblem.objects.bulk_create(kept, batch_size=500)


def place(register: Register, problem: ImportProblem | Problem, *, several: bool) -> str:
    """Where a problem stands, for people: 工作表“一小”第12行“出生日期”."""
    sheet = f"工作表“{problem.sheet}”" if several and problem.sheet else ""
    row = f"第{problem.number}行" if problem.number else ""
    column = f"“{register.title_of(problem.column)}”" if problem.column in register.by_key else ""
    return sheet + row + column
