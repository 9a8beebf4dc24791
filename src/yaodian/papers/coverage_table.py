"""上级要求对照表 and 两份要点对照表 as tables for print: what the superior asks and what we set; what changed between two plans."""

from yaodian.papers.grid import Grid, Heading, Line
from yaodian.text.compare import Comparison, Coverage, CoverageRow, Pair, Part
from yaodian.text.compare.model import ANSWERS, KINDS, LABELS

SHADES = {
    "unanswered": "#FBEAE9",
    "weaker": "#FFF4DC",
    "dropped": "#FBEAE9",
    "target": "#FFF4DC",
    "new": "#E6F4EA",
    "reworded": "#E9F1F8",
    "moved": "#EEF2F5",
}
COVERAGE = (
    Heading("编号", 7, centred=True),
    Heading("上级要求（原文）", 34),
    Heading("上级目标", 18),
    Heading("我局任务", 26),
    Heading("我局目标", 18),
    Heading("对照结果", 10, centred=True),
    Heading("差距", 24),
)
COMPARISON = (
    Heading("类别", 10, centred=True),
    Heading("原编号", 8, centred=True),
    Heading("原任务", 42),
    Heading("现编号", 8, centred=True),
    Heading("现任务", 42),
    Heading("说明", 28),
)


def coverage_table(coverage: Coverage, *, superior: str, own: str) -> Grid:
    """The coverage as a table; `superior` and `own` are the titles of the two documents."""
    counts = coverage.counts
    summary = "　".join(f"{LABELS[answer]}{counts[answer]}项" for answer in ANSWERS if counts[answer])
    return Grid(
        title="上级要求对照表",
        lines=(f"上级：{superior}", f"我局：{own}", summary or "没有可以对照的任务"),
        columns=COVERAGE,
        rows=tuple(_coverage_line(row) for row in coverage.rows),
        result=5,
    )


def comparison_table(comparison: Comparison, *, old: str, new: str) -> Grid:
    """The comparison as a table; `old` and `new` are the titles of the two plans."""
    counts = comparison.counts
    summary = "　".join(f"{LABELS[kind]}{counts[kind]}项" for kind in KINDS if counts[kind])
    return Grid(
        title="两份要点对照表",
        lines=(f"原：{old}", f"现：{new}", summary or "没有可以对照的任务"),
        columns=COMPARISON,
        rows=tuple(_comparison_line(pair) for pair in comparison.pairs),
        result=0,
    )


def _coverage_line(row: CoverageRow) -> Line:
    asked = row.asked
    cells = (
        asked.number if asked else "—",
        asked.text if asked else "—",
        "\n".join(row.asked_targets) or "—",
        "\n".join(f"{part.number} {part.title}" for part in row.ours) or "—",
        "\n".join(row.our_targets) or "—",
        LABELS[row.answer],
        row.says if row.answer in ("weaker", "unanswered") else "—",
    )
    return Line(cells, SHADES.get(row.answer, ""))


def _comparison_line(pair: Pair) -> Line:
    cells = (LABELS[pair.kind], *_said(pair.old), *_said(pair.new), pair.why)
    return Line(cells, SHADES.get(pair.kind, ""))


def _said(part: Part | None) -> tuple[str, str]:
    return (part.number, part.text) if part else ("—", "—")
