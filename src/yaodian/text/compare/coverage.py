"""Whether our plan answers the superior's (上级要求对照): answered, weaker than asked, not answered, ours alone.

Several of our tasks may answer one of the superior's, and one of ours several. A target counts as met wherever in our plan
it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yaodian.text.compare import thresholds
from yaodian.text.compare.matching import Side, likeness
from yaodian.text.compare.model import Answer, Coverage, CoverageRow, Gap, Part
from yaodian.text.compare.parts import parts_of
from yaodian.text.compare.strength import gap_between
from yaodian.text.compare.targets import said, same_measure
from yaodian.text.reading import Commitment, Reading


def cover(superior: Reading, own: Reading) -> Coverage:
    """Hold what the superior asks against what we set ourselves."""
    asked, ours = Side.of(parts_of(superior)), Side.of(parts_of(own))
    found = likeness(asked, ours)
    scores, best = found.scores, found.best()[1]
    answering: set[int] = set()
    rows = []
    for i, part in enumerate(asked.parts):
        near = {j: scores.get((i, j), 0.0) for j in range(len(ours.parts))}
        answers = _answers(part, ours.parts, near)
        answering |= answers.keys()
        rows.append(_row(part, [ours.parts[j] for j in sorted(answers)], answers, _Plans(superior, own)))
    for j, part in enumerate(ours.parts):
        if j not in answering:
            targets = tuple(said(target, own) for target in part.targets)
            rows.append(CoverageRow("own", None, (part,), best.get(j, 0.0), "上级没有相应要求", our_targets=targets))
    return Coverage(tuple(rows))


@dataclass(frozen=True, slots=True)
class _Plans:
    superior: Reading
    own: Reading


def _answers(asked: Part, ours: tuple[Part, ...], near: dict[int, float]) -> dict[int, float]:
    """Our parts that answer, with how alike they are."""
    found = {}
    best = max(near.values(), default=0.0)
    for j, score in near.items():
        alike = score >= max(thresholds.ANSWERS.value, best * thresholds.ALSO_ANSWERS.value)
        shares = score >= thresholds.ANSWERS_BY_TARGET.value and any(
            same_measure(one, other) >= 0.9 for one in asked.targets for other in ours[j].targets
        )
        if alike or shares:
            found[j] = score
    return found


def _row(asked: Part, ours: list[Part], answers: dict[int, float], plans: _Plans) -> CoverageRow:
    targets = [target for part in ours for target in part.targets]
    told, reached = _gaps(asked.targets, targets, plans) if ours else ((), [])
    answer: Answer = "unanswered" if not ours else "weaker" if told else "answered"
    says = {
        "unanswered": "我局没有相近的任务",
        "weaker": "；".join(gap.says for gap in told),
        "answered": "目标不低于要求" if asked.targets else "有相应任务",
    }[answer]
    return CoverageRow(
        answer,
        asked,
        tuple(ours),
        round(max(answers.values(), default=0.0), 4),
        says,
        told,
        tuple(said(target, plans.superior) for target in asked.targets),
        tuple(said(target, plans.own) for target in (reached or targets)),
    )


def _gaps(
    asked: Sequence[Commitment], ours: Sequence[Commitment], plans: _Plans
) -> tuple[tuple[Gap, ...], list[Commitment]]:
    """What ours do not reach; and those of ours that measure what was asked, in our order."""
    gaps: list[Gap] = []
    touched: list[Commitment] = []
    for target in asked:
        sure = [(same_measure(target, other), -at) for at, other in enumerate(ours)]
        sameness, at = max(sure, default=(0.0, 0))
        same = ours[-at] if sameness >= thresholds.INDICATOR_NAME.value else None
        if same is not None and same not in touched:
            touched.append(same)
        gap = gap_between(target, same, plans.superior, plans.own)
        if gap is not None:
            gaps.append(gap)
    return tuple(gaps), sorted(touched, key=lambda target: target.start)
