"""The main job, from the Word file to the finished task, as its people do it in Chromium, by clicks alone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PHONE, OpenPage
from tests.text.document.files import abstract, docx, level, listed, num, p
from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

YEAR = today().year
# 一、 and 1. are Word's automatic numbers, which do not stand in the text
NUMBERED = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2."))
BODY = "".join(
    [
        p(f"青澜县教育局{YEAR}年工作要点"),
        p("守牢安全底线", listed(1)),
        p("消防安全。49处消防安全隐患全部整改，12月底前完成。（牵头科室：基础教育科）", listed(1, 1)),
        p("应急演练。每校每学期开展疏散演练不少于1次。（牵头科室：基础教育科；配合科室：办公室）", listed(1, 1)),
        p("提升教学质量", listed(1)),
        p("课后服务。小学课后服务覆盖率达到100%，年内完成。（牵头科室：基础教育科）", listed(1, 1)),
    ]
)


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    path = tmp_path / f"{YEAR}年工作要点.docx"
    path.write_bytes(docx(BODY, numbering=NUMBERED + num(1, 0)))
    return path


def test_from_the_word_file_to_the_finished_task(
    world: World, open_page: OpenPage, check_page: Callable[["Page"], None], upload: Path
) -> None:
    Plan.objects.all().delete()
    clerk, head, leader = world.of["plan-clerk"], world.bai, world.of["bureau-leader"]
    page = open_page(clerk, "/plans/")
    _upload_and_review(page, upload, check_page)
    plan = Plan.objects.get()
    assert list(plan.items.filter(kind=Item.Kind.TASK).values_list("number", flat=True)) == ["1.1", "1.2", "2.1"]
    assert all(item.lead_id == world.basic.pk for item in plan.items.filter(kind=Item.Kind.TASK))

    _consult_approve_issue(open_page, page, head=head, leader=leader)
    plan.refresh_from_db()
    assert (plan.breakdown, plan.number) == (Plan.Breakdown.ISSUED, f"青教发〔{YEAR}〕3号")

    phone = open_page(head, "/", size=PHONE)
    check_page(phone)
    phone.get_by_role("link", name="消防安全").first.click()
    phone.get_by_role("link", name="报进展").click()
    phone.get_by_label("推进中").check(force=True)
    phone.locator(".it-figures input").first.fill("49")
    phone.locator("[name=says]").fill("49处都已整改")
    phone.get_by_role("button", name="报进展").click()
    phone.get_by_role("link", name="申请办结").click()
    phone.get_by_label("办结说明").fill("全部验收")
    phone.get_by_role("button", name="申请办结").click()

    page.goto("/")
    page.locator(".yd-list a", has_text="消防安全").first.click()
    page.get_by_role("button", name="同意办结").click()
    page.goto("/overview/")
    check_page(page)
    done = page.locator(".yd-strip li", has_text="完成").locator(".v")
    assert done.inner_text().startswith("1")


def _upload_and_review(page: "Page", upload: Path, check_page: Callable[["Page"], None]) -> None:
    page.get_by_role("link", name="上传要点").first.click()
    assert page.get_by_text("涉密文件不得上传").is_visible()
    page.get_by_label("文件", exact=True).set_input_files(str(upload))
    page.get_by_role("button", name="上传并读取").click()
    page.wait_for_selector("#review")
    check_page(page)
    assert "一、" in page.locator("#doc").inner_text(), "Word's own numbers are recovered"
    for _ in range(3):
        item = page.get_attribute("#review", "data-item")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "was => document.getElementById('review').dataset.item !== was || !document.querySelector('[disabled]')",
            arg=item,
        )
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url("**/document/")


def _consult_approve_issue(open_page: OpenPage, page: "Page", *, head: Acting, leader: Acting) -> None:
    page.goto("/breakdown/")
    page.get_by_role("link", name="发起征求意见").click()
    page.get_by_role("button", name="发起征求意见").click()
    office = open_page(head, "/breakdown/opinions/")
    office.get_by_role("button", name="无意见").click()
    page.goto("/breakdown/")
    page.get_by_role("link", name="送审").click()
    page.get_by_role("button", name="送审").click()
    chief = open_page(leader, "/breakdown/")
    chief.get_by_role("link", name="审定").click()
    chief.get_by_role("button", name="审定").click()
    page.goto("/breakdown/")
    page.get_by_role("link", name="印发").click()
    page.get_by_label("文号").fill(f"青教发〔{YEAR}〕3号")
    page.get_by_role("button", name="印发").click()
    page.wait_for_url("**/breakdown/")
