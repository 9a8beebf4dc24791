"""The pages: all targets with their states, confirming many, choosing an indicator, the task's page, the review."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.plans.targets.conftest import signed_in
from tests.world import World
from yaodian.apps.plans.models import Item, Plan, Target
from yaodian.apps.plans.services.target_binding import Wanted, bind_target, propose_again

Promise = Callable[..., Target]


@pytest.fixture
def target(children: World, promise: Promise) -> Target:
    """小学在校生数, proposed from its name."""
    made = promise("小学在校生数", 10, "人")
    propose_again(plan=children.plan, by=children.of["plan-clerk"])
    made.refresh_from_db()
    return made


def binding_page(target: Target) -> str:
    return reverse("target-binding", args=[target.item_id, target.pk])


def test_the_list_has_each_state_as_a_view(children: World, target: Target) -> None:
    client = signed_in(children.of["plan-clerk"])
    html = client.get(reverse("targets")).content.decode()
    assert "推荐待确认" in html
    assert "2个目标中，0个由台账计算，1个等确认" in html
    proposed = client.get(reverse("targets"), {"state": "proposed"}).content.decode()
    assert f'value="{target.pk}"' in proposed
    assert "消防" not in proposed.partition("<table")[2]
    assert "没有符合条件的目标" in client.get(reverse("targets"), {"state": "bound"}).content.decode()
    assert client.get(reverse("targets"), {"state": "nonsense"}).status_code == 200
    assert client.get(reverse("targets"), {"plan": "999"}).status_code == 404


def test_chosen_proposals_are_confirmed(children: World, target: Target) -> None:
    client = signed_in(children.of["plan-clerk"])
    sent = {"plan": children.plan.pk, "target": [target.pk, "甲"]}
    answer = client.post(reverse("targets-confirm"), sent, follow=True)
    assert "确认了1个目标的指标" in answer.content.decode()
    html = client.get(reverse("targets"), {"state": "bound"}).content.decode()
    assert ">8人</a>" in html
    assert f"/indicators/primary.pupils/?unit={children.bureau.pk}&amp;period=2026-2027" in html
    assert "年底预计" in html
    assert "没有选中" in client.post(reverse("targets-confirm"), sent, follow=True).content.decode()
    again = client.post(reverse("targets-confirm"), {"plan": children.plan.pk, "again": "1"}, follow=True)
    assert "新推荐0个" in again.content.decode()


@pytest.mark.parametrize("role", ["bureau-leader", "office-head", "auditor"])
def test_others_read_the_list_and_cannot_change_it(children: World, target: Target, role: str) -> None:
    client = signed_in(children.of[role])
    html = client.get(reverse("targets"), {"state": "proposed"}).content.decode()
    assert "小学在校生数" in html
    assert 'type="checkbox"' not in html
    assert client.post(reverse("targets-confirm"), {"plan": children.plan.pk, "target": target.pk}).status_code == 403
    assert client.get(binding_page(target)).status_code == 403
    target.refresh_from_db()
    assert target.binding == "proposed"


def test_an_indicator_is_chosen_with_unit_and_period(children: World, target: Target) -> None:
    client = signed_in(children.of["plan-clerk"])
    html = client.get(binding_page(target)).content.decode()
    assert "与目录中的“小学在校生数”名称一致" in html
    assert "石桥镇第二小学" in html
    assert "口径" in html
    found = client.get(binding_page(target), {"q": "随迁"}).content.decode()
    assert "义务教育随迁子女数" in found
    assert "随迁子女公办学校就读比例" not in found, "a rate is no number of persons"
    version = Item.objects.get(pk=target.item_id).version
    sent = {
        "act": "bind",
        "code": "primary.pupils",
        "unit": children.second.pk,
        "period": "2025-2026",
        "version": version,
    }
    wrong = client.post(binding_page(target), {**sent, "split": "danger_level:A"})
    assert wrong.status_code == 422
    assert "不能这样细分" in wrong.content.decode()
    done = client.post(binding_page(target), sent)
    assert (done.status_code, done["Location"]) == (302, reverse("item", args=[target.item_id]))
    target.refresh_from_db()
    assert (target.bound_unit_id, target.bound_period) == (children.second.pk, "2025-2026")
    stale = client.post(binding_page(target), sent)
    assert stale.status_code == 422
    assert "已由赵晓彤于" in stale.content.decode()
    assert client.post(binding_page(target), {"act": "bind"}).status_code == 422


def test_it_is_reported_with_evidence_or_left_open(children: World, target: Target) -> None:
    client = signed_in(children.of["plan-clerk"])
    client.post(binding_page(target), {"act": "report", "note": "台账还没有建"})
    html = client.get(reverse("targets"), {"state": "reported"}).content.decode()
    assert "台账还没有建" in html
    client.post(binding_page(target), {"act": "open"})
    target.refresh_from_db()
    assert target.binding == "open"
    page = client.get(reverse("item", args=[target.item_id])).content.decode()
    assert "绑定指标" in page


def test_the_page_of_the_task_shows_where_its_figure_comes_from(children: World, target: Target) -> None:
    clerk = children.of["plan-clerk"]
    before = signed_in(clerk).get(reverse("item", args=[target.item_id])).content.decode()
    assert "推荐：按“小学在校生数”计算" in before
    bind_target(target=target, wanted=Wanted("primary.pupils"), by=clerk)
    html = signed_in(children.bai).get(reverse("item", args=[target.item_id])).content.decode()
    assert "1个由台账计算" in html
    assert "实时 · 2026—2027学年" in html
    assert "小学在校生数：路径与预测" in html
    assert "小学在校生数：乡镇和学校" in html
    assert html.index("石桥镇第二小学") < html.index("石桥镇第一小学"), "the worst first"
    assert binding_page(target) not in html, "an office does not choose"


@pytest.mark.parametrize("name", ["task-list", "overview", "desk"])
def test_lists_and_the_overview_tag_what_is_computed(children: World, promise: Promise, name: str) -> None:
    """More than five children at schools that may have five: red, so that it is on every page."""
    limit = promise("小学在校生数", 5, "人", "<=")
    bind_target(target=limit, wanted=Wanted("primary.pupils"), by=children.of["plan-clerk"])
    html = signed_in(children.of["bureau-leader"]).get(reverse(name)).content.decode()
    assert '<span class="yd-tag">计算</span>' in html
    assert "不超过5人" in html


def test_in_the_review_it_is_a_field_of_the_target(children: World, target: Target) -> None:
    Plan.objects.filter(pk=children.plan.pk).update(state="review", breakdown="draft", number="", issued_on=None)
    client = signed_in(children.of["plan-clerk"])
    page = client.get(reverse("plan-review", args=[children.plan.pk]), {"item": target.item_id}).content.decode()
    assert "计算：小学在校生数" in page
    assert "按“小学在校生数”计算" in page
    address = reverse("plan-save-target", args=[children.plan.pk, target.item_id, target.pk])
    assert client.post(address, {"binding": "bound:primary.pupils"}).status_code == 200
    target.refresh_from_db()
    assert target.binding == "bound"
    back = client.post(binding_page(target), {"act": "report"})
    assert back["Location"].startswith(reverse("plan-review", args=[children.plan.pk]))
    wrong = client.post(address, {"binding": "bound:junior.retention_rate"})
    assert wrong.status_code == 422
