"""The review page in Chromium: keys, clicks on either side, autosave, and what happens when somebody else was faster."""

from typing import Any

import pytest

from tests.browser.conftest import shot
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post, Unit, User
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.services import review
from yaodian.apps.plans.services.intake import start_plan

TEXT = """2026年教育工作要点
一、提升教学质量
1.严控书面作业。小学三至六年级、初中每天书面作业平均完成时间分别控制在60分钟和90分钟以内。作业公示率达到100%。6月底前全部纳入校本教研。
2.优化作息安排。每天综合体育活动时间不低于2小时，3月底前完成一轮核查。
3.提高课后服务水平。9月起，小学课后服务覆盖率达到95%，相关科室加强指导。
二、加强队伍建设
4.补充紧缺学科教师。适时公开招聘教师60名。
5.加强师德教育。
"""


def unit(code: str, name: str, kind: str, parent: Unit | None) -> Unit:
    made = Unit.objects.create(code=code, name=name, short_name=name, kind=kind, parent=parent, path=f"tmp-{code}")
    made.path = (parent.path if parent else "") + f"{made.pk:06d}/"
    made.save()
    return made


def acting(of: Unit, username: str, name: str) -> Acting:
    user = User.objects.create(username=username, name=name, must_change_password=False)
    return Acting(user, Post.objects.create(unit=of, role="plan-clerk", title="岗位", holder=user))


@pytest.fixture
def people(transactional_db: None) -> tuple[Acting, Acting]:
    bureau = unit("JY", "青澜县教育局", "bureau", None)
    office = unit("JY01", "办公室", "office", bureau)
    unit("JY02", "基础教育科", "office", bureau)
    return acting(office, "zhao", "赵晓彤"), acting(office, "qian", "钱立")


@pytest.fixture
def plan(people: tuple[Acting, Acting]) -> Plan:
    return start_plan(text=TEXT, by=people[0])


@pytest.fixture
def tab(open_page: Any, people: tuple[Acting, Acting], allowed_errors: list[str]) -> Any:
    allowed_errors += ["status of 409", "status of 422"]
    return open_page(people[0])


def current(tab: Any) -> str:
    return str(tab.locator(".yd-queue a[aria-current]").inner_text())


def test_keys_move_confirm_and_undo(tab: Any, plan: Plan) -> None:
    tab.goto(f"/plan/{plan.pk}/review/")
    first = tab.get_attribute("#review", "data-item")
    tab.keyboard.press("j")
    tab.wait_for_function("id => document.getElementById('review').dataset.item !== id", arg=first)
    tab.keyboard.press("k")
    tab.wait_for_selector(f'#review[data-item="{first}"]')
    tab.keyboard.press("Enter")
    tab.wait_for_function("id => document.getElementById('review').dataset.item !== id", arg=first)
    assert Item.objects.get(pk=first).review == Item.Review.CONFIRMED
    tab.keyboard.press("Control+z")
    tab.wait_for_selector(f'#review[data-item="{first}"]')
    assert Item.objects.get(pk=first).review == Item.Review.OPEN
    tab.keyboard.press("e")
    assert tab.evaluate("document.activeElement.id") == "f-title"
    tab.keyboard.type("jk")
    assert tab.get_attribute("#review", "data-item") == first, "keys are letters while somebody types"
    tab.keyboard.press("Escape")
    tab.keyboard.press("?")
    assert tab.locator("#keys").is_visible()


def test_either_side_shows_the_other(tab: Any, plan: Plan) -> None:
    tab.goto(f"/plan/{plan.pk}/review/")
    tab.locator("#doc p", has_text="加强师德教育").click()
    tab.wait_for_selector("#f-title >> text=加强师德教育")
    assert "加强师德教育" in current(tab)
    tab.locator(".yd-queue a", has_text="优化作息安排").click()
    tab.wait_for_selector("#doc .is-current >> text=每天综合体育活动时间")


def test_what_is_typed_is_saved_by_itself(tab: Any, plan: Plan) -> None:
    item = plan.items.get(title="加强师德教育")
    tab.goto(f"/plan/{plan.pk}/review/?item={item.pk}")
    tab.fill("#f-title", "加强师德师风教育")
    tab.wait_for_selector("#saved >> text=已自动保存")
    tab.wait_for_function("() => document.getElementById('review').dataset.version === '2'")
    assert Item.objects.get(pk=item.pk).title == "加强师德师风教育"
    assert tab.evaluate("localStorage.length") == 0


def test_without_the_server_nothing_is_lost(tab: Any, plan: Plan) -> None:
    item = plan.items.get(title="加强师德教育")
    address = f"/plan/{plan.pk}/review/?item={item.pk}"
    tab.goto(address)
    tab.route("**/save/", lambda route: route.fulfill(status=422, body="{}"))
    with tab.expect_response("**/save/"):
        tab.fill("#f-evidence", "培训记录")
    tab.wait_for_selector("#saved >> text=暂存在本机")
    tab.unroute("**/save/")
    tab.once("dialog", lambda dialog: dialog.accept())
    tab.goto(address)
    assert tab.input_value("#f-evidence") == "培训记录"
    tab.wait_for_selector("#saved >> text=已自动保存")
    assert Item.objects.get(pk=item.pk).evidence == "培训记录"


def test_who_was_slower_is_told_and_overwrites_nothing(tab: Any, plan: Plan, people: tuple[Acting, Acting]) -> None:
    item = plan.items.get(title="加强师德教育")
    tab.goto(f"/plan/{plan.pk}/review/?item={item.pk}")
    review.edit_item(item=item, changes={"title": "别人写的"}, by=people[1])
    tab.fill("#f-title", "我写的")
    tab.wait_for_selector("#told >> text=钱立")
    assert Item.objects.get(pk=item.pk).title == "别人写的"
    assert tab.input_value("#f-title") == "我写的"
    tab.get_by_role("button", name="用我填的").click()
    tab.wait_for_function("() => document.getElementById('review').dataset.version === '3'")
    assert Item.objects.get(pk=item.pk).title == "我写的"


def test_selected_words_become_a_target(tab: Any, plan: Plan) -> None:
    item = plan.items.get(title="提高课后服务水平")
    item.targets.all().delete()
    tab.goto(f"/plan/{plan.pk}/review/?item={item.pk}")
    tab.evaluate(
        """() => { const span =
        [...document.querySelectorAll('#doc .is-current [data-s]')].find(s => s.textContent.includes('95%'));
        const range = document.createRange(); range.selectNodeContents(span);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    tab.keyboard.press("t")
    tab.wait_for_selector(".yd-goals >> text=95%")
    target = item.targets.get()
    assert "95%" in plan.text[target.start : target.end]


def test_split_and_merge_by_keys(tab: Any, plan: Plan) -> None:
    item = plan.items.get(title="严控书面作业")
    tab.goto(f"/plan/{plan.pk}/review/?item={item.pk}")
    tab.keyboard.press("s")
    tab.locator(".rv-sentence", has_text="作业公示率").click()
    tab.wait_for_selector(".yd-queue a >> text=作业公示率达到100%")
    second = plan.items.get(title="作业公示率达到100%")
    assert second.start == Item.objects.get(pk=item.pk).end
    tab.locator(".yd-queue a", has_text="作业公示率达到100%").click()
    tab.wait_for_selector(f'#review[data-item="{second.pk}"]')
    tab.keyboard.press("m")
    tab.wait_for_selector(f'#review[data-item="{item.pk}"]')
    assert Item.objects.get(pk=item.pk).end == item.end


def test_on_a_phone_the_panes_are_steps(tab: Any, plan: Plan) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"/plan/{plan.pk}/review/")
    assert tab.locator("#fields").is_visible()
    assert not tab.locator("#doc").is_visible()
    tab.get_by_role("link", name="待核对").click()
    tab.locator(".yd-queue a").last.click()
    tab.wait_for_selector("#fields", state="visible")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1440, 390])
def test_a_target_gets_its_baseline_and_its_own_date(tab: Any, plan: Plan, check_page: Any, width: int) -> None:
    item = plan.items.get(title="提高课后服务水平")
    target = item.targets.get()
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"/plan/{plan.pk}/review/?item={item.pk}")
    tab.get_by_text("没有基数，按从零算").wait_for()
    tab.locator(f'[data-open="{target.pk}"]').click()
    fields = tab.locator(f'[data-form="{target.pk}"]')
    fields.get_by_label("基数是哪天的").fill("2025-12-31")
    fields.get_by_text("先写基数是多少").wait_for()
    fields.get_by_label("基数", exact=True).fill("88.5")
    fields.get_by_label("目标自己的时限").fill("2026-09-30")
    tab.wait_for_selector("#saved >> text=已自动保存")
    tab.wait_for_function("() => +document.getElementById('review').dataset.version > 1 && !localStorage.length")
    shot(tab, "target")
    check_page(tab)
    target.refresh_from_db()
    assert (str(target.baseline_on), float(target.baseline), str(target.due)) == ("2025-12-31", 88.5, "2026-09-30")
    tab.reload()
    tab.get_by_text("基数88.5%").wait_for()
    tab.get_by_text("9月30日前").first.wait_for()
