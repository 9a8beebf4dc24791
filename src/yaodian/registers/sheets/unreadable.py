"""The one error of reading a cell."""

from datetime import date, datetime

from yaodian.registers.sheets.table import Cell, FormulaError

LONGEST_SHOWN = 40


class Unreadable(ValueError):
    """A cell cannot be read; `says` is the Chinese sentence: what is wrong and what to write instead."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


def shown(raw: Cell) -> str:
    """A cell as messages quote it, cut where it is long."""
    if isinstance(raw, float):
        return f"{raw:.15g}".replace("e+", "E+")
    if isinstance(raw, datetime):
        return raw.isoformat(" ", "minutes")
    if isinstance(raw, date):
        return raw.isoformat()
    text = str(raw)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def check_formula(raw: FormulaError) -> Unreadable:
    """The error to raise for a formula without result."""
    if raw.text:
        return Unreadable(f"公式出错（{raw.text}），没有结果；请改正公式，或直接填写内容")
    return Unreadable("公式还没有算出结果；请用 Excel 或 WPS 打开并保存一次，或直接填写内容")
