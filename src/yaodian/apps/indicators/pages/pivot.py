"""Several indicators in one table (透视表): units or a breakdown down the side, periods or a breakdown across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.bases import FILED, LIVE
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.pages.asking import home_of, name_in, period_of, periods_of
from yaodian.apps.indicators.pages.by_unit import TITLES
from yaodian.apps.indicators.pages.sheets import Entry, Sheet
from yaodian.apps.indicators.shown import figures
from yaodian.apps.indicators.tree import Tree, tree_on
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput
from yaodian.packs import catalogue
from yaodian.registers.catalogue import breakdowns
from yaodian.registers.indicator import Indicator

MOST = 8  # indicators of a table
PERIODS = "periods"
WHOLE = "合计"
OWN = "own"  # the unit itself, alone
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Wanted:
    """What the table is made of. `down`: school, township, own, or a breakdown; `across`: periods, or a breakdown."""

    codes: tuple[str, ...]
    down: str
    across: str
    period: str
    many: int
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: of whom, of what, the figures."""

    name: str
    unit: int
    indicator: Indicator
    figures: list[Figure | None]
    first: bool  # of its name


@dataclass(frozen=True)
class Table:
    """The table with what can be chosen for it."""

    indicators: list[Indicator]
    heads: list[str]
    lines: list[Line]
    downs: Pairs
    acrosses: Pairs
    periods: Pairs
    unit_name: str
    hidden: int


def wanted_of(words: Mapping[str, str], codes: Sequence[str]) -> Wanted:
    """What the words of an address say."""
    many = words.get("many", "")
    return Wanted(
        tuple(dict.fromkeys(code for code in codes if code))[:MOST],
        words.get("down", "") or "school",
        words.get("across", "") or PERIODS,
        words.get("period", ""),
        min(max(int(many), 1), 6) if many.isdecimal() else 3,
        FILED if words.get("kind") == FILED else LIVE,
    )


def pivot(wanted: Wanted, by: Acting) -> Table | None:
    """The table; None where no indicator is chosen. BadInput for what cannot stand together."""
    indicators = _chosen(wanted)
    if not indicators:
        return None
    ways = _ways(indicators)
    down, across = _sides(wanted, ways)
    newest = period_of(indicators[0], wanted.period)
    tree = tree_on(indicators[0].moment(newest, today()).on)
    home = home_of(by, tree)
    levels = [level for level in ("township", "school") if tree.units.levels[home] in ("county", "township")]
    downs = [
        (OWN, name_in(tree, home)),
        *((level, TITLES[level]) for level in levels if level != tree.units.levels[home]),
    ]
    breakdown = down if down in ways else across if across in ways else ""
    periods = [newest] if across in ways else list(reversed(periods_of(indicators[0], newest, wanted.many)))
    told = figures(
        wanted.codes,
        by=by,
        periods=periods,
        units=_units(down, ways, tree, home),
        kind=wanted.kind,
        breakdown=breakdown,
    )
    heads, lines = _laid_out(indicators, told, down_is_breakdown=down in ways, across_is_breakdown=across in ways)
    return Table(
        indicators,
        heads,
        lines,
        [*downs, *((key, breakdowns()[key].title) for key in ways)],
        [(PERIODS, "时期"), *((key, breakdowns()[key].title) for key in ways)],
        [(each.key, each.name) for each in periods_of(indicators[0])],
        name_in(tree, home),
        sum(each.hidden for each in told),
    )


def sheet_of(table: Table) -> Sheet:
    """The same for a file; units of figures stand with the indicator's title."""
    lines: list[list[Entry]] = [
        [
            line.name,
            f"{line.indicator.title}{f'（{line.indicator.unit}）' if line.indicator.unit else ''}",
            *line.figures,
        ]
        for line in table.lines
    ]
    return Sheet("指标透视表", ["单位或分项", "指标", *table.heads], lines)


def _chosen(wanted: Wanted) -> list[Indicator]:
    found = [_named(code) for code in wanted.codes]
    other = next((one for one in found if one.cycle is not found[0].cycle), None)
    if other is not None:
        raise BadInput({"code": f"“{other.title}”与“{found[0].title}”的统计时期不同，请分开做表。"})
    return found


def _named(code: str) -> Indicator:
    try:
        return indicator_named(code)
    except KeyError:
        raise BadInput({"code": f"没有“{code}”这个指标。请从目录里选。"}) from None


def _ways(indicators: Sequence[Indicator]) -> list[str]:
    """The breakdowns that all of them have."""
    held = [[each.key for each in catalogue().split_by(one)] for one in indicators]
    return [key for key in held[0] if all(key in some for some in held)]


def _sides(wanted: Wanted, ways: Sequence[str]) -> tuple[str, str]:
    down = wanted.down if wanted.down in (*TITLES, OWN, *ways) else "school"
    across = wanted.across if wanted.across in ways and down not in ways else PERIODS
    return down, across


def _units(down: str, ways: Sequence[str], tree: Tree, home: int) -> list[int]:
    if down in ways or down == OWN:
        return [home]
    return [unit for unit in tree.units.of_level(down, home) if unit != home] or [home]


def _laid_out(
    indicators: Sequence[Indicator], told: Sequence[Figure], *, down_is_breakdown: bool, across_is_breakdown: bool
) -> tuple[list[str], list[Line]]:
    """Heads and lines; the whole stands first among the values of a breakdown."""
    held: dict[tuple[int, str, str], dict[str, Figure]] = {}
    sides: dict[tuple[int, str], str] = {}  # units and values down the side, with their names
    heads: dict[str, None] = {}
    for each in told:
        cell = each.cell_title or WHOLE
        side = (each.unit, cell if down_is_breakdown else "")
        head = cell if across_is_breakdown else each.period.name
        sides[side], heads[head] = side[1] or each.unit_name, None
        held.setdefault((*side, each.indicator.code), {})[head] = each
    lines = []
    for side, name in sides.items():
        some = [(one, held.get((*side, one.code), {})) for one in indicators]
        kept = [(one, row) for one, row in some if any(figure.hidden or figure.value for figure in row.values())]
        lines += [
            Line(name, side[0], one, [row.get(head) for head in heads], first=not at)
            for at, (one, row) in enumerate(kept)
        ]
    return list(heads), lines
