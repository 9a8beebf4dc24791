"""From upload to proposal: reading, failing, dropping; tasks that people split, joined or deleted; random revisions."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from tests.plans.revise.conftest import BASIS, FIRST, TEXT, applied, line_of, published, revised, task, with_lines
from tests.plans.revise.test_applying import ADDED, DUE, FIGURE
from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.files.services import store_file
from yaodian.apps.plans.models import Item, Plan, Revision, Target
from yaodian.apps.plans.selectors.revision import proposal_of
from yaodian.apps.plans.services.intake import start_plan
from yaodian.apps.plans.services.review import (
    confirm_item,
    delete_target,
    mark_no_task,
    merge_item,
    publish_plan,
    split_item,
)
from yaodian.apps.plans.services.revising import drop_revision, read_revision_again, start_revision
from yaodian.apps.plans.services.revision_applying import apply_revision
from yaodian.apps.plans.wordings import quote
from yaodian.kernel.errors import BadInput, NotNow

PAIR = ("6.推进集团化办学。组建教育集团3个。", "6.推进集团化办学。组建教育集团3个。开展集团教研8次。")


def test_a_file_is_read_in_the_background(world: World) -> None:
    by = world.of["plan-clerk"]
    stored = store_file(name="修订稿.txt", chunks=[with_lines(FIGURE).encode()], unit=world.office, by=by)
    revision = start_revision(plan=world.plan, file=stored, by=by)
    assert (revision.state, revision.number, revision.source_name) == ("proposed", 1, "修订稿.txt")
    assert revision.job is not None
    assert revision.job.result["link"].endswith(f"/revision/{revision.pk}/")


@pytest.mark.parametrize(
    ("text", "says"),
    [(TEXT, "一字不差"), (" \n".join(TEXT.split("\n")), "一字不差"), ("一、做好寒假放假安排\n", "没有一项相同")],
)
def test_what_cannot_be_a_revision_is_told(world: World, text: str, says: str) -> None:
    revision = start_revision(plan=world.plan, text=text, by=world.of["plan-clerk"])
    assert revision.state == "failed"
    assert says in revision.failure
    start_revision(plan=world.plan, text=with_lines(FIGURE), by=world.of["plan-clerk"])
    assert Revision.objects.get().state == "proposed"


def test_one_waits_at_a_time_and_can_be_dropped(world: World) -> None:
    by = world.of["plan-clerk"]
    revision = revised(world, FIGURE)
    with pytest.raises(NotNow, match="先应用或放弃"):
        start_revision(plan=world.plan, text=with_lines(DUE), by=by)
    with pytest.raises(NotNow, match="不用再读"):
        read_revision_again(revision=revision, by=by)
    drop_revision(revision=revision, by=by)
    assert not Revision.objects.exists()
    with pytest.raises(NotNow, match="已被放弃"):
        apply_revision(revision=revision, basis=BASIS, choices={}, seen="", by=by)
    assert revised(world, DUE).number == 1


def test_a_cancelled_reading_is_taken_up_again(world: World) -> None:
    revision = revised(world, FIGURE)
    Revision.objects.filter(pk=revision.pk).update(state="reading")
    with pytest.raises(NotNow, match="没有读完"):
        apply_revision(revision=revision, basis=BASIS, choices={}, seen="", by=world.of["plan-clerk"])
    again = read_revision_again(revision=revision, by=world.of["plan-clerk"])
    assert again.state == "proposed"


@pytest.mark.parametrize("state", ["review", "closed"])
def test_only_a_published_plan_is_revised(world: World, state: str) -> None:
    Plan.objects.filter(pk=world.plan.pk).update(state=state)
    with pytest.raises(NotNow):
        start_revision(plan=Plan.objects.get(), text=with_lines(FIGURE), by=world.of["plan-clerk"])


def test_neither_file_nor_text(world: World) -> None:
    with pytest.raises(BadInput, match="请选一个文件"):
        start_revision(plan=world.plan, text=" ", by=world.of["plan-clerk"])


# ---- what the review made of the places -----------------------------------------------------------------------------


def reviewed(world: World, text: str, work: Callable[[World, Plan], None]) -> None:
    """Publish the plan after some work of the review on it."""
    by = world.of["plan-clerk"]
    with at(FIRST):
        Plan.objects.all().delete()
        plan = start_plan(text=text, by=by)
        world.plan = plan
        work(world, plan)
        for item in Item.objects.filter(plan=plan, review="open").exclude(kind="section"):
            confirm_item(item=item, by=by)
        world.plan = publish_plan(plan=Plan.objects.get(pk=plan.pk), by=by)


def split(world: World, _plan: Plan) -> None:
    item = task(world, "推进集团化办学")
    split_item(item=item, at=item.start + quote(item).index("开展集团教研"), by=world.of["plan-clerk"])


def test_a_task_that_was_split_follows_in_parts(world: World) -> None:
    text = with_lines(PAIR)
    reviewed(world, text, split)
    revision = revised(world, ("教研8次", "教研9次"), text=text)
    proposal = proposal_of(revision)
    assert (proposal.counts["target"], proposal.counts["new"], proposal.counts["conflict"]) == (1, 0, 0)
    applied(world, revision)
    first, second = task(world, "推进集团化办学"), task(world, "开展集团教研8次")
    assert quote(first) == "6.推进集团化办学。组建教育集团3个。"
    assert [target.value for target in first.targets.all()] == [3]
    assert [target.value for target in second.targets.all()] == [9]
    assert "开展集团教研9次" in quote(second)


def merge(world: World, _plan: Plan) -> None:
    merge_item(item=task(world, "开展应急演练"), by=world.of["plan-clerk"])


def test_tasks_that_were_joined_stay_joined(world: World) -> None:
    reviewed(world, TEXT, merge)
    revision = revised(world, FIGURE, ("不少于1次", "不少于2次"))
    proposal = proposal_of(revision)
    assert (proposal.counts["target"], proposal.counts["new"], proposal.counts["dropped"]) == (1, 0, 0)
    applied(world, revision)
    joined = task(world, "整治消防隐患")
    assert "8月底前52处" in quote(joined)
    assert "不少于2次" in quote(joined)
    assert sorted(target.value for target in joined.targets.all()) == [2, 52]


def none(world: World, _plan: Plan) -> None:
    mark_no_task(item=task(world, "开展师德教育"), by=world.of["plan-clerk"])


def test_what_is_no_task_stays_none(world: World) -> None:
    reviewed(world, TEXT, none)
    revision = revised(world, ("师德宣讲4场", "师德宣讲5场"))
    assert proposal_of(revision).counts["new"] == 0
    applied(world, revision)
    item = Item.objects.get(plan=world.plan, title="开展师德教育")
    assert (item.kind, item.text_version) == ("none", 1)
    assert "5场" in quote(item)


def deleted(world: World, _plan: Plan) -> None:
    delete_target(target=task(world, "开展师德教育").targets.get(), by=world.of["plan-clerk"])


@pytest.mark.parametrize(("chosen", "values"), [("new", [5]), ("mine", [])])
def test_a_deleted_target_that_the_document_changes_is_asked(world: World, chosen: str, values: list[int]) -> None:
    reviewed(world, TEXT, deleted)
    revision = revised(world, ("师德宣讲4场", "师德宣讲5场"))
    (change,) = proposal_of(revision).conflicts
    applied(world, revision, **{change.name.replace("-", "_"): chosen})
    assert [target.value for target in task(world, "开展师德教育").targets.all()] == values


def test_a_deleted_target_that_the_document_leaves_stays_deleted(world: World) -> None:
    reviewed(world, TEXT, deleted)
    applied(world, revised(world, FIGURE))
    assert not task(world, "开展师德教育").targets.exists()


def test_a_task_left_out_once_is_proposed_again_only_when_it_changes(world: World) -> None:
    revision = revised(world, ADDED)
    new = line_of(proposal_of(revision), "培训骨干教师")
    applied(world, revision, **{f"row_{new.key}": "skip"})
    world.plan.refresh_from_db()
    text = with_lines(ADDED)
    same = revised(world, FIGURE, text=text)
    assert proposal_of(same).counts["new"] == 0
    drop_revision(revision=same, by=world.of["plan-clerk"])
    other = revised(world, ("教师120名", "教师130名"), text=text)
    assert proposal_of(other).counts["new"] == 1


# ---- any revision ---------------------------------------------------------------------------------------------------

LINES = TEXT.split("\n")[1:-1]


def shaken(seed: int) -> str:
    """The text with lines dropped, moved, changed and added at random; headings stay."""
    dice = random.Random(seed)  # noqa: S311  # not for secrets
    tasks = [line for line in LINES if not line.startswith(("一", "二", "三")) and dice.random() > 0.2]
    tasks = [line.replace("100", "99").replace("49", "50") if dice.random() < 0.4 else line for line in tasks]
    tasks += [f"{20 + number}.办好第{number}件实事。建设校园{number + 2}所。" for number in range(dice.randrange(3))]
    dice.shuffle(tasks)
    parts: list[list[str]] = [["一、守牢安全底线"], ["二、提升教学质量"], ["三、加强队伍建设"]]
    for line in tasks:
        parts[dice.randrange(3)].append(line)
    return "\n".join(["青澜县教育局2026年工作要点", *(line for part in parts for line in part if len(part) > 1)]) + "\n"


@pytest.mark.parametrize("seed", range(12))
def test_after_any_revision_every_quote_holds_and_the_order_is_the_texts(issued: World, seed: int) -> None:
    before = Item.objects.filter(plan=issued.plan, kind="task").count()
    revision = revised(issued, text=shaken(seed))
    proposal = proposal_of(revision)
    applied(issued, revision, **{change.name.replace("-", "_"): "new" for change in proposal.conflicts})
    text = Revision.objects.get().text
    live = Item.objects.filter(plan=issued.plan, text_version=1)
    for item in live:
        assert text[item.start : item.end] == quote(item).strip()
    for target in Target.objects.filter(item__plan=issued.plan, text_version=1).exclude(start=None):
        assert target.item.start <= (target.start or 0) < (target.end or 0) <= target.item.end
    order = list(live.order_by("order").values_list("start", flat=True))
    assert order == sorted(order)
    tasks = Item.objects.filter(plan=issued.plan, kind="task")
    numbers = list(tasks.order_by("order").values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers)
    assert (
        tasks.filter(state="withdrawn").count() + tasks.exclude(state="withdrawn").count()
        == before + proposal.counts["new"]
    )
    assert (
        sum(line.strip()[0].isdigit() for line in text.split("\n") if line.strip())
        == tasks.filter(text_version=1).count()
    )


def test_reading_goes_by_the_plans_year(world: World) -> None:
    published(world)
    applied(world, revised(world, ("青澜县教育局2026年工作要点\n", ""), DUE))
    assert task(world, "提高课后服务水平").due == date(2026, 10, 31)
