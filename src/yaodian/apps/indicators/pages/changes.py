"""Why a figure is another than last time, as its page tells it: a picture of the steps, and what made each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yaodian.algebra.figures import shown
from yaodian.algebra.measures import digits_of, leaves
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.bases import FILED, LIVE
from yaodian.apps.indicators.differences import TITLES, Difference, Effect, Moved, Why, difference
from yaodian.apps.indicators.figure_text import UNKNOWN
from yaodian.apps.indicators.pages.asking import Asked
from yaodian.apps.indicators.pages.courses import short_name
from yaodian.apps.indicators.pages.drawing import Chart, plain_number
from yaodian.apps.indicators.pages.judging import change_says
from yaodian.apps.indicators.pages.one import day_says, is_unfiled, part_titles
from yaodian.kernel.period import day_said

STEPS = 4  # of the picture; smaller ones are put together
PARTS = 3  # that are told at once
MOVES = 2  # parts that the sentence above the picture tells of
NAMED = 4  # units that a line names
FILING = "filed"
SHORT = {
    Why.ADDED: "新增的行",
    Why.REMOVED: "不在了的行",
    Why.CHANGED: "改过的行",
    Why.MOVED_ON: "随日期变的",
    Why.DEFINITION: "口径改了",
    Why.WHOLE: "整体变化",
}
Held = tuple[str, int]  # the unit and digits of a count or total


@dataclass(frozen=True, slots=True)
class Cause:
    """One line of the list: by how much, and what."""

    amount: str
    says: str
    rows: int


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of one count or total."""

    title: str
    says: str
    before: str
    after: str
    causes: list[Cause]


@dataclass(frozen=True)
class Changes:
    """What the page tells of the difference; `chart` None where it may not be told or nothing has changed."""

    than: str
    than_says: str
    difference: Difference
    says: str
    chart: Chart | None
    parts: list[PartChange]

    @property
    def first_parts(self) -> list[PartChange]:
        """Those that are told at once."""
        return self.parts[:PARTS]

    @property
    def further_parts(self) -> list[PartChange]:
        """The rest."""
        return self.parts[PARTS:]


def changes(asked: Asked, than: str = "") -> Changes | None:
    """Against the period before, the filed figure, or the same as it was known on a day (an ISO date); None where the unit
    did not exist then."""
    before, says = _before(asked, than)
    if asked.unit not in before.tree.info:
        return None
    found = difference(before.taken, asked.taken, unit=asked.unit, by=asked.by)
    names = {unit: held.short_name for tree in (before.tree, asked.tree) for unit, held in tree.info.items()}
    units = [(leaf.type.unit, digits_of(leaf)) for leaf in dict.fromkeys(leaves(asked.indicator.measure))]
    titles = part_titles(asked.indicator)
    told = list(zip(found.moved, units, titles, strict=False))  # nothing is told to who may not see the rows
    parts = [_part(moved, names, held, title) for moved, held, title in told]
    first = next((each for each in told if each[0].effects), None)
    chart = _chart(*first[:2], _moves(told, asked), names, _ends(asked, before, says)) if first else None
    return Changes(than, says, found, _says(asked, found, says), chart, parts)


def _before(asked: Asked, than: str) -> tuple[Asked, str]:
    """What it is compared with, and how that is called."""
    if than == FILING and asked.kind == LIVE:
        return asked.at(kind=FILED, on=None), "上报口径"
    day = day_said(than) or today()
    if asked.kind == LIVE and day < (asked.on or today()):
        return asked.at(on=day), f"{day_says(day)}所知"
    return asked.before, asked.before.period.name


def _ends(asked: Asked, before: Asked, than: str) -> tuple[str, str]:
    """How both ends of the picture are called."""
    if before.period != asked.period:
        return short_name(before.period), short_name(asked.period)
    return than, "现在"


def _says(asked: Asked, found: Difference, than: str) -> str:
    was, now = (UNKNOWN if is_unfiled(each) else each.text for each in (found.before, found.after))
    change = change_says(asked.indicator, found.before.value, found.after.value) if UNKNOWN not in (was, now) else ""
    redefined = "口径改了，两个数不能直接比。" if found.redefined else ""
    return f"{than}{was}，现在{now}{f'，{change}' if change else ''}。{redefined}"


def _amount(value: Fraction, held: Held, *, sign: bool = True) -> str:
    rounded = shown(value, min(held[1], 2))
    text = plain_number(Fraction(rounded)) if rounded is not None else ""
    return f"{'+' if sign and value > 0 else ''}{text}{held[0]}".replace("-", "−")


def _part(moved: Moved, names: Mapping[int, str], held: Held, title: str) -> PartChange:
    causes = []
    for why in Why:
        some = [each for each in moved.effects if each.why is why]
        if some:
            amount = sum((each.amount for each in some), Fraction())
            causes.append(Cause(_amount(amount, held), _named(why, some, names, held), sum(len(e.rows) for e in some)))
    return PartChange(
        title, moved.says, _amount(moved.before, held, sign=False), _amount(moved.after, held, sign=False), causes
    )


def _named(why: Why, effects: list[Effect], names: Mapping[int, str], held: Held) -> str:
    some = [each for each in effects if each.unit is not None and each.amount]
    told = "、".join(f"{names.get(each.unit or 0, '')}{_amount(each.amount, held)}" for each in some[:NAMED])
    more = f"等{len(some)}个单位" if len(some) > NAMED else ""
    return f"{TITLES[why]}：{told}{more}" if told else f"{TITLES[why]}：增减相抵"


def _steps(moved: Moved, names: Mapping[int, str]) -> list[tuple[str, Fraction]]:
    """By reason, or by unit where there is but one reason."""
    by: dict[str, Fraction] = {}
    one = len({each.why for each in moved.effects}) == 1
    for each in moved.effects:
        name = names.get(each.unit, "") if one and each.unit is not None else SHORT[each.why]
        by[name] = by.get(name, Fraction()) + each.amount
    steps = sorted(((name, amount) for name, amount in by.items() if amount), key=lambda step: -abs(step[1]))
    rest = sum((amount for _name, amount in steps[STEPS:]), Fraction())
    return steps[:STEPS] + ([(f"其余{len(steps) - STEPS}个", rest)] if len(steps) > STEPS else [])


def _moves(told: Sequence[tuple[Moved, Held, str]], asked: Asked) -> str:
    """大班额班数由22班减到18班，小学班数由952班增到968班。"""
    moves = []
    for moved, held, title in told[:MOVES]:
        before, after = (_amount(each, held, sign=False) for each in (moved.before, moved.after))
        way = "增到" if moved.after > moved.before else "减到"
        name = title or asked.indicator.title
        moves.append(f"{name}{before}，没有增减" if before == after else f"{name}由{before}{way}{after}")
    return f"{'；'.join(moves)}。"


def _chart(moved: Moved, held: Held, says: str, names: Mapping[int, str], ends: tuple[str, str]) -> Chart | None:
    steps = _steps(moved, names)
    if not steps:
        return None
    x, off, y, sign, label = [ends[0]], [0.0], [float(moved.before)], [0], [_amount(moved.before, held, sign=False)]
    level = moved.before
    for name, amount in steps:
        x.append(name)
        off.append(float(min(level, level + amount)))
        y.append(float(abs(amount)))
        sign.append(1 if amount > 0 else -1)
        label.append(_amount(amount, held))
        level += amount
    x, off, y, sign = [*x, ends[1]], [*off, 0.0], [*y, float(moved.after)], [*sign, 0]
    label.append(_amount(moved.after, held, sign=False))
    begins = _from(off, y)
    says = f"{says}纵轴不从0起。" if begins else says
    rows = [[name, amount] for name, amount in zip(x, label, strict=True)]
    points = {"x": x, "off": off, "y": y, "sign": sign, "lab": label, **begins}
    return Chart("fall", points, says, f"瀑布图：{says}", ["项", "数"], rows)


def _from(off: list[float], y: list[float]) -> dict[str, float]:
    """Where the axis begins: near the steps where they are small beside what they start from."""
    low, high = min(off[1:-1]), max(base + tall for base, tall in zip(off[1:-1], y[1:-1], strict=True))
    return {"from": max(0.0, low - (high - low))} if high - low < low / 4 else {}
