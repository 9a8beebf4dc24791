"""Whether a target of ours reaches what was asked, and by how much it falls short."""

from yaodian.text.compare.model import Gap
from yaodian.text.compare.targets import figure_of, name_of, said, squeeze_due, unit_class
from yaodian.text.dates import due_date
from yaodian.text.phrases import compiled
from yaodian.text.reading import Commitment, Reading

TOTALS = "所|个|名|人|人次|间|套|台|元|万元|亿元|处|场|期|项|门|家|对|节|平方米|万平方米|学位|个学位"
EACH = "每|各|生均|人均|班均|校均"


def gap_between(asked: Commitment, ours: Commitment | None, superior: Reading, own: Reading) -> Gap | None:
    """The gap between what is asked and ours, or None where ours is at least as strong."""
    if ours is None:
        return Gap(asked, None, f"没有定目标：上级要求{said(asked, superior)}", certain=not is_total(asked))
    reasons = []
    if (short := _short(asked, ours)) is not None:
        reasons.append(
            f"{name_of(asked) or name_of(ours)}要求{figure_of(asked, superior)}，我局{figure_of(ours, own)}{short}"
        )
    if ours.kind == "stretch" and asked.kind != "stretch":
        reasons.append(f"{name_of(asked)}是硬要求，我局只写了力争")
    if late := _late(asked, ours, superior, own):
        reasons.append(late if reasons else f"{name_of(asked) or name_of(ours)}{late}")
    if not reasons:
        return None
    total = short is not None and is_total(asked)
    if total:
        reasons.append("上级的数可能是全域合计，请按分解数核对")
    return Gap(asked, ours, "，".join(reasons), certain=not total)


def is_total(target: Commitment) -> bool:
    """Whether a figure adds up over places, so that a larger area's is naturally larger."""
    if compiled(EACH).search(target.subject + target.indicator):
        return False
    return compiled(f"(?:{TOTALS})").fullmatch(target.unit) is not None and not is_limit(target)


def is_limit(target: Commitment) -> bool:
    """Whether less is better."""
    return target.comparator in ("<=", "<") or (target.kind == "limit" and target.comparator not in (">=", ">"))


def _short(asked: Commitment, ours: Commitment) -> str | None:
    """How far ours falls short, with a comma before; None where it does not. 以上 and 超过 are not told apart."""
    if is_limit(asked):
        want, have = _highest(asked), _highest(ours)
        short, word = have - want, "宽"
        if ours.comparator in (">=", ">"):
            return "，我局没有写上限"
    else:
        want, have = asked.value, ours.value
        short, word = want - have, "低"
        if ours.comparator in ("<=", "<") and have < want:
            return "，我局写的是上限"
    if short > 1e-9:
        unit = "个百分点" if unit_class(asked) == "share" and asked.unit != "‰" else asked.unit
        return f"，{word}{round(short, 6):g}{unit}"
    return None


def _highest(target: Commitment) -> float:
    return target.value if target.value_max is None else target.value_max


def _late(asked: Commitment, ours: Commitment, superior: Reading, own: Reading) -> str:
    """Where ours is due later than asked; a time of which one side says nothing is not compared, unless ours is silent."""
    if not asked.due or superior.year is None or own.year is None:
        return ""
    want = due_date(asked.due, plan_year=superior.year, school_year=superior.school_year)
    have = due_date(ours.due, plan_year=own.year, school_year=own.school_year) if ours.due else None
    if want is None or have is None or have <= want:
        return ""
    return f"时限要求{squeeze_due(asked.due_text)}，我局{squeeze_due(ours.due_text)}"
