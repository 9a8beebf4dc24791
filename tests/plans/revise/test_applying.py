"""Applying a revision: each kind of change, what people did by hand, what is asked, and that it is all or nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.plans.revise.conftest import BASIS, LATER, TEXT, applied, line_of, revised, task, with_lines
from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Adjustment, Item, Plan, Revision, Target
from yaodian.apps.plans.selectors.revision import proposal_of
from yaodian.apps.plans.selectors.standing import rows_of, withdrawn_of
from yaodian.apps.plans.services import revision_applying
from yaodian.apps.plans.services.asking import ask
from yaodian.apps.plans.services.breakdown import assign_item
from yaodian.apps.plans.services.revising import drop_revision
from yaodian.apps.plans.services.revision_applying import apply_revision
from yaodian.apps.plans.services.running import comment, report_progress
from yaodian.apps.plans.services.subtasks import add_subtask
from yaodian.apps.plans.wordings import document_of, quote
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

DROPPED = ("3.加强校车管理。校车安全检查覆盖率达到100%。（牵头科室：安全科）\n", "")
ADDED = (
    "8.开展师德教育。",
    "8.培训骨干教师。培训骨干教师120名。（牵头科室：人事科；完成时限：11月底）\n9.开展师德教育。",
)
FIGURE = ("8月底前49处", "8月底前52处")
DUE = ("完成时限：9月底", "完成时限：10月底")
Check = Callable[[World], bool]
KINDS: list[tuple[str, tuple[tuple[str, str], ...], str, str, Check]] = [
    ("a figure", (FIGURE,), "整治消防隐患", "target", lambda w: task(w, "整治消防隐患").targets.get().value == 52),
    (
        "a due date",
        (DUE,),
        "提高课后服务水平",
        "target",
        lambda w: task(w, "提高课后服务水平").due == date(2026, 10, 31),
    ),
    (
        "the lead office",
        (("集团3个。（牵头科室：基础教育科）", "集团3个。（牵头科室：人事科）"),),
        "推进集团化办学",
        "reworded",
        lambda w: str(task(w, "推进集团化办学").owner) == "人事科 科长",
    ),
    (
        "the title",
        (("5.规范作业管理。", "5.严格作业管理。"),),
        "规范作业管理",
        "reworded",
        lambda w: task(w, "严格作业管理").number == "2.2",
    ),
    (
        "only words",
        (("组建教育集团3个", "积极组建教育集团3个"),),
        "推进集团化办学",
        "reworded",
        lambda w: quote(task(w, "推进集团化办学")).startswith("6.推进集团化办学。积极组建"),
    ),
    (
        "dropped",
        (DROPPED,),
        "加强校车管理",
        "dropped",
        lambda w: not Item.objects.filter(plan=w.plan, title="加强校车管理").exists(),
    ),
    (
        "new",
        (ADDED,),
        "培训骨干教师",
        "new",
        lambda w: (task(w, "培训骨干教师").lead.name, task(w, "培训骨干教师").due) == ("人事科", date(2026, 11, 30)),
    ),
    (
        "a target more",
        (("组织师德宣讲4场", "组织师德宣讲4场，评选师德标兵10名"),),
        "开展师德教育",
        "target",
        lambda w: sorted(target.value for target in task(w, "开展师德教育").targets.all()) == [4, 10],
    ),
    (
        "a target less",
        (("公开招聘教师60名", "公开招聘教师"),),
        "补充紧缺学科教师",
        "target",
        lambda w: not task(w, "补充紧缺学科教师").targets.exists(),
    ),
]


@pytest.mark.parametrize(
    ("changes", "title", "kind", "check"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS]
)
def test_each_kind_of_change_is_proposed_and_applied(
    world: World, changes: tuple[tuple[str, str], ...], title: str, kind: str, check: Check
) -> None:
    revision = revised(world, *changes)
    assert line_of(proposal_of(revision), title).kind == kind
    applied(world, revision)
    assert check(world)
    world.plan.refresh_from_db()
    assert world.plan.text_version == 1
    for item in Item.objects.filter(plan=world.plan, text_version=1):
        assert quote(item) == document_of(world.plan, 1).text[item.start : item.end] != ""


def test_places_of_targets_are_in_the_new_text(world: World) -> None:
    applied(world, revised(world, FIGURE, DUE, DROPPED, ADDED))
    text = Revision.objects.get().text
    quoted = {
        str(target): text[target.start : target.end]
        for target in Target.objects.filter(item__plan=world.plan, text_version=1)
        if target.start is not None and target.end is not None
    }
    assert quoted["消防安全隐患全部整改数"] == "52处"
    assert quoted["小学课后服务覆盖率"] == "95%"
    assert len(quoted) == 8


def moved_text() -> str:
    """The third section first, with its heading numbered anew, and 课后服务 moved into it."""
    line = "4.提高课后服务水平。小学课后服务覆盖率达到95%。（牵头科室：基础教育科；完成时限：9月底）\n"
    return with_lines(
        (line, ""),
        ("二、提升教学质量\n", "二、提升教学质量和队伍\n"),
        ("三、加强队伍建设\n", f"三、加强队伍建设\n{line}"),
    )


def test_a_moved_task_and_a_renamed_heading(world: World) -> None:
    before = {item.title: item.pk for item in Item.objects.filter(plan=world.plan)}
    revision = revised(world, text=moved_text())
    assert line_of(proposal_of(revision), "提高课后服务水平").kind == "moved"
    assert line_of(proposal_of(revision), "提升教学质量").changes[0].new == "提升教学质量和队伍"
    applied(world, revision)
    moved = task(world, "提高课后服务水平")
    assert (moved.pk, moved.parent.title, moved.number) == (before["提高课后服务水平"], "加强队伍建设", "3.1")  # type: ignore[union-attr]  # it has one
    assert Item.objects.get(pk=before["提升教学质量"]).title == "提升教学质量和队伍"


# ---- what people did in between stays -------------------------------------------------------------------------------


def by_hand(world: World, title: str, /, **changes: Any) -> Item:
    """Change fields of a task as the clerk does it."""
    return assign_item(item=task(world, title), changes=changes, basis="会议纪要", by=world.of["plan-clerk"])


def test_a_kept_task_keeps_assignment_progress_evidence_parts_and_requests(issued: World) -> None:
    item = by_hand(issued, "整治消防隐患", support=[issued.basic.pk], evidence="复核表", measures="逐处销号")
    target = item.targets.get()
    head = issued.of["safety-head"]
    report_progress(item=item, state="underway", says="已改20处", figures={target.pk: Decimal(20)}, by=head)
    add_subtask(item=item, title="自查", unit=issued.first, due=date(2026, 8, 20), by=issued.of["plan-clerk"])
    ask(item=item, kind="finish", reason="都已整改", by=head)
    applied(issued, revised(issued, FIGURE))
    kept = Item.objects.get(pk=item.pk)
    assert (kept.evidence, kept.measures, kept.state, kept.owner) == ("复核表", "逐处销号", "underway", head.post)
    assert [unit.name for unit in kept.support.all()] == ["基础教育科"]
    assert (kept.subtasks.count(), kept.requests.count(), kept.reports.count()) == (1, 1, 1)
    row = next(row for row in rows_of(issued.plan) if row.item.pk == item.pk)
    assert (row.targets[0].figure.value, row.targets[0].target.value) == (20, 52)  # type: ignore[union-attr]  # it was reported


ASKED: list[tuple[str, str, dict[str, Any], tuple[str, str], str, Callable[[Item], Any], Any, Any]] = [
    (
        "the due date",
        "提高课后服务水平",
        {"due": "2026-09-20"},
        DUE,
        "due",
        lambda i: i.due,
        date(2026, 10, 31),
        date(2026, 9, 20),
    ),
    (
        "the title",
        "规范作业管理",
        {"title": "管好作业"},
        ("5.规范作业", "5.严格作业"),
        "title",
        lambda i: i.title,
        "严格作业管理",
        "管好作业",
    ),
]


@pytest.mark.parametrize(("chosen", "at"), [("new", 0), ("mine", 1)])
@pytest.mark.parametrize(
    ("title", "hand", "change", "key", "get", "values"),
    [(*row[1:6], row[6:]) for row in ASKED],
    ids=[row[0] for row in ASKED],
)
def test_changed_by_hand_and_in_the_document_is_asked(
    *,
    world: World,
    title: str,
    hand: dict[str, Any],
    change: tuple[str, str],
    key: str,
    get: Callable[[Item], Any],
    values: tuple[Any, Any],
    chosen: str,
    at: int,
) -> None:
    item = by_hand(world, title, **hand)
    revision = revised(world, change)
    name = f"i{item.pk}-{key}"
    assert [one.name for one in proposal_of(revision).conflicts] == [name]
    with pytest.raises(BadInput, match="还有1处两边都改过"):
        applied(world, revision)
    assert not Plan.objects.filter(text_version=1).exists()
    applied(world, revision, **{name.replace("-", "_"): chosen})
    assert get(Item.objects.get(pk=item.pk)) == values[at]


def test_a_target_edited_by_hand_is_asked_only_where_both_changed_it(world: World) -> None:
    target = task(world, "整治消防隐患").targets.get()
    Target.objects.filter(pk=target.pk).update(indicator="消防隐患整改", value=45)
    other = task(world, "提高课后服务水平").targets.get()
    Target.objects.filter(pk=other.pk).update(indicator="课后服务覆盖率", subject="小学生")
    revision = revised(world, FIGURE, ("达到95%", "达到97%"))
    assert [change.name for change in proposal_of(revision).conflicts] == [f"i{target.item_id}-t{target.pk}"]
    applied(world, revision, **{f"i{target.item_id}_t{target.pk}": "mine"})
    target.refresh_from_db()
    other.refresh_from_db()
    assert (target.indicator, target.value) == ("消防隐患整改", 45)
    assert (other.subject, other.indicator, other.value) == ("小学生", "课后服务覆盖率", 97)


def test_what_is_proposed_need_not_be_taken(world: World) -> None:
    item, other = task(world, "整治消防隐患"), task(world, "补充紧缺学科教师")
    target, ended = item.targets.get(), other.targets.get()
    revision = revised(world, FIGURE, DUE, ("招聘教师60名", "招聘教师"), ("宣讲4场", "宣讲4场，评选标兵10名"))
    proposal = proposal_of(revision)
    assert not proposal.conflicts
    applied(world, revision, **{one.name.replace("-", "_"): "mine" for line in proposal.lines for one in line.changes})
    assert (item.targets.get().value, other.targets.get().pk) == (49, ended.pk)
    assert task(world, "开展师德教育").targets.count() == 1
    assert task(world, "提高课后服务水平").due == date(2026, 9, 30)
    assert not Adjustment.objects.exists()
    target.refresh_from_db()
    assert target.text_version == 1


def test_what_the_document_left_alone_stays_as_it_was_set_by_hand(world: World) -> None:
    item = by_hand(world, "推进集团化办学", due="2026-11-20", lead=world.office.pk, title="办好教育集团")
    applied(world, revised(world, FIGURE))
    kept = Item.objects.get(pk=item.pk)
    assert (kept.due, kept.lead, kept.title) == (date(2026, 11, 20), world.office, "办好教育集团")


# ---- dropped --------------------------------------------------------------------------------------------------------


def told(world: World, item: Item) -> None:
    report_progress(item=item, state="underway", says="已查20辆", by=world.of["safety-head"])


def said(world: World, item: Item) -> None:
    comment(item=item, says="抓紧", by=world.of["bureau-leader"])


def asked(world: World, item: Item) -> None:
    ask(item=item, kind="extend", reason="等通知", until=date(2027, 1, 31), by=world.of["safety-head"])


@pytest.mark.parametrize("done", [told, said, asked])
def test_a_dropped_task_that_was_worked_on_is_withdrawn_and_stays_countable(
    world: World, done: Callable[[World, Item], None]
) -> None:
    item = task(world, "加强校车管理")
    done(world, item)
    revision = revised(world, DROPPED)
    assert line_of(proposal_of(revision), "加强校车管理").fate == "withdraw"
    applied(world, revision)
    item.refresh_from_db()
    assert (item.state, item.withdrawn_basis, item.withdrawn_on, item.text_version) == ("withdrawn", BASIS, LATER, 0)
    assert [one.pk for one in withdrawn_of(world.plan)] == [item.pk]
    assert quote(item).startswith("3.加强校车管理")
    assert item.number == "1.3"
    assert not item.requests.filter(state="open").exists()


def test_once_issued_nothing_is_deleted(issued: World) -> None:
    applied(issued, revised(issued, DROPPED))
    assert task(issued, "加强校车管理").state == "withdrawn"


def test_a_dropped_task_may_go_on_and_a_new_one_may_be_left_out(world: World) -> None:
    item = task(world, "加强校车管理")
    revision = revised(world, DROPPED, ADDED)
    new = line_of(proposal_of(revision), "培训骨干教师")
    applied(world, revision, **{f"row_i{item.pk}": "keep", f"row_{new.key}": "skip"})
    item.refresh_from_db()
    assert (item.state, item.text_version, item.number) == ("idle", 0, "1.3")
    assert not Item.objects.filter(title="培训骨干教师").exists()
    assert len(rows_of(Plan.objects.get(pk=world.plan.pk))) == 8


def test_a_finished_task_stays_as_it_is(world: World) -> None:
    item = task(world, "整治消防隐患")
    Item.objects.filter(pk=item.pk).update(state="finished", finished_on=date(2026, 8, 30))
    revision = revised(world, FIGURE)
    assert line_of(proposal_of(revision), item.title).kind == "kept"
    applied(world, revision)
    assert item.targets.get().value == 49


# ---- all or nothing, and who may --------------------------------------------------------------------------------------


def test_nothing_is_half_applied(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    revision = revised(world, FIGURE, DUE, DROPPED, ADDED)
    seen = proposal_of(revision).seen
    before = list(Item.objects.filter(plan=world.plan).values().order_by("pk"))

    def fails(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(revision_applying, "record", fails)
    with pytest.raises(RuntimeError):
        apply_revision(revision=revision, basis=BASIS, choices={}, seen=seen, by=world.of["plan-clerk"])
    assert list(Item.objects.filter(plan=world.plan).values().order_by("pk")) == before
    assert Revision.objects.get().state == "proposed"
    assert not Adjustment.objects.exists()


def test_a_change_since_the_page_was_opened_is_told(world: World) -> None:
    revision = revised(world, DUE)
    seen = proposal_of(revision).seen
    by_hand(world, "提高课后服务水平", due="2026-09-20")
    with pytest.raises(NotNow, match="又有改动"):
        apply_revision(revision=revision, basis=BASIS, choices={}, seen=seen, by=world.of["plan-clerk"])


def test_the_basis_must_be_there(world: World) -> None:
    revision = revised(world, DUE)
    with pytest.raises(BadInput, match="依据"):
        apply_revision(
            revision=revision, basis=" ", choices={}, seen=proposal_of(revision).seen, by=world.of["plan-clerk"]
        )


@pytest.mark.parametrize("who", ["office-head", "bureau-leader", "school-clerk"])
def test_only_who_may_edit_plans(world: World, who: str) -> None:
    revision = revised(world, DUE)
    by: Acting = world.of[who]
    with pytest.raises(NotAllowed):
        apply_revision(revision=revision, basis=BASIS, choices={}, seen=proposal_of(revision).seen, by=by)
    with pytest.raises(NotAllowed):
        drop_revision(revision=revision, by=by)


def test_it_is_not_applied_between_approval_and_issue(world: World) -> None:
    revision = revised(world, DUE)
    Plan.objects.filter(pk=world.plan.pk).update(breakdown="approved")
    with pytest.raises(NotNow, match="已经审定"):
        applied(world, Revision.objects.select_related("plan__unit").get(pk=revision.pk))


def test_it_is_logged_kept_as_adjustments_and_told_to_those_concerned(issued: World) -> None:
    Notice.objects.all().delete()
    applied(issued, revised(issued, FIGURE, DROPPED, ADDED))
    rows = set(Adjustment.objects.values_list("field", "old", "new", "basis"))
    assert ("target", "消防安全隐患全部整改数49处（8月底前）", "消防安全隐患全部整改数52处（8月底前）", BASIS) in rows
    assert ("state", "未开始", "已撤销", BASIS) in rows
    assert ("added", "", "修订稿新增", BASIS) in rows
    assert Event.objects.filter(kind="revision.applied", says__contains="改1项、新增1项、撤销1项").exists()
    notices = {notice.post.title + notice.post.unit.name: notice.says for notice in Notice.objects.all()}
    assert "1.1“整治消防隐患”改目标；撤销1.3“加强校车管理”" in notices["科长安全科"]
    assert "新增3.2“培训骨干教师”" in notices["科长人事科"]
    assert "科长基础教育科" not in notices


def test_a_second_revision_starts_from_the_first(issued: World) -> None:
    applied(issued, revised(issued, FIGURE, ADDED))
    first = Revision.objects.get().text
    issued.plan.refresh_from_db()
    second = revised(issued, ("52处", "55处"), ("培训骨干教师120名", "培训骨干教师150名"), text=first)
    assert proposal_of(second).counts["target"] == 2
    applied(issued, second)
    assert task(issued, "整治消防隐患").targets.get().value == 55
    assert task(issued, "培训骨干教师").targets.get().value == 150
    assert {item.text_version for item in Item.objects.filter(plan=issued.plan)} == {2}


def test_the_text_read_is_never_changed(world: World) -> None:
    revision = revised(world, DUE)
    revision.text = TEXT
    with pytest.raises(ValueError, match="immutable"):
        revision.save()
    with pytest.raises(ValueError, match="immutable"):
        Revision.objects.update(reading={})
