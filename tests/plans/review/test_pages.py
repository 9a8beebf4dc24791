"""The pages: what they show, to whom, and at what cost."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.services import review
from yaodian.apps.plans.services.intake import start_plan

from .conftest import TEXT

REVIEW_QUERIES = (
    14  # the request (session, person, post), plan, items and what hangs on them, indicators, offices, last edit
)


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown_text(html: str) -> str:
    article = re.search(r'<article class="yd-doc".*?</article>', html, re.DOTALL)
    assert article is not None
    return re.sub(
        r"<[^>]+>", "", "".join(re.findall(r'<span[^>]*data-s="\d+">(.*?)</span>', article.group(), re.DOTALL))
    )


@pytest.mark.parametrize("times", [1, 12])
def test_the_review_page_costs_the_same_for_any_plan(
    clerk: Acting, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = start_plan(text=TEXT * times, by=clerk)
    client = signed_in(clerk)
    client.get(reverse("plan-review", args=[plan.pk]))
    with django_assert_num_queries(REVIEW_QUERIES):
        response = client.get(reverse("plan-review", args=[plan.pk]))
    assert response.status_code == 200


def test_the_text_is_shown_whole_with_marks_and_escaped(clerk: Acting) -> None:
    plan = start_plan(text=TEXT.replace("要把时间还给课堂", "<script>alert(1)</script>"), by=clerk)
    html = signed_in(clerk).get(reverse("plan-review", args=[plan.pk])).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for mark in ("head", "num", "date", "doubt"):
        assert f"yd-mark--{mark}" in html.split("<article", 1)[1]
    assert shown_text(html).replace("&lt;", "<").replace("&gt;", ">") == plan.text.replace("\n", "")


def test_confirming_goes_on_to_the_next_and_saves_come_back_as_json(plan: Plan, clerk: Acting) -> None:
    client = signed_in(clerk)
    first, second = plan.items.filter(number__in=["1.1", "1.2"])
    saved = client.post(reverse("plan-save-item", args=[plan.pk, first.pk]), {"version": 1, "title": "新名称"})
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    stale = client.post(reverse("plan-save-item", args=[plan.pk, first.pk]), {"version": 1, "title": "旧页面"})
    assert (stale.status_code, stale.json()["stale"]) == (409, True)
    wrong = client.post(reverse("plan-save-item", args=[plan.pk, first.pk]), {"version": 2, "due": "明天"})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["due"])
    done = client.post(reverse("plan-act", args=[plan.pk, first.pk, "confirm"]), {"version": 2})
    assert done.status_code == 302
    assert str(first.pk) not in done["Location"].split("?")[1]
    assert Item.objects.get(pk=first.pk).review == Item.Review.CONFIRMED
    assert Item.objects.get(pk=second.pk).review == Item.Review.OPEN


def test_unpublished_plans_are_seen_only_by_editors(plan: Plan, clerk: Acting, reader: Acting) -> None:
    client = signed_in(reader)
    assert client.get(reverse("plan-document", args=[plan.pk])).status_code == 404
    assert plan.title not in client.get(reverse("plan-list")).content.decode()
    assert client.get(reverse("plan-review", args=[plan.pk])).status_code == 403
    for item in plan.items.filter(kind=Item.Kind.TASK):
        review.confirm_item(item=item, by=clerk)
    review.publish_plan(plan=plan, by=clerk)
    html = client.get(reverse("plan-document")).content.decode()
    item = plan.items.get(number="1.1")
    assert f'id="c{item.start}-{item.end}"' in html, "出处 links to this anchor"
    assert plan.title in client.get(reverse("plan-list")).content.decode()


def test_upload_tells_what_is_wrong_and_keeps_what_was_typed(clerk: Acting) -> None:
    client = signed_in(clerk)
    assert "涉密文件不得上传" in client.get(reverse("plan-upload")).content.decode()
    refused = client.post(reverse("plan-upload"), {"text": "一、甲", "year": "二〇二六"})
    assert refused.status_code == 422
    assert "不是年份" in refused.content.decode()
    assert "一、甲" in refused.content.decode()
    started = client.post(reverse("plan-upload"), {"text": TEXT})
    assert started.status_code == 302
    plan = Plan.objects.get()
    assert plan.state == Plan.State.REVIEW
    assert "不能恢复" in client.get(reverse("plan-delete", args=[plan.pk])).content.decode()
    client.post(reverse("plan-delete", args=[plan.pk]))
    assert not Plan.objects.exists()


def test_every_item_can_be_opened(plan: Plan, clerk: Acting) -> None:
    client = signed_in(clerk)
    for item in plan.items.all():
        assert client.get(reverse("plan-review", args=[plan.pk]), {"item": item.pk}).status_code == 200
