"""From matched parts to what happened to each: unchanged, moved, reworded, a target changed, new, dropped."""

from collections import Counter
from dataclasses import dataclass

from yaodian.text.compare import thresholds
from yaodian.text.compare.matching import Likeness, Side, likeness, longest_rising, match
from yaodian.text.compare.model import Comparison, Kind, Pair, Part
from yaodian.text.compare.parts import parts_of
from yaodian.text.compare.targets import changes_between
from yaodian.text.compare.wording import Wording
from yaodian.text.reading import Reading

Headings = tuple[str, ...]


def compare(old: Reading, new: Reading) -> Comparison:
    """Hold two readings side by side: every task of both occurs once."""
    before, after = Side.of(parts_of(old)), Side.of(parts_of(new))
    found = likeness(before, after)
    pairs = match(before, after, found)
    matched = _Matched(before, after, found, pairs, {j: i for i, j in pairs.items()}, found.best())
    elsewhere = matched.elsewhere()
    ordered = [_pair(matched, j, elsewhere, (old, new)) for j in range(len(after.parts))]
    return Comparison(tuple(_with_dropped(matched, ordered)))


@dataclass(frozen=True, slots=True)
class _Matched:
    """Both sides with what was matched: `pairs` from old to new, `back` from new to old; `best` score of each part."""

    old: Side
    new: Side
    found: Likeness
    pairs: dict[int, int]
    back: dict[int, int]
    best: tuple[dict[int, float], dict[int, float]]

    def elsewhere(self) -> dict[int, str]:
        """The new parts that stand under another heading or in another order than they did, and how that is said."""
        follows = _Following(self)
        stayed: list[tuple[int, int]] = []
        said: dict[int, str] = {}
        for j, i in sorted(self.back.items()):
            if follows.same(self.old.headings[i], self.new.headings[j]):
                stayed.append((i, j))
            else:
                said[j] = f"从{_heading(self.old.parts[i])}移到{_heading(self.new.parts[j])}"
        kept = longest_rising([i for i, _ in stayed])
        for place, (i, j) in enumerate(stayed):
            if place not in kept:
                said[j] = f"次序改变：{_place(self.old.parts, i)} → {_place(self.new.parts, j)}"
        return said


class _Following:
    """Which heading of the new plan is which of the old one: the same words, else where most of its tasks went."""

    def __init__(self, matched: _Matched) -> None:
        self._kept = [set(side.headings) for side in (matched.old, matched.new)]
        went: dict[Headings, Counter[Headings]] = {}
        came: dict[Headings, Counter[Headings]] = {}
        for i, j in matched.pairs.items():
            one, two = matched.old.headings[i], matched.new.headings[j]
            went.setdefault(one, Counter())[two] += 1
            came.setdefault(two, Counter())[one] += 1
        self._went = {one: max(counts.items(), key=lambda entry: entry[1])[0] for one, counts in went.items()}
        self._came = {two: max(counts.items(), key=lambda entry: entry[1])[0] for two, counts in came.items()}

    def same(self, one: Headings, two: Headings) -> bool:
        """Whether the new heading is the old one."""
        if one == two:
            return True
        if one in self._kept[1] or two in self._kept[0]:
            return False
        return self._went[one] == two or self._came[two] == one


def _heading(part: Part) -> str:
    return f"“{part.sections[-1]}”" if part.sections else "文首"


def _place(parts: tuple[Part, ...], index: int) -> str:
    """Where a part stands among the others, in words."""
    number = parts[index].number
    return f"{number}（在{parts[index - 1].number}之后）" if index and number else number or f"第{index + 1}项"


def _pair(matched: _Matched, j: int, elsewhere: dict[int, str], readings: tuple[Reading, Reading]) -> Pair:
    part = matched.new.parts[j]
    i = matched.back.get(j)
    if i is None:
        return _new(matched, j)
    was = matched.old.parts[i]
    old_words, words = matched.old.words[i], matched.new.words[j]
    changes = () if old_words.plain == words.plain else changes_between(was.targets, part.targets, readings)
    rewording = _rewording(old_words, words, had_changes=bool(changes))
    moved = elsewhere.get(j, "")
    kind: Kind = "target" if changes else "reworded" if rewording else "moved" if moved else "unchanged"
    reasons = [change.says for change in changes] + [reason for reason in (rewording, moved) if reason]
    return Pair(
        kind,
        was,
        part,
        matched.found.scores[i, j],
        "；".join(reasons) or "文字相同",
        changes,
        moved=bool(moved),
        reworded=bool(rewording),
    )


def _rewording(old: Wording, new: Wording, *, had_changes: bool) -> str:
    """How the words changed, apart from the targets; "" where they did not."""
    if old.plain == new.plain or (had_changes and (old.frame, old.note) == (new.frame, new.note)):
        return ""
    if old.body == new.body and old.note == new.note:
        return ""  # only a closing sign differs
    note = f"责任分工：{_bare(old.note)} → {_bare(new.note)}" if old.note != new.note else ""
    body = (old.frame != new.frame) if had_changes else (old.body != new.body)
    return "；".join(reason for reason in ("文字改写" if body else "", note) if reason)


def _bare(note: str) -> str:
    """A note without its brackets, with the signs that Chinese is written with."""
    return note.strip("()[]【】").translate(str.maketrans(":;,", "：；，")) or "无"


def _new(matched: _Matched, j: int) -> Pair:
    part = matched.new.parts[j]
    kin = _split_from(matched, j)
    why = f"从原{kin.number}“{kin.title}”拆出" if kin else "原来没有相近的任务"
    return Pair("new", None, part, matched.best[1].get(j, 0.0), why, kin=kin)


def _dropped(matched: _Matched, i: int) -> Pair:
    part = matched.old.parts[i]
    kin = _merged_into(matched, i)
    why = f"并入{kin.number}“{kin.title}”" if kin else "新的里没有相近的任务"
    return Pair("dropped", part, None, matched.best[0].get(i, 0.0), why, kin=kin)


def _split_from(matched: _Matched, j: int) -> Part | None:
    words = matched.new.counted[j]
    best: tuple[float, int] | None = None
    for i, stayed in sorted(matched.pairs.items()):
        whole, rest = matched.old.counted[i], matched.new.counted[stayed]
        best = _larger(best, matched, parts=(words, whole, rest), index=i)
    return matched.old.parts[best[1]] if best else None


def _merged_into(matched: _Matched, i: int) -> Part | None:
    words = matched.old.counted[i]
    best: tuple[float, int] | None = None
    for was, j in sorted(matched.pairs.items(), key=lambda pair: pair[1]):
        whole, rest = matched.new.counted[j], matched.old.counted[was]
        best = _larger(best, matched, parts=(words, whole, rest), index=j)
    return matched.new.parts[best[1]] if best else None


def _larger(
    best: tuple[float, int] | None, matched: _Matched, *, parts: tuple[Counter[str], ...], index: int
) -> tuple[float, int] | None:
    """The candidate, where it holds enough of the words, its remainder does not, and no earlier one holds more."""
    words, whole, rest = parts
    share = matched.found.weights.contained(words, whole)
    if share < thresholds.CONTAINED.value or (best and share <= best[0]):
        return best
    if matched.found.weights.contained(words, rest) > thresholds.LEFT_BEHIND.value:
        return best
    return share, index


def _with_dropped(matched: _Matched, pairs: list[Pair]) -> list[Pair]:
    """The new plan's order; what was dropped stands behind the part that it stood behind."""
    behind: dict[int, list[Pair]] = {}
    last = -1
    for i in range(len(matched.old.parts)):
        if i in matched.pairs:
            last = matched.pairs[i]
        else:
            behind.setdefault(last, []).append(_dropped(matched, i))
    ordered = [*behind.get(-1, ())]
    for j, pair in enumerate(pairs):
        ordered += [pair, *behind.get(j, ())]
    return ordered
