"""`yaodian compare OLD NEW`: two plans side by side, or (--coverage) ours against the superior's. Starts without Django."""

import json as jsonlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yaodian.kernel.errors import YaodianError

if TYPE_CHECKING:
    from yaodian.papers.grid import Grid
    from yaodian.text import Reading
    from yaodian.text.compare import Comparison, Coverage

STYLES = {
    "target": "yellow",
    "reworded": "cyan",
    "moved": "blue",
    "new": "green",
    "dropped": "red",
    "unchanged": "dim",
    "answered": "green",
    "weaker": "yellow",
    "unanswered": "red",
    "own": "dim",
}


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is asked for besides the table on the screen."""

    json: bool = False
    coverage: bool = False
    xlsx: Path | None = None
    docx: Path | None = None
    all: bool = False


def compare_files(old: Path, new: Path, outputs: Outputs) -> int:
    """Compare two files and print what is found; 0, or 1 with a message on standard error."""
    try:
        readings = (_read(old), _read(new))
        result = _result(readings, coverage=outputs.coverage)
        for path, kind in ((outputs.xlsx, "xlsx"), (outputs.docx, "docx")):
            if path is not None:
                _save(path, kind, _grid(result, _titles(readings, (old, new))))
    except YaodianError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if outputs.json:
        sys.stdout.write(jsonlib.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        _print(result, _titles(readings, (old, new)), everything=outputs.all)
    return 0


def _read(file: Path) -> "Reading":
    from yaodian.cli.parse import bytes_of
    from yaodian.text import read_plan
    from yaodian.text.document import open_document

    return read_plan(open_document(bytes_of(file), file.name).text)


def _result(readings: "tuple[Reading, Reading]", *, coverage: bool) -> "Comparison | Coverage":
    from yaodian.text.compare import compare, cover

    return cover(*readings) if coverage else compare(*readings)


def _titles(readings: "tuple[Reading, Reading]", files: tuple[Path, Path]) -> tuple[str, str]:
    first, second = (
        reading.title.text.strip() if reading.title else file.name
        for reading, file in zip(readings, files, strict=True)
    )
    return (first, second) if first != second else (f"{first}（{files[0].name}）", f"{second}（{files[1].name}）")


def _grid(result: "Comparison | Coverage", titles: tuple[str, str]) -> "Grid":
    from yaodian.papers.coverage_table import comparison_table, coverage_table
    from yaodian.text.compare import Coverage

    if isinstance(result, Coverage):
        return coverage_table(result, superior=titles[0], own=titles[1])
    return comparison_table(result, old=titles[0], new=titles[1])


def _save(path: Path, kind: str, grid: "Grid") -> None:
    from yaodian.papers.grid import grid_document, grid_workbook

    try:
        path.write_bytes(grid_workbook(grid) if kind == "xlsx" else grid_document(grid))
    except OSError:
        raise YaodianError(f"文件写不了：{path}。请检查文件夹在不在、文件是不是正在别处打开。") from None
    sys.stderr.write(f"已写入 {path}\n")


def _print(result: "Comparison | Coverage", titles: tuple[str, str], *, everything: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from yaodian.text.compare import Coverage
    from yaodian.text.compare.model import LABELS

    covering = isinstance(result, Coverage)
    names = ("上级要求", "我局任务") if covering else ("旧", "新")
    table = Table(show_lines=True, title=Text("上级要求对照" if covering else "两份对照"))
    table.add_column("类别", no_wrap=True)
    for name, title in zip(names, titles, strict=True):
        table.add_column(Text(f"{name}\n{title}"), ratio=3, overflow="fold")
    table.add_column("说明", ratio=3, overflow="fold")
    hidden = 0
    for kind, left, right, says in _rows(result):
        if kind in ("unchanged", "own") and not everything:
            hidden += 1
            continue
        table.add_row(Text(LABELS[kind], style=STYLES[kind]), Text(left), Text(right), Text(says))
    console = Console()
    console.print(table)
    counts = " · ".join(f"{LABELS[kind]} {count}" for kind, count in result.counts.items())
    more = f"（{hidden}项没有列出，加 --all 全部列出）" if hidden else ""
    console.print(Text(f"{counts}{more}", style="dim"))


def _rows(result: "Comparison | Coverage") -> Sequence[tuple[str, str, str, str]]:
    from yaodian.text.compare import Coverage, Part

    def said(*parts: Part | None) -> str:
        return "\n".join(f"{part.number} {part.title}".strip() for part in parts if part) or "—"

    if isinstance(result, Coverage):
        return [(row.answer, said(row.asked), said(*row.ours), row.says) for row in result.rows]
    return [(pair.kind, said(pair.old), said(pair.new), pair.why) for pair in result.pairs]
