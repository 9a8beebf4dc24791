"""Setting a target's values: each checked, each refusal beside its field; the same in the review and after it."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from yaodian.apps.audit.clock import today
from yaodian.apps.plans.models import Target
from yaodian.apps.plans.services.drafting import TOO_LARGE
from yaodian.kernel.errors import BadInput

TEXTS = {"subject": 200, "indicator": 200, "unit": 40, "baseline_source": 200}
CHOICES = {"kind": Target.Kind.values, "comparator": Target.Comparator.values}
DAYS = ("due", "baseline_on")


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
