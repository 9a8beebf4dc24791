"""A figure by the units beneath: who is worst, who keeps to the norm, and how the figures lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yaodian.algebra.measures import Count, Leaf, Total
from yaodian.apps.indicators.figure_text import Figure, part_of, text_of
from yaodian.apps.indicators.pages.asking import COUNTY, Asked
from yaodian.apps.indicators.pages.judging import Limit, judged, limit_of, worst_first
from yaodian.apps.indicators.pages.one import QUOTIENTS, is_empty, is_unfiled
from yaodian.apps.indicators.pages.sheets import Entry, Sheet

SHOWN = 10  # units of the short table
BESIDE = 2  # parts that stand beside the figures
LEVELS = {"county": ("township", "school"), "township": ("school",)}
TITLES = {"township": "乡镇", "school": "学校"}
MEASURES = {"township": "个乡镇", "school": "校"}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's figure with its bar: `share` of the whole width, `mark` where the norm lies."""

    figure: Figure
    share: float
    light: str  # "red" where it misses the norm, else ""


@dataclass(frozen=True)
class UnitTable:
    """The units of one level beneath a unit, the worst first."""

    own_level: str
    level: str
    levels: tuple[str, ...]
    lines: list[UnitLine]
    rest: UnitLine | None  # what those that the short table leaves out have together
    own: UnitLine
    limit: Limit | None
    mark: float | None
    failing: int
    without: int  # units of which there is no figure

    @property
    def title(self) -> str:
        """What the units are."""
        return TITLES[self.level]

    @property
    def whole_name(self) -> str:
        """What the unit above is called."""
        return COUNTY if self.own_level == "county" else self.own.figure.unit_name

    @property
    def counted(self) -> str:
        """其中5校未达标."""
        return f"{len(self.lines)}{MEASURES[self.level]}"

    @property
    def parts(self) -> list[str]:
        """What the parts are called that stand beside the figures; none where they would be too many, or a figure has none."""
        held = self.own.figure.parts
        return [part.name for part in held] if len(held) == BESIDE else []

    @property
    def hidden(self) -> bool:
        """Whether a figure is not shown since it tells of few people."""
        return any(line.figure.hidden for line in self.lines)

    @property
    def short(self) -> list[UnitLine]:
        """The first of them."""
        return self.lines[:SHOWN]

    @property
    def level_titles(self) -> list[tuple[str, str]]:
        """The levels that can be chosen."""
        return [(level, TITLES[level]) for level in self.levels]

    @property
    def known(self) -> list[Figure]:
        """The figures that are neither hidden nor unknown, the worst first."""
        return [line.figure for line in self.lines if line.figure.value is not None]


def by_unit(asked: Asked, level: str = "") -> UnitTable | None:
    """The units beneath, of a level; None for a school, or where none of them has a figure to be seen."""
    levels = LEVELS.get(asked.level, ())
    if not levels:
        return None
    chosen = level if level in levels else levels[-1]
    units = [unit for unit in asked.tree.units.of_level(chosen, asked.unit) if unit in asked.reader.seen]
    told = list(asked.taken.figures(asked.by, [*units, asked.unit]))
    if not units or not told:
        return None
    *beneath, own = told
    limit = limit_of(asked.indicator, asked.day)
    some = [figure for figure in beneath if figure.hidden or not is_empty(figure)]
    if not some:
        return None
    kept = sorted(some, key=lambda figure: _place(asked, figure))
    top = _top([*kept, own], limit)
    lines = [_line(figure, limit, top) for figure in kept]
    return UnitTable(
        own_level=asked.level,
        level=chosen,
        levels=levels,
        lines=lines,
        rest=_rest(kept[SHOWN:], chosen, limit, top),
        own=_line(own, limit, top),
        limit=limit,
        mark=float(Fraction(limit.value) / top) if limit and top else None,
        failing=sum(line.light == "red" for line in lines),
        without=len(beneath) - len(kept),
    )


def _place(asked: Asked, figure: Figure) -> tuple[bool, Fraction]:
    """The worst first, the hidden last; plain counts by size."""
    value = figure.value if figure.value is not None else Fraction()
    up = worst_first(asked.indicator) and not isinstance(asked.indicator.measure, Leaf)
    return figure.value is None, value if up else -value


def _top(figures: Iterable[Figure], limit: Limit | None) -> Fraction:
    """What the whole width stands for: the largest figure of a unit, or the norm. Of plain counts not the unit above."""
    held: Sequence[Figure] = list(figures)
    some = held[:-1] if isinstance(held[-1].indicator.measure, Leaf) and len(held) > 1 else held
    values = [abs(figure.value) for figure in some if figure.value is not None]
    return max([*values, *([abs(Fraction(limit.value))] if limit else [])], default=Fraction())


def _line(figure: Figure, limit: Limit | None, top: Fraction) -> UnitLine:
    told = judged(figure.indicator, figure.value, limit)
    share = float(min(abs(figure.value) / top, Fraction(1))) if figure.value is not None and top else 0.0
    return UnitLine(figure, share, "red" if told and not told.reached else "")


def _rest(figures: Sequence[Figure], level: str, limit: Limit | None, top: Fraction) -> UnitLine | None:
    """What several units have together, as a line; None where one is hidden, or they do not add up."""
    if len(figures) <= 1 or any(each.hidden or is_unfiled(each) for each in figures):
        return None
    first, measure = figures[0], figures[0].indicator.measure
    if not isinstance(measure, (*QUOTIENTS, Count, Total)) or not all(part.additive for part in measure.parts):
        return None
    columns = zip(*(each.parts for each in figures), strict=True)
    sums = [sum((part.value or Fraction() for part in some), Fraction()) for some in columns]
    value = measure.computed(sums) if sums else sum((each.value or Fraction() for each in figures), Fraction())
    parts = tuple(
        part_of(part, (held.name, held.label), amount, below=0, hidden=False)
        for part, held, amount in zip(measure.parts, first.parts, sums, strict=True)
    )
    text = text_of(value, first.indicator.digits, first.indicator.unit)
    name = f"其余{len(figures)}{MEASURES[level]}"
    line = _line(replace(first, unit=0, unit_name=name, value=value, text=text, parts=parts), limit, top)
    return replace(line, light="")  # several units together miss no norm


def sheet_by_unit(asked: Asked, level: str = "") -> Sheet:
    """The same for a file; of a school its own line."""
    table = by_unit(asked, level)
    figures = [line.figure for line in table.lines] if table else []
    own = list(asked.taken.figures(asked.by, [asked.unit]))
    lines: list[list[Entry]] = [
        [
            COUNTY if each in own and asked.level == "county" else each.unit_name,
            each.period.name,
            *each.parts,
            each,
        ]
        for each in [*figures, *own]
    ]
    parts = [_head(part.name, part.unit) for part in own[0].parts] if own else []
    heads = ["单位", "时期", *parts, _head(asked.indicator.title, asked.indicator.unit)]
    return Sheet(asked.indicator.title, heads, lines)


def _head(name: str, unit: str) -> str:
    return f"{name}（{unit}）" if unit else name
