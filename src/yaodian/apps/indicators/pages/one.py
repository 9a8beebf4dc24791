"""One figure as its page opens with it: the figure, its fraction, its limit, how it differs from the period before."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from yaodian.algebra.composed import Mean, PerHead, Ratio, Share
from yaodian.algebra.measures import Leaf, leaves
from yaodian.apps.indicators.bases import FILED
from yaodian.apps.indicators.figure_text import UNKNOWN, Figure, Part, names_of
from yaodian.apps.indicators.pages.asking import OUT_OF_SIGHT, Asked
from yaodian.apps.indicators.pages.drawing import plain_number
from yaodian.apps.indicators.pages.judging import Judged, change_says, judged, limit_of
from yaodian.kernel.errors import NotAllowed
from yaodian.packs import catalogue, registers
from yaodian.registers.catalogue import Breakdown
from yaodian.registers.indicator import Indicator

QUOTIENTS = (Ratio, PerHead, Share, Mean)
PLACES = ("整数", "一位小数", "两位小数", "三位小数", "四位小数", "五位小数", "六位小数")


@dataclass(frozen=True)
class Told:
    """What stands at the head of the page."""

    figure: Figure
    before: Figure | None  # of the period before, where it is known
    judged: Judged | None
    change: str
    definition: str
    conditions: tuple[str, ...]  # each count and total in words
    why_unknown: str
    breakdowns: list[Breakdown]
    registers: list[tuple[str, str]]

    @property
    def number(self) -> str:
        """The figure without its unit."""
        if self.nothing_filed:
            return UNKNOWN
        return self.figure.text.removesuffix(self.unit)

    @property
    def unit(self) -> str:
        """Its unit; "" where it is hidden or unknown."""
        return self.figure.indicator.unit if self.figure.value is not None and not self.nothing_filed else ""

    @property
    def fraction(self) -> tuple[Part, Part] | None:
        """Numerator and denominator, where it is a quotient of two."""
        parts = self.figure.parts
        if self.nothing_filed or not isinstance(self.figure.indicator.measure, QUOTIENTS) or len(parts) != 2:
            return None
        return parts[0], parts[1]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its parts, where it is no plain quotient."""
        return () if self.fraction or self.nothing_filed else self.figure.parts

    @property
    def nothing_filed(self) -> bool:
        """Whether it is of filed rows, and no unit has filed."""
        return is_unfiled(self.figure)

    @property
    def quotient(self) -> str:
        """18 ÷ 968 = 0.018595…，显示两位小数; "" where it is not to be told."""
        if self.fraction is None:
            return ""
        part, whole = (each.value for each in self.fraction)
        if part is None or not whole:
            return ""
        measure, digits = self.figure.indicator.measure, self.figure.indicator.digits
        scale = measure.scale if isinstance(measure, PerHead) else 1
        times = f" × {scale}" if scale > 1 else ""
        shown = "" if (self.figure.value or 0) * 10**digits % 1 == 0 else f"，显示{PLACES[digits]}"
        return f"{plain_number(part)} ÷ {plain_number(whole)}{times} = {_begun(part * scale / whole)}{shown}"


def _begun(value: Fraction) -> str:
    """A number with up to six decimals, cut off where there are more.

    >>> _begun(Fraction(18, 968)), _begun(Fraction(3, 10))
    ('0.018595…', '0.3')
    """
    cut = int(abs(value) * 10**6)
    text = f"{'−' if value < 0 else ''}{cut // 10**6:,}.{cut % 10**6:06}"
    return text.rstrip("0").rstrip(".") if cut == abs(value) * 10**6 else f"{text}…"


def told(asked: Asked) -> Told:
    """The head of a figure's page."""
    indicator = asked.indicator
    figure = figure_of(asked)
    if figure is None:
        raise NotAllowed(OUT_OF_SIGHT)
    before = figure_of(asked.before) if asked.on is None else None
    was = before.value if before is not None and not is_empty(before) else None
    held = catalogue()
    return Told(
        figure=figure,
        before=before if was is not None else None,
        judged=judged(indicator, figure.value, limit_of(indicator, figure.on)),
        change=change_says(indicator, was, figure.value),
        definition=held.explain(indicator.measure),
        conditions=tuple(dict.fromkeys(held.explain(leaf) for leaf in leaves(indicator.measure))),
        why_unknown=why_unknown(figure),
        breakdowns=held.split_by(indicator),
        registers=[(key, registers()[key].title) for key in sorted(indicator.registers)],
    )


def figure_of(asked: Asked) -> Figure | None:
    """The figure that is asked for; None where the unit did not exist or is not to be seen."""
    if asked.unit not in asked.tree.info:
        return None
    return next(asked.taken.figures(asked.by, [asked.unit]), None)


def is_empty(figure: Figure) -> bool:
    """Whether no row stands behind a figure: it says nothing, although a count is 0."""
    return is_unfiled(figure) or not (figure.hidden or figure.value or any(part.value for part in figure.parts))


def is_unfiled(figure: Figure) -> bool:
    """Whether a figure is of filed rows, and no unit has filed."""
    return figure.kind == FILED and figure.complete.of > 0 and not figure.complete.filed


def why_unknown(figure: Figure) -> str:
    """Why there is no figure; "" where there is one, or it is hidden."""
    if is_unfiled(figure):
        return f"{figure.complete.of}个要上报的单位还没有一个报完并通过审核。可先看实时数。"
    if figure.value is not None or figure.hidden:
        return ""
    if isinstance(figure.indicator.measure, Leaf) or len(figure.parts) < 2:
        return "台账里没有符合口径的行。"
    empty = next((part for part in figure.parts[1:] if not part.value), None)
    return f"分母是0：没有计入“{empty.name}”的行，算不出来。" if empty else "各部分不全，算不出来。"


def part_titles(indicator: Indicator) -> list[str]:
    """What the counts and totals of a figure are called, in the order of `leaves`; "" where there is but one."""
    found = list(dict.fromkeys(leaves(indicator.measure)))
    return names_of(found) if len(found) > 1 else [""]


def limit_text(figure: Figure, held: Judged | None) -> str:
    """上限2%，余0.14个百分点; "" where there is no limit."""
    limit = limit_of(figure.indicator, figure.on)
    if limit is None:
        return ""
    return f"{limit.label}，{held.gap}" if held else limit.label


def day_says(day: date) -> str:
    """9月1日, with the year."""
    return f"{day.year}年{day.month}月{day.day}日"
