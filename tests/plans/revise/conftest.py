"""A published plan of known wording with offices that it names, and its revised text, made line by line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, add_person, add_unit, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.plans.models import Item, Plan, Revision
from yaodian.apps.plans.selectors.revision import Line, Proposal, proposal_of
from yaodian.apps.plans.services.intake import start_plan
from yaodian.apps.plans.services.review import confirm_item, publish_plan
from yaodian.apps.plans.services.revising import start_revision
from yaodian.apps.plans.services.revision_applying import Applied, apply_revision

TEXT = """青澜县教育局2026年工作要点
一、守牢安全底线
1.整治消防隐患。8月底前49处消防安全隐患全部整改。（牵头科室：安全科）
2.开展应急演练。每校每学期开展疏散演练不少于1次。（牵头科室：安全科）
3.加强校车管理。校车安全检查覆盖率达到100%。（牵头科室：安全科）
二、提升教学质量
4.提高课后服务水平。小学课后服务覆盖率达到95%。（牵头科室：基础教育科；完成时限：9月底）
5.规范作业管理。初中每天书面作业控制在90分钟以内。（牵头科室：基础教育科）
6.推进集团化办学。组建教育集团3个。（牵头科室：基础教育科）
三、加强队伍建设
7.补充紧缺学科教师。公开招聘教师60名。（牵头科室：人事科）
8.开展师德教育。组织师德宣讲4场。（牵头科室：人事科）
"""
BASIS = "青教发〔2026〕18号"
FIRST, LATER = date(2026, 2, 10), date(2026, 9, 16)


@pytest.fixture(autouse=True)
def _on_a_day(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with at(LATER):
        yield


def published(world: World, text: str = TEXT) -> Plan:
    """The plan, read, confirmed and published on 10 February, as the clerk does it."""
    by = world.of["plan-clerk"]
    with at(FIRST):
        Plan.objects.all().delete()
        plan = start_plan(text=text, by=by)
        for item in Item.objects.filter(plan=plan).exclude(kind=Item.Kind.SECTION):
            confirm_item(item=item, by=by)
        plan = publish_plan(plan=Plan.objects.get(pk=plan.pk), by=by)
    world.plan, world.items = plan, list(Item.objects.filter(plan=plan, kind=Item.Kind.TASK).order_by("order"))
    return plan


@pytest.fixture
def world(db: None) -> World:
    """The small world with the offices of TEXT and their heads, and the plan of TEXT."""
    world = small_world()
    safety = add_unit("JY03", "安全科", "office", world.bureau)
    staff = add_unit("JY04", "人事科", "office", world.bureau)
    world.of["safety-head"] = add_person("anq", "安全", safety, "office-head", "科长")
    world.of["staff-head"] = add_person("ren", "任仕", staff, "office-head", "科长")
    published(world)
    return world


@pytest.fixture
def issued(world: World) -> World:
    """The same, its breakdown issued."""
    Plan.objects.filter(pk=world.plan.pk).update(
        breakdown="issued", number="青教发〔2026〕3号", issued_on=date(2026, 3, 1)
    )
    world.plan.refresh_from_db()
    return world


def with_lines(*changes: tuple[str, str], text: str = TEXT) -> str:
    """The text with words replaced; each must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def revised(world: World, *changes: tuple[str, str], text: str = TEXT) -> Revision:
    """The revision read from the text with these words replaced."""
    made = start_revision(plan=world.plan, text=with_lines(*changes, text=text), by=world.of["plan-clerk"])
    return Revision.objects.select_related("plan__unit").get(pk=made.pk)


def line_of(proposal: Proposal, title: str) -> Line:
    """The line of a task by its title."""
    return next(line for line in proposal.lines if line.title == title)


def applied(world: World, revision: Revision, **choices: str) -> Applied:
    """Apply it with the choices given by field name, `_` for `-`."""
    proposal = proposal_of(revision)
    return apply_revision(
        revision=revision,
        basis=BASIS,
        choices={name.replace("_", "-"): value for name, value in choices.items()},
        seen=proposal.seen,
        by=world.of["plan-clerk"],
    )


def task(world: World, title: str) -> Item:
    """A task of the plan as it is now."""
    return Item.objects.get(plan=world.plan, title=title, kind=Item.Kind.TASK)
