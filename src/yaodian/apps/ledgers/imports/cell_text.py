"""A cell as people see it."""

from yaodian.registers.sheets.table import Cell, FormulaError


def cell_text(cell: Cell) -> str:
    """A cell as people see it, at most 200 characters."""
    if cell is None:
        return ""
    if isinstance(cell, FormulaError):
        return cell.text
    return (f"{cell:.15g}" if isinstance(cell, float) else str(cell))[:200]
