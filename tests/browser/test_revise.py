"""A revision in Chromium, from upload to applied, at both sizes: read, chosen by keyboard, applied, its versions looked at."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE, OpenPage, shot
from tests.plans.revise.conftest import BASIS, published, task, with_lines
from tests.plans.revise.test_applying import ADDED, DROPPED, DUE, FIGURE
from tests.world import World, add_person, add_unit
from yaodian.apps.audit.clock import today
from yaodian.apps.plans.models import Plan
from yaodian.apps.plans.services.breakdown import assign_item

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOTH = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(world: World) -> World:
    """The plan of the revision's tests, issued; one due date was adjusted."""
    add_person("anq", "安全", add_unit("JY03", "安全科", "office", world.bureau), "office-head", "科长")
    add_person("ren", "任仕", add_unit("JY04", "人事科", "office", world.bureau), "office-head", "科长")
    published(world)
    Plan.objects.update(breakdown="issued", number="青教发〔2026〕3号", issued_on=date(2026, 3, 1))
    world.plan.refresh_from_db()
    item = task(world, "提高课后服务水平")
    assign_item(item=item, changes={"due": date(today().year, 12, 20)}, basis="纪要4号", by=world.of["plan-clerk"])
    return world


@BOTH
def test_a_revision_is_uploaded_chosen_and_applied(
    *, open_page: OpenPage, check_page: Callable[["Page"], None], world: World, size: tuple[int, int], tmp_path: Path
) -> None:
    page = open_page(world.of["plan-clerk"], reverse("plan-document"), size=size)
    page.get_by_role("link", name="上传修订稿").click()
    shot(page, "1-upload")
    check_page(page)
    paper = tmp_path / "2026年工作要点（修订稿）.txt"
    paper.write_text(
        with_lines(FIGURE, DUE, DROPPED, ADDED, ("集团3个。（牵头科室：基础教育科）", "集团3个。（牵头科室：人事科）"))
    )
    page.get_by_label("修订稿全文").set_input_files(str(paper))
    page.get_by_role("button", name="上传并比对").click()
    page.get_by_text("两边都改过").first.wait_for()
    shot(page, "2-proposal")
    check_page(page)

    asked = page.locator(".rs-choose.is-asked").first
    asked.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    assert asked.get_by_role("radio").nth(1).is_checked()
    page.get_by_label("修订依据").fill(BASIS)
    page.get_by_role("button", name="应用修订").click()
    page.wait_for_url("**" + reverse("breakdown", args=[world.plan.pk]))
    page.get_by_text("修订已应用").wait_for()
    shot(page, "3-applied")
    check_page(page)

    page.goto(reverse("plan-document", args=[world.plan.pk]))
    shot(page, "4-document")
    check_page(page)
    page.get_by_role("link", name="发布时").click()
    page.get_by_text("这是修订前的原文").wait_for()
    shot(page, "5-before")
    check_page(page)


@BOTH
def test_a_revision_is_dropped(
    *, open_page: OpenPage, check_page: Callable[["Page"], None], world: World, size: tuple[int, int]
) -> None:
    page = open_page(world.of["plan-clerk"], reverse("revise", args=[world.plan.pk]), size=size)
    page.get_by_label("或粘贴").fill(with_lines(FIGURE))
    page.get_by_role("button", name="上传并比对").click()
    page.get_by_role("link", name="放弃修订稿").click()
    shot(page, "6-drop")
    check_page(page)
    page.get_by_role("button", name="放弃修订稿").click()
    page.get_by_text("要点没有改动").wait_for()
