"""Filters and tags: how dates, numbers, lights and bars are written."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yaodian.apps.audit.clock import at
from yaodian.web.templatetags.yaodian import LIGHTS, bar, light, number, prog


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with at(date(2026, 9, 16)):
        yield


def shown(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "chinese", "english"),
    [
        ("{{ v|day }}", date(2026, 9, 16), "9月16日", "16 Sep"),
        ("{{ v|day }}", date(2025, 12, 1), "2025年12月1日", "1 Dec 2025"),
        ("{{ v|day }}", datetime(2026, 9, 16, 20, 0, tzinfo=UTC), "9月17日", "17 Sep"),
        ("{{ v|day }}", None, "", ""),
        ("{{ v|fulldate }}", date(2026, 9, 16), "2026年9月16日", "16 September 2026"),
        ("{{ v|weekday }}", date(2026, 9, 16), "星期三", "Wednesday"),
        ("{{ v|moment }}", datetime(2026, 9, 16, 2, 20, tzinfo=UTC), "9月16日 10:20", "16 Sep 10:20"),
        (
            "{{ v|datetime }}",
            datetime(2026, 9, 16, 2, 20, tzinfo=UTC),
            "2026年9月16日 10:20",
            "16 September 2026 10:20",
        ),
        ("{{ v|number }}", Decimal("4800.000000"), "4,800", "4,800"),
        ("{{ v|number:1 }}", Decimal("2"), "2.0", "2.0"),
        ("{{ v|number }}", 0, "0", "0"),
        ("{{ v|quantity:'%' }}", Decimal("95.50"), "95.5%", "95.5%"),
        ("{{ v|quantity:'人' }}", None, "—", "—"),
    ],
)
def test_words_and_numbers(source: str, value: object, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert shown(source, v=value) == chinese
    with translation.override("en"):
        assert shown(source, v=value) == english


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_number_says_what_it_is(value: Decimal) -> None:
    told = number(value)
    assert Decimal(told.replace(",", "")) == value
    assert not (told.endswith("0") and "." in told)


@pytest.mark.parametrize(
    ("code", "days", "word"),
    [("overdue", 16, "逾期16天"), ("overdue", None, "逾期"), ("green", 16, "正常"), ("paused", None, "停钟")],
)
def test_a_light_is_shape_word_and_colour(code: str, days: int | None, word: str) -> None:
    html = light(code, days)
    assert f'class="yd-light is-{code}"' in html
    assert f"icons.svg#l-{code}" in html
    assert html.endswith(f"{word}</span>")


def test_a_light_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        light("purple")


def test_why_is_escaped() -> None:
    assert 'title="&quot;&gt;&lt;b&gt;"' in light("red", why='"><b>')


@given(st.dictionaries(st.sampled_from(LIGHTS), st.integers(0, 10_000), max_size=7))
def test_the_parts_of_a_bar_fill_it_in_order(counts: dict[str, int]) -> None:
    html = bar(counts)
    starts = [float(part.split('"')[0]) for part in html.split(' x="')[1:]]
    assert len(starts) == sum(1 for count in counts.values() if count)
    assert starts == sorted(starts)
    assert all(0 <= start < 100 for start in starts)


def test_a_bar_is_read_aloud_with_its_numbers() -> None:
    assert 'aria-label="完成3，正常4，预警0，滞后0，逾期1，未开始0"' in bar({"done": 3, "green": 4, "overdue": 1})


@pytest.mark.parametrize(
    ("share", "mark", "width", "tick"),
    [(0.5, 0.7, "50.0", '"70.0"'), (1.3, 1, "100.0", '"99.5"'), (None, None, "0.0", None), (-1, 0, "0.0", '"0.0"')],
)
def test_progress_stays_within_its_bar(share: float | None, mark: float | None, width: str, tick: str | None) -> None:
    html = prog(share, mark)
    assert f'class="b-acc" width="{width}"' in html
    assert ('class="b-mark"' in html) == (tick is not None)
    assert tick is None or f'class="b-mark" x={tick}' in html


def test_the_pager_keeps_the_other_words_of_the_address() -> None:
    request = RequestFactory().get("/notices/", {"unread": "1", "page": "2"})
    html = shown("{% pager page %}", page=Paginator(range(90), 30).page(2), request=request)
    assert 'href="?unread=1&amp;page=1"' in html
    assert 'href="?unread=1&amp;page=3"' in html
    assert "第31–60，共90" in html
    assert shown("{% pager page %}", page=Paginator(range(9), 30).page(1), request=request).strip() == ""


def test_query_with_changes_and_drops_words() -> None:
    request = RequestFactory().get("/tasks/", {"state": "red", "page": "2"})
    assert shown("{% query_with state='green' page=None %}", request=request) == "?state=green"
    assert shown("{% query_with state=None page=None %}", request=request) == "?"


def test_a_chart_brings_its_sentence_its_data_and_its_numbers() -> None:
    html = shown(
        '{% chart "weeks" points=points key="due" says="节前两周有3项。" label="柱状图" table=table size="s" %}',
        points={"x": ["</script>"]},
        table={"head": ["周", "正常"], "rows": [["本周", 1234], ["下周", None]]},
    )
    assert "<figcaption>节前两周有3项。</figcaption>" in html
    assert '</script>"' not in html, "data cannot close its script element"
    assert '<th scope="row">本周</th><td class="num">1234</td>' in html.replace(",", "")
    assert '<td class="num">—</td>' in html
