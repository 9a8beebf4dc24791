"""Showing where something stands in a plan's text (出处)."""

from decimal import Decimal
from typing import Any

from django import template

from yaodian.apps.plans.selectors.review import quote_of

register = template.Library()


@register.simple_tag
def source_of(item: Any) -> dict[str, Any]:
    """The item's own words in marked pieces, and the number of their paragraph."""
    pieces, paragraph = quote_of(item)
    return {"pieces": pieces, "paragraph": paragraph}


@register.filter
def figure(value: Decimal | None) -> str:
    """A number as people write it: no useless zeros, separators from 1,000.

    >>> figure(Decimal("4800.000000")), figure(Decimal("0.50")), figure(None)
    ('4,800', '0.5', '')
    """
    if value is None:
        return ""
    told = f"{value:,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


@register.filter
def plain_figure(value: Decimal | None) -> str:
    """The same without separators, for a field."""
    return figure(value).replace(",", "")


@register.filter
def lookup(found: dict[str, Any], key: str) -> Any:
    """An entry of a dictionary, or nothing."""
    return found.get(key, ())
