"""The targets of two parts held against each other: which is the same, what changed, and how that is said."""

from collections.abc import Callable, Sequence

from yaodian.text.characters import fold
from yaodian.text.compare import thresholds
from yaodian.text.compare.model import TargetChange
from yaodian.text.compare.wording import likeness_of_names
from yaodian.text.phrases import compiled
from yaodian.text.reading import Commitment, Reading

BOUND = "(不(?:得|能)?(?:低|少|高|多|大|小)于|不(?:得|能)?超过|至少|最多|至多|(?<!不)超过|大?约|力争)\\s*$"
TAIL = "(?:人次|人数|次数|数量|数)$"  # 招聘教师人数 and 招聘教师数 are the same measure
SAME_UNITS = {"名": "人", "位": "人", "百分点": "个百分点", "场次": "场"}
UPPER = "内|下|不|低|少|小|超|≤|<|＜|控|零|无"
Sameness = Callable[[Commitment, Commitment], float]


def name_of(target: Commitment) -> str:
    """What a target measures, with whose it is: 初中巩固率."""
    whose = "" if target.subject in target.indicator else target.subject
    return f"{whose}{target.indicator}".strip()


def figure_of(target: Commitment, reading: Reading) -> str:
    """The figure as the text says it, with the bound before it: 98%以上, 不少于2次."""
    figure = compiled(r"\s+").sub("", reading.text[target.start : target.end])
    if bound := compiled(BOUND).search(fold(reading.text[max(target.start - 5, 0) : target.start])):
        figure = f"{bound[1]}{figure}"
    if target.comparator in ("<=", "<") and not compiled(UPPER).search(figure):
        figure += "以内" if target.comparator == "<=" else "以下"  # the bound stands apart: 分别控制在2%和3%以内
    return f"力争{figure}" if target.kind == "stretch" and "力争" not in figure else figure


def said(target: Commitment, reading: Reading) -> str:
    """A target in one line: 初中巩固率98%以上（年底前）."""
    due = f"（{squeeze_due(target.due_text)}）" if target.due_text else ""
    return f"{_spaced(name_of(target), figure_of(target, reading))}{due}"


def squeeze_due(text: str) -> str:
    """The words of a time without blanks."""
    return compiled(r"\s+").sub("", text)


def _spaced(name: str, figure: str) -> str:
    return f"{name} {figure}" if name else figure


def same_measure(one: Commitment, other: Commitment) -> float:
    """How surely two targets measure the same, 0 to 1: by code and subject, else by name."""
    if unit_class(one) != unit_class(other):
        return 0.0
    if _bare_name(one) == _bare_name(other):
        return 1.0
    if one.indicator_code and other.indicator_code:
        if one.indicator_code != other.indicator_code:
            return 0.0
        return 0.95 if not one.subject or not other.subject or one.subject == other.subject else 0.4
    return min(0.9, likeness_of_names(name_of(one), name_of(other)))


def unit_class(target: Commitment) -> str:
    """Rates are measured alike in per cent and per mille; else the unit itself."""
    return "share" if target.unit in ("%", "‰") else same_unit(target.unit)


def same_unit(unit: str) -> str:
    """One unit for all that count the same: 150名 is 150人."""
    return SAME_UNITS.get(unit, unit)


def _bare_name(target: Commitment) -> str:
    return compiled(TAIL).sub("", fold(name_of(target)))


def paired_targets(
    old: Sequence[Commitment], new: Sequence[Commitment]
) -> tuple[list[tuple[Commitment, Commitment]], list[Commitment], list[Commitment]]:
    """The targets that are the same measure, the surest first; and those left over on both sides."""
    pairs: list[tuple[int, int]] = []
    sure, likely = thresholds.SURE_MEASURE.value, thresholds.INDICATOR_NAME.value
    for sameness, least in ((same_measure, sure), (_same_figure, 1.0), (same_measure, likely)):
        _take(old, new, sameness, least, pairs)
    left = [index for index in range(len(old)) if index not in {i for i, _ in pairs}]
    right = [index for index in range(len(new)) if index not in {j for _, j in pairs}]
    if len(left) == len(right) == 1 and unit_class(old[left[0]]) == unit_class(new[right[0]]):
        pairs.append((left.pop(), right.pop()))  # the only one left of its unit: renamed and changed
    pairs.sort(key=lambda pair: pair[1])
    return [(old[i], new[j]) for i, j in pairs], [old[i] for i in left], [new[j] for j in right]


def _take(
    old: Sequence[Commitment],
    new: Sequence[Commitment],
    sameness: Sameness,
    least: float,
    pairs: list[tuple[int, int]],
) -> None:
    """Pair what is not yet paired, the highest sameness first, then the nearest in order."""
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    found = [
        (-score, not _same_value(old[i], new[j]), abs(i - j), i, j)
        for i in range(len(old))
        for j in range(len(new))
        if i not in taken_old and j not in taken_new and (score := sameness(old[i], new[j])) >= least
    ]
    for *_, i, j in sorted(found):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((i, j))


def _same_figure(one: Commitment, other: Commitment) -> float:
    return 1.0 if _same_value(one, other) and same_unit(one.unit) == same_unit(other.unit) else 0.0


def _same_value(one: Commitment, other: Commitment) -> bool:
    return (one.value, one.value_max) == (other.value, other.value_max)


def changes_between(
    old: Sequence[Commitment], new: Sequence[Commitment], readings: tuple[Reading, Reading]
) -> tuple[TargetChange, ...]:
    """What changed from the old targets of a part to its new ones, in the order of the new, then what was given up."""
    before, after = readings
    pairs, gone, come = paired_targets(old, new)
    changes = [
        (two.start, TargetChange(one, two, says))
        for one, two in pairs
        if (says := _says(one, two, before=before, after=after))
    ]
    changes += [(two.start, TargetChange(None, two, f"新增目标：{said(two, after)}")) for two in come]
    changes.sort(key=lambda change: change[0])
    dropped = [TargetChange(one, None, f"取消目标：{said(one, before)}") for one in gone]
    return (*(change for _, change in changes), *dropped)


def _says(one: Commitment, two: Commitment, *, before: Reading, after: Reading) -> str:
    """The change in one line, or "" where there is none; one that is only worded anew has not changed."""
    figures = (
        not _same_value(one, two) or one.comparator != two.comparator or same_unit(one.unit) != same_unit(two.unit)
    )
    figures = figures or (one.kind == "stretch") != (two.kind == "stretch")
    parts = []
    if figures:
        parts.append(f"{figure_of(one, before)} → {figure_of(two, after)}")
    if one.due != two.due:
        parts.append(f"时限{squeeze_due(one.due_text) or '无'} → {squeeze_due(two.due_text) or '无'}")
    if not parts:
        return ""
    figure = "" if figures else f"{figure_of(two, after)}，"
    return _spaced(name_of(two) or name_of(one), figure + "，".join(parts))
