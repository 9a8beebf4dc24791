"""Figures as they are reported: each for a target of the task, plausible, or said to be right by who reports."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from yaodian.apps.plans.models import Figure, Item, Target
from yaodian.apps.plans.promises import is_lowered
from yaodian.apps.plans.selectors.standing import promise_of
from yaodian.apps.plans.services.drafting import TOO_LARGE
from yaodian.kernel.errors import BadInput
from yaodian.kernel.figures import plain

TOO_FAR = Decimal("1.5")  # beyond one and a half times the target, a figure is likelier a slip than a success


def newest_figures(item: Item, on: date) -> dict[int, Figure]:
    """The newest figure of each target of an item, as of a day."""
    rows = Figure.objects.filter(target__item=item, on__lte=on).order_by("on", "pk")
    return {figure.target_id: figure for figure in rows}


def checked(item: Item, figures: Mapping[int, Decimal]) -> dict[Target, Decimal]:
    """The figures by target; BadInput (fields `figure-<pk>`) for a target that is not this task's or a number that is none."""
    targets = {target.pk: target for target in item.targets.all() if target.kind != Target.Kind.FACT}
    found: dict[Target, Decimal] = {}
    wrong: dict[str, str] = {}
    for pk, value in figures.items():
        try:
            exact = Decimal(value).quantize(Decimal("0.000001"))
        except (InvalidOperation, TypeError, ValueError):
            exact = Decimal("NaN")
        if not exact.is_finite():
            wrong[f"figure-{pk}"] = f"“{value}”不是数，或太大了。只写数字，不写单位。"
        elif pk not in targets:
            wrong[f"figure-{pk}"] = "这个目标不在这项任务里，或已被删去。请刷新这一页再报。"
        elif targets[pk].is_bound:
            wrong[f"figure-{pk}"] = (
                "这个目标的实际数由台账计算，不用填报。数不对的话，请到台账中改；指标不对，请要点管理员改绑定。"
            )
        elif abs(exact) >= TOO_LARGE:
            wrong[f"figure-{pk}"] = f"“{value}”太大了。请看单位对不对。"
        elif exact < 0 and targets[pk].value >= 0 and (targets[pk].baseline or 0) >= 0:
            wrong[f"figure-{pk}"] = "实际数不能小于0。"
        else:
            found[targets[pk]] = exact
    if wrong:
        raise BadInput(wrong)
    return found


def doubtful(figures: Mapping[Target, Decimal], before: Mapping[int, Figure]) -> list[str]:
    """What looks like a slip: a figure that goes back, or jumps far beyond its target; a sentence for each."""
    found = []
    for target, value in figures.items():
        name, unit = str(target), target.unit
        last = before.get(target.pk)
        lowered = is_lowered(promise_of(target))
        bound = target.kind == Target.Kind.LIMIT or target.comparator in ("<=", "<")
        if last is not None and not bound and (value > last.value if lowered else value < last.value):
            went = "升" if lowered else "退"
            found.append(f"“{name}”上次报{plain(last.value)}{unit}，这次{plain(value)}{unit}，往回{went}了")
        top = target.value_max or target.value
        if not lowered and top > 0 and value > top * TOO_FAR:
            found.append(f"“{name}”报{plain(value)}{unit}，超过目标{plain(top)}{unit}的150%")
    return found
