"""A figure split up (细分): by stage, sex, urban or rural … with what is hidden shown as hidden."""

from dataclasses import dataclass

from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.pages.asking import Asked
from yaodian.apps.indicators.pages.drawing import Chart, drawn
from yaodian.apps.indicators.shown import taken_from
from yaodian.packs import catalogue
from yaodian.registers.catalogue import Breakdown, breakdowns

USUAL = ("urban_rural", "sex", "run_by")  # ways by which most figures differ


@dataclass(frozen=True)
class Split:
    """One breakdown of a figure: the whole, its values, a picture."""

    breakdown: Breakdown
    whole: Figure
    cells: list[Figure]
    chart: Chart | None

    @property
    def hidden(self) -> bool:
        """Whether a value is not shown since it tells of few people."""
        return any(each.hidden for each in self.cells)


def split(asked: Asked, key: str = "") -> Split | None:
    """By one way, the first unless another is chosen; None where there is none."""
    ways = [each.key for each in catalogue().split_by(asked.indicator)]
    if not ways:
        return None
    usual = next((way for way in USUAL if way in ways), ways[0])
    chosen = breakdowns()[key if key in ways else usual]
    taken = taken_from(asked.basis, asked.indicator, asked.period, breakdown=chosen.key)
    whole, *cells = taken.figures(asked.by, [asked.unit])
    some = [each for each in cells if each.hidden or each.value]
    return Split(chosen, whole, some, _chart(asked, chosen, whole, some))


def _chart(asked: Asked, way: Breakdown, whole: Figure, cells: list[Figure]) -> Chart | None:
    known = [each for each in cells if each.value is not None]
    if len(known) < 2:
        return None
    top = max(known, key=lambda each: each.value or 0)
    hidden = sum(each.hidden for each in cells)
    note = f"另有{hidden}项因人数少未显示。" if hidden else ""
    says = f"按{way.title}，“{top.cell_title}”最高，{top.text}；合计{whole.text}。{note}"
    names = [each.cell_title for each in known]
    parts = [part.name for part in whole.parts] if len(whole.parts) == 2 else []
    rows = [
        [each.cell_title or "合计", *(part.text for part in each.parts[: len(parts)]), each.text]
        for each in [*cells, whole]
    ]
    points = {"x": names, "y": [drawn(each) for each in known], "name": asked.indicator.title, "u": ""}
    return Chart("hist", points, says, f"柱状图：{says}", [way.title, *parts, asked.indicator.title], rows)
