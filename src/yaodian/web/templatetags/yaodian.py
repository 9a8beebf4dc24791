"""Template tags and filters of the interface's components, known to every template without `{% load %}`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.dateformat import format as dateformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yaodian.apps.audit.clock import today
from yaodian.kernel.figures import plain

register = template.Library()
Number = Decimal | int | float

# ---- words: dates and numbers ---------------------------------------------------------------------------------------


@register.filter(name="day")
def day_of(value: date | datetime | None) -> str:
    """A date as people say it: 9月16日, with the year only if it is not this one; "" for none.

    In English 16 Sep, 16 Sep 2025.
    """
    if value is None or value == "":
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    if translation.get_language() == "en":
        return dateformat(on, "j M" if on.year == today().year else "j M Y")
    return f"{on.month}月{on.day}日" if on.year == today().year else f"{on.year}年{on.month}月{on.day}日"


@register.filter
def fulldate(value: date | None) -> str:
    """A date always with its year: 2026年9月16日."""
    if value is None or value == "":
        return ""
    return (
        dateformat(value, "j F Y")
        if translation.get_language() == "en"
        else f"{value.year}年{value.month}月{value.day}日"
    )


@register.filter
def weekday(value: date) -> str:
    """The day of the week: 星期三."""
    return dateformat(value, "l")


@register.filter
def moment(value: datetime | None) -> str:
    """A date and time of day: 9月16日 10:20; "" for none."""
    if value is None or value == "":
        return ""
    return f"{day_of(value)} {timezone.localtime(value):%H:%M}"


@register.filter(name="datetime")
def full_moment(value: datetime | None) -> str:
    """A date and time of day, always with the year: 2026年9月16日 10:20."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value)
    return f"{fulldate(local.date())} {local:%H:%M}"


@register.filter
def number(value: Number | None, digits: int | None = None) -> str:
    """A number as people write it: separators from 1,000, no trailing zeros (or exactly `digits`); "" for none.

    >>> number(Decimal("4800.000000")), number(Decimal("0.50")), number(12345), number(None), number(Decimal("2"), 1)
    ('4,800', '0.5', '12,345', '', '2.0')
    """
    if value is None or value == "":
        return ""
    if digits is not None:
        return f"{Decimal(str(value)):,.{digits}f}"
    return plain(value)


@register.filter
def quantity(value: Number | None, unit: str = "") -> str:
    """A number with its unit, no space between: 4,800人, 95%; — for none.

    >>> quantity(Decimal("95.00"), "%"), quantity(None, "人")
    ('95%', '—')
    """
    return "—" if value is None or value == "" else f"{number(value)}{unit}"


# ---- lights, bars, icons --------------------------------------------------------------------------------------------

LIGHTS = ("done", "green", "yellow", "red", "overdue", "idle", "paused")  # in the order of the guide


LIGHT_WORDS = {  # lazily, since a page names lights by the hundred
    "done": gettext_lazy("完成"),
    "green": gettext_lazy("正常"),
    "yellow": gettext_lazy("预警"),
    "red": gettext_lazy("滞后"),
    "overdue": gettext_lazy("逾期"),
    "idle": gettext_lazy("未开始"),
    "paused": gettext_lazy("停钟"),
}


@register.filter
def light_word(code: str) -> str:
    """The light's name in the person's language."""
    return str(LIGHT_WORDS[code])


def _use(symbol: str) -> str:
    return f"{static('yaodian/icons.svg')}#{symbol}"


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, not read aloud: `{% icon "bell" %}`, `{% icon "check" size="s" %}`."""
    return format_html(
        '<svg class="yd-ico{}" aria-hidden="true"><use href="{}"></use></svg>',
        " yd-ico--s" if size == "s" else "",
        _use(f"i-{name}"),
    )


@register.simple_tag
def light_shape(code: str) -> SafeString:
    """Only the light's shape, where the word stands beside it already; takes the colour of an `is-<code>` around it."""
    return format_html('<svg aria-hidden="true" viewBox="0 0 16 16"><use href="{}"></use></svg>', _use(f"l-{code}"))


@register.simple_tag
def light(code: str, days: int | None = None, why: str = "") -> SafeString:
    """A light: shape, word and colour; `days` late for an overdue one (逾期16天), `why` as the title."""
    word = light_word(code)
    if code == "overdue" and days:
        word = _("逾期%(days)s天") % {"days": days}
    return format_html(
        '<span class="yd-light is-{}"{}>{}{}</span>',
        code,
        format_html(' title="{}"', why) if why else "",
        light_shape(code),
        word,
    )


@register.simple_tag
def bar(counts: Mapping[str, int], size: str = "") -> SafeString:
    """A stacked bar of how many of each light: `{% bar row.counts %}`; `size`: "thin" or "tall". Numbers stand beside it."""
    shown = [(code, counts.get(code) or 0) for code in LIGHTS]
    total = sum(count for _code, count in shown)
    parts, left = [], 0.0
    for code, count in shown:
        if count:
            width = 100 * count / total
            parts.append(("over" if code == "overdue" else code, f"{left:.2f}", f"{max(width - 0.6, 0.4):.2f}"))
            left += width
    return format_html(
        '<svg class="yd-bar{}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        f" yd-bar--{size}" if size else "",
        "，".join(f"{light_word(code)}{count}" for code, count in shown if count or code != "paused"),
        format_html_join("", '<rect class="b-{}" x="{}" y="0" width="{}" height="10"></rect>', parts),
    )


@register.simple_tag
def prog(share: Number | None, mark: Number | None = None, light: str = "", label: str = "") -> SafeString:
    """A progress bar: `share` done and `mark` due today, both 0 to 1; the colour is the light's if it is bad; `label` is read aloud."""
    tone = {"overdue": "over", "red": "red", "yellow": "yellow", "done": "done"}.get(light, "acc")
    done = min(max(float(share or 0), 0.0), 1.0) * 100
    tick = (
        ""
        if mark is None
        else format_html(
            '<rect class="b-mark" x="{}" width="1" height="10"></rect>',
            f"{min(max(float(mark), 0.0), 0.995) * 100:.1f}",
        )
    )
    return format_html(
        '<svg class="yd-bar yd-bar--thin" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="b-track" width="100" height="10"></rect><rect class="b-{}" width="{}" height="10"></rect>{}</svg>',
        label or f"{done:.0f}%",
        tone,
        f"{done:.1f}",
        tick,
    )


# ---- parts with markup of their own ---------------------------------------------------------------------------------


@register.inclusion_tag("parts/strip.html")
def strip(entries: Sequence[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Up to six counts, each a link. An entry: `label`, `value`, `unit`, `href`, `light` (a code; else plain)."""
    return {"entries": entries, "label": label}


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], unit: str = "") -> dict[str, Any]:
    """Previous and next of a Django `Page`, keeping the other words of the address; `unit` as 条, 项."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "unit": unit, "query": f"{query.urlencode()}&" if query else ""}


@register.inclusion_tag("parts/chart.html")
def chart(
    kind: str, *, points: Mapping[str, Any], key: str, says: str, label: str, table: Mapping[str, Any], size: str = ""
) -> dict[str, Any]:
    """A chart with its sentence and its numbers.

    `kind`: path, hist, trend, fall, multiples, map, weeks (see charts.js for the shape of `points`); `key`: an id unique on the page;
    `says`: the sentence above; `label`: what a screen reader says of the picture; `table`: {"head": [...], "rows": [[...]]};
    `size`: "s", "m", "l".
    """
    return {
        "kind": kind,
        "points": points,
        "key": key,
        "says": says,
        "label": label,
        "table": table,
        "size": f" is-{size}" if size else "",
    }


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The present address's query with some words changed (None takes one out): `href="{% query_with state='red' page=None %}"`."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
