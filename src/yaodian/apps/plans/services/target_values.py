"""Setting a target's values: each checked, each refusal beside its field; the same in the review and after it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from yaodian.apps.audit.clock import today
from yaodian.apps.plans.models import Target
from yaodian.apps.plans.services.drafting import TOO_LARGE
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import Cycle, Period

TEXTS = {"subject": 200, "indicator": 200, "unit": 40, "baseline_source": 200}
CHOICES = {
    "kind": Target.Kind.values,
    "comparator": Target.Comparator.values,
    "path_kind": Target.PathKind.values,
}
DAYS = ("due", "baseline_on")
POINTS = ("behind_yellow", "behind_red")
MOST_STEPS = 24  # values on the way: two a month


def number_from(value: Any, field: str) -> Decimal:
    """A number as people type it; BadInput for what is none."""
    try:
        number = Decimal(str(value).replace(",", "").replace("，", "").strip()).quantize(Decimal("0.000001"))
    except InvalidOperation:
        raise BadInput({field: f"“{value}”不是数。只写数字，单位写在后一格。"}) from None
    if not number.is_finite() or abs(number) >= TOO_LARGE:
        raise BadInput({field: f"“{value}”太大了。请换一个单位，如万元。"})
    return number


def set_values(target: Target, changes: dict[str, Any]) -> None:
    """Set what was given (the target is not saved); BadInput, by field, where the values do not fit each other."""
    for name, value in changes.items():
        _set(target, name, value)
    if target.comparator != Target.Comparator.RANGE:
        target.value_max = None
    elif target.value_max is None or target.value_max < target.value:
        raise BadInput({"value_max": "范围要写两个数，前小后大。"})
    if not target.indicator and not target.subject:
        raise BadInput({"indicator": "请写明是什么指标。"})
    _check_baseline(target, changes)
    _check_path(target)


def path_from(steps: Iterable[tuple[Any, Any]]) -> list[list[str]]:
    """Values on the way as they are stored, in the order of their days; BadInput for a day that comes twice."""
    found: dict[str, str] = {}
    for day, value in steps:
        on = _day(day, "path")
        if on is None:
            raise BadInput({"path": "每一行先写日期，再写数。"})
        if on.isoformat() in found:
            raise BadInput({"path": f"{on.isoformat()}写了两次。请留一个。"})
        found[on.isoformat()] = f"{number_from(value, 'path').normalize():f}"
    if len(found) > MOST_STEPS:
        raise BadInput({"path": f"写了{len(found)}个时点，最多{MOST_STEPS}个。"})
    return [list(pair) for pair in sorted(found.items())]


def _points(value: Any, name: str) -> Decimal:
    points = number_from(value, name).quantize(Decimal("0.01"))
    if not 0 < points <= 100:
        raise BadInput({name: "容许落后写0到100之间的百分点，如10。"})
    return points


def _check_path(target: Target) -> None:
    if target.path_kind == Target.PathKind.LINEAR:
        target.path = []
    elif not target.path:
        raise BadInput({"path": "请写路上各时点的数；不写就选“直线”。"})
    elif target.path_kind == Target.PathKind.TERMS:
        for day in (date.fromisoformat(on) for on, _value in target.path):
            if Period.of(Cycle.TERM, day).last != day:
                raise BadInput({"path": f"{day.isoformat()}不是学期末。写1月31日或8月31日，或选“自定”。"})
    yellow, red = target.behind_yellow, target.behind_red
    if yellow is not None and red is not None and red < yellow:
        raise BadInput({"behind_red": "判滞后的百分点不能小于判预警的。"})


def _set(target: Target, name: str, value: Any) -> None:
    if name in TEXTS:
        setattr(target, name, str(value).strip()[: TEXTS[name]])
    elif name in CHOICES and value in CHOICES[name]:
        setattr(target, name, value)
    elif name == "value":
        target.value = number_from(value, name)
    elif name in ("value_max", "baseline"):
        setattr(target, name, None if value in (None, "") else number_from(value, name))
    elif name in DAYS:
        setattr(target, name, _day(value, name))
    elif name in POINTS:
        setattr(target, name, None if value in (None, "") else _points(value, name))
    elif name == "path":
        target.path = path_from(value)
    else:
        raise BadInput({name: "这一栏不能这样填。请重新选。"})


def _day(value: Any, field: str) -> date | None:
    if value in (None, "") or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadInput({field: f"“{value}”不是日期。写成2026-06-30这样。"}) from None


def _check_baseline(target: Target, changes: dict[str, Any]) -> None:
    if target.baseline is None:
        if lonely := next((name for name in ("baseline_on", "baseline_source") if changes.get(name)), None):
            raise BadInput({lonely: "先写基数是多少，再写是哪天的、从哪里来。"})
        target.baseline_on, target.baseline_source = None, ""
    elif target.baseline_on is not None and target.baseline_on > today():
        raise BadInput({"baseline_on": "基数是已经有的数，日期不能晚于今天。"})
