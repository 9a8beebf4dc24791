"""Targets in Chromium: proposed ones are confirmed in the list, the task's page has the computed figure, a wide and a narrow window."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.movements.children import add_child, add_class
from tests.world import World
from yaodian.apps.plans.models import Item, Plan, Target
from yaodian.apps.plans.services.target_binding import propose_again

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.fixture
def target(world: World) -> Target:
    """小学在校生数 of the third task, proposed; six children at one school, two at another."""
    Plan.objects.filter(pk=world.plan.pk).update(
        breakdown="issued", issued_on=date(2026, 2, 5), number="青教发〔2026〕3号"
    )
    Item.objects.filter(plan=world.plan).update(due=date(2026, 12, 31))
    for school, count in ((world.first, 6), (world.second, 2)):
        room = add_class(school)
        for _child in range(count):
            add_child(school, room)
    made = Target.objects.create(
        item=world.items[2], order=9, indicator="小学在校生数", kind="commit", comparator=">=", value=10, unit="人"
    )
    propose_again(plan=Plan.objects.get(pk=world.plan.pk), by=world.of["plan-clerk"])
    return made


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_confirm_and_see(
    world: World, target: Target, open_page: OpenPage, check_page: "Callable[[Page], None]", size: tuple[int, int]
) -> None:
    clerk = world.of["plan-clerk"]
    page = open_page(clerk, f"{reverse('targets')}?state=proposed", size=size)
    check_page(page)
    page.get_by_role("button", name="确认选中的").click()
    page.get_by_text("确认了1个目标的指标").wait_for()
    target.refresh_from_db()
    assert (target.binding, target.indicator_code) == ("bound", "primary.pupils")
    page = open_page(clerk, reverse("target-binding", args=[target.item_id, target.pk]), size=size)
    check_page(page)
    page.get_by_label("在目录中找").fill("随迁")
    page.get_by_role("button", name="在目录中找").click()
    page.get_by_text("义务教育随迁子女数").wait_for()
    page = open_page(clerk, reverse("item", args=[target.item_id]), size=size)
    page.get_by_role("heading", name="小学在校生数：路径与预测").wait_for()
    check_page(page)
    page = open_page(clerk, reverse("target-adjust", args=[target.item_id, target.pk]), size=size)
    check_page(page)
