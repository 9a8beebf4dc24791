"""A check that fails on a row, a cell or a whole register: what people are told, and where."""

from dataclasses import dataclass
from enum import StrEnum

from yaodian.kernel.citation import Citation


class Severity(StrEnum):
    """How much a failed check weighs."""

    ERROR = "error"  # 错误: stops the import or filing
    WARNING = "warning"  # 提醒: listed; whoever files may say why it is right all the same


SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}


@dataclass(frozen=True, slots=True)
class Breach:
    """One failed check: its code and severity, the row (a sheet's row number or a stored row's id) and column, the value
    as found, what is wrong (`says`) and what to do (`fix`), and the law behind it, if any."""

    code: str
    severity: Severity
    row: int | None
    column: str
    value: str
    says: str
    fix: str = ""
    basis: Citation | None = None
