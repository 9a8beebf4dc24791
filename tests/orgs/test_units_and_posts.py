"""Units and posts: founding, moving, closing; handing over, deputies, who is in charge of what."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.world import World, add_person, small_world
from yaodian.apps.audit.clock import today
from yaodian.apps.audit.models import Event
from yaodian.apps.orgs import selectors
from yaodian.apps.orgs.acting import Acting, System, acting_as, posts_open_to
from yaodian.apps.orgs.models import Deputy, Post, Tenure, Unit, User
from yaodian.apps.orgs.permissions import Permission, Reach, roles
from yaodian.apps.orgs.services import posts, units
from yaodian.apps.plans.models import Item, Subtask
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

DAY = timedelta(days=1)


def found(world: World, by: Any, **changes: Any) -> Unit:
    values: dict[str, Any] = {"code": "XX09", "name": "三小", "kind": "school", "parent": world.township, **changes}
    return units.add_unit(**values, by=by)


# ---- units ----------------------------------------------------------------------------------------------------------


def test_a_unit_is_founded_in_its_place(world: World, admin: Acting) -> None:
    unit = found(world, admin, stages="primary,junior", valid_from=date(2026, 9, 1))
    assert unit.path == f"{world.township.path}{unit.pk:06d}/"
    assert unit.short_name == "三小"
    assert Event.objects.get(subject=f"orgs.unit:{unit.pk}").says == "设立三小"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "XX01"}, "code"),
        ({"name": " "}, "name"),
        ({"name": "校" * 101, "short_name": "校"}, "name"),
        ({"stages": "primary,college"}, "stages"),
        ({"kind": "college"}, "kind"),
        ({"parent": None}, "parent"),
        ({"kind": "office"}, "parent"),
    ],
)
def test_wrong_fields_of_a_unit_are_told(world: World, admin: Acting, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as told:
        found(world, admin, **changes)
    assert list(told.value.fields) == [field]


def test_moving_a_unit_takes_along_what_lies_below(world: World, admin: Acting) -> None:
    other = found(world, admin, code="ZX09", name="新镇中心学校", kind="township", parent=world.bureau)
    garden = found(world, admin, code="YY09", name="一小附属幼儿园", kind="kindergarten", parent=world.first)
    units.edit_unit(unit=world.first, changes={"parent": other, "name": "新镇一小"}, by=admin)
    garden.refresh_from_db()
    assert garden.path == f"{other.path}{world.first.pk:06d}/{garden.pk:06d}/"
    assert not world.of["township"].reaches(garden.path)
    with pytest.raises(BadInput, match="自己下面"):
        units.edit_unit(unit=other, changes={"parent": garden}, by=admin)


def test_a_unit_is_closed_when_nothing_hangs_on_it(world: World, admin: Acting) -> None:
    unit = found(world, admin)
    post = posts.add_post(unit=unit, role="principal", title="校长", by=admin)
    with pytest.raises(NotNow, match="1个岗位"):
        units.close_unit(unit=unit, on=today(), by=admin)
    posts.close_post(post=post, on=today(), by=admin)
    subtask = Subtask.objects.create(item=world.items[0], title="演练", unit=unit, due=today())
    with pytest.raises(NotNow, match="1项没有完成的子任务"):
        units.close_unit(unit=unit, on=today(), by=admin)
    subtask.delete()
    with pytest.raises(BadInput):
        units.close_unit(unit=unit, on=today(), successor=unit, by=admin)
    units.close_unit(unit=unit, on=today(), successor=world.second, by=admin)
    assert unit.pk not in {each.pk for each in selectors.units_for(admin)}
    assert selectors.unit_for(admin, unit.pk).successor == world.second
    with pytest.raises(NotNow):
        units.close_unit(unit=unit, on=today(), by=admin)


def test_what_lies_above_open_units_is_not_closed(world: World, admin: Acting) -> None:
    with pytest.raises(NotNow, match="下面还有单位"):
        units.close_unit(unit=world.township, on=today(), by=admin)
    with pytest.raises(NotNow):
        units.close_unit(unit=world.bureau, on=today(), by=admin)


# ---- posts ----------------------------------------------------------------------------------------------------------


def test_a_post_has_a_holder_from_a_day_on(world: World, admin: Acting) -> None:
    post = posts.add_post(
        unit=world.second, role="principal", title="校长", holder=world.chang.user, since=date(2026, 1, 5), by=admin
    )
    tenure = Tenure.objects.get(post=post)
    assert (tenure.user, tenure.since, tenure.until) == (world.chang.user, date(2026, 1, 5), None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"role": "king"}, "role"), ({"role": "bureau-leader"}, "role"), ({"title": " "}, "title")],
)
def test_wrong_fields_of_a_post_are_told(world: World, admin: Acting, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as told:
        posts.add_post(**{"unit": world.first, "role": "principal", "title": "校长", **changes}, by=admin)
    assert list(told.value.fields) == [field]


def test_work_stays_with_the_post_when_it_is_handed_over(world: World, admin: Acting) -> None:
    Tenure.objects.create(post=world.bai.post, user=world.bai.user, since=today() - 90 * DAY)
    posts.appoint(post=world.bai.post, user=world.chang.user, since=today(), by=admin)
    item = Item.objects.get(pk=world.items[0].pk)
    assert item.owner.holder == world.chang.user
    assert [(t.user, t.until) for t in Tenure.objects.filter(post=world.bai.post)] == [
        (world.chang.user, None),
        (world.bai.user, today() - DAY),
    ]
    assert world.bai.post.pk not in {post.pk for post in posts_open_to(world.bai.user, today())}
    says = Event.objects.get(kind="post.appointed").says
    assert "白慧" in says
    assert "常青" in says


def test_handing_over_ends_who_acted_for_the_one_who_left(world: World, admin: Acting) -> None:
    posts.add_deputy(
        post=world.bai.post, user=world.an.user, since=today(), until=today() + 9 * DAY, reason="培训", by=admin
    )
    posts.appoint(post=world.bai.post, user=world.chang.user, since=today(), by=admin)
    assert not Deputy.objects.filter(until__gte=today()).exists()
    assert world.bai.post.pk not in {post.pk for post in posts_open_to(world.an.user, today())}


def test_a_handover_neither_in_the_future_nor_before_the_last_nor_to_a_stopped_account(
    world: World, admin: Acting
) -> None:
    Tenure.objects.create(post=world.bai.post, user=world.bai.user, since=date(2026, 1, 1))
    for since in (today() + DAY, date(2025, 12, 31)):
        with pytest.raises(BadInput) as told:
            posts.appoint(post=world.bai.post, user=world.an.user, since=since, by=admin)
        assert list(told.value.fields) == ["since"]
    User.objects.filter(pk=world.an.user.pk).update(is_active=False)
    world.an.user.refresh_from_db()
    for act in (
        lambda: posts.appoint(post=world.bai.post, user=world.an.user, since=today(), by=admin),
        lambda: posts.appoint(post=world.bai.post, user=world.bai.user, since=today(), by=admin),
        lambda: posts.add_deputy(
            post=world.bai.post, user=world.an.user, since=today(), until=today(), reason="事", by=admin
        ),
    ):
        with pytest.raises(BadInput) as told:
            act()
        assert list(told.value.fields) == ["user"]


def test_a_deputy_acts_from_the_first_to_the_last_day(world: World, admin: Acting) -> None:
    deputy = posts.add_deputy(
        post=world.bai.post, user=world.an.user, since=today(), until=today() + DAY, reason="培训", by=admin
    )
    for day, acts in ((today() - DAY, False), (today(), True), (today() + DAY, True), (today() + 2 * DAY, False)):
        assert (world.bai.post in posts_open_to(world.an.user, day)) == acts
    by = acting_as(world.an.user, today(), post_id=world.bai.post.pk)
    assert by is not None
    assert by.on_behalf_of == "白慧"
    posts.end_deputy(deputy=deputy, by=admin)
    assert world.bai.post not in posts_open_to(world.an.user, today())


def test_a_post_that_owes_work_is_not_closed(world: World, admin: Acting) -> None:
    with pytest.raises(NotNow, match="没有办结的任务"):
        posts.close_post(post=world.bai.post, on=today(), by=admin)
    Item.objects.update(owner=world.of["office-clerk"].post)
    Tenure.objects.create(post=world.bai.post, user=world.bai.user, since=date(2026, 1, 1))
    posts.close_post(post=world.bai.post, on=today(), by=admin)
    assert acting_as(world.bai.user, today()) is None
    assert Tenure.objects.get(post=world.bai.post).until == today() - DAY
    with pytest.raises(NotNow):
        posts.close_post(post=admin.post, on=today(), by=admin)


def test_an_office_has_one_leader_in_charge(world: World, admin: Acting) -> None:
    leader = world.of["bureau-leader"].post
    second = posts.add_post(
        unit=world.bureau, role="bureau-leader", title="副局长", in_charge_of=[world.basic, world.office], by=admin
    )
    posts.set_in_charge(post=leader, units=[world.basic], by=admin)
    assert list(world.basic.leaders.all()) == [leader]
    assert list(second.in_charge_of.all()) == [world.office]
    before = Event.objects.count()
    posts.set_in_charge(post=leader, units=[world.basic], by=admin)
    assert Event.objects.count() == before, "what stays as it was is not recorded"
    for role, field in (("office-head", "in_charge"), ("office-head", "reaches")):
        with pytest.raises(BadInput):
            getattr(posts, f"set_{field}")(post=world.of[role].post, units=[world.first], by=admin)


def test_posts_are_found_by_what_their_role_may(world: World, admin: Acting) -> None:
    assert [post.role for post in selectors.posts_with(Permission.ORG_EDIT, unit_path=world.bureau.path)] == [
        "administrator"
    ]


Act = Callable[[World, Any], object]
ACTS: list[tuple[str, Act]] = [
    ("units", found),
    ("units", lambda w, by: units.edit_unit(unit=w.first, changes={"name": "改"}, by=by)),
    ("posts", lambda w, by: posts.add_post(unit=w.first, role="principal", title="副校长", by=by)),
    ("posts", lambda w, by: posts.edit_post(post=w.an.post, title="教务员", sort=1, by=by)),
    ("posts", lambda w, by: posts.appoint(post=w.an.post, user=w.chang.user, since=today(), by=by)),
    ("posts", lambda w, by: posts.add_deputy(
        post=w.an.post, user=w.chang.user, since=today(), until=today(), reason="事", by=by)),
    ("posts", lambda w, by: posts.close_post(post=w.an.post, on=today(), by=by)),
    ("posts", lambda w, by: posts.set_in_charge(post=w.of["bureau-leader"].post, units=[w.basic], by=by)),
    ("posts", lambda w, by: posts.set_reaches(post=w.of["inspector"].post, units=[w.first], by=by)),
]  # fmt: skip


def everything() -> list[object]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Unit, Post, Tenure, Deputy, Event, Post.in_charge_of.through, Post.reaches.through)
    ]


@pytest.mark.parametrize("number", range(len(ACTS)))
def test_only_an_administrator_may_and_when_the_record_fails_nothing_changed(
    world: World, admin: Acting, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no log")

    where, act = ACTS[number]
    before = everything()
    for role, by in world.of.items():
        if role != "administrator":
            with pytest.raises(NotAllowed):
                act(world, by)
    with monkeypatch.context() as patched:
        patched.setattr({"units": units, "posts": posts}[where], "record", broken)
        with pytest.raises(RuntimeError):
            act(world, admin)
    assert everything() == before
    for held in (world.an.post, world.first):
        held.refresh_from_db()
    act(world, admin)
    assert everything() != before
    assert Event.objects.exists()


# ---- reach ----------------------------------------------------------------------------------------------------------


class WhoReachesWhat(TestCase):
    """Whatever the tree and the post: reach is the role's, and lists, look-ups and services agree on it."""

    @settings(max_examples=25)
    @given(
        role=st.sampled_from(sorted(roles())),
        shape=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["school", "kindergarten"])), max_size=5),
        place=st.integers(0, 30),
        listed=st.sets(st.integers(0, 30), max_size=3),
    )
    def test_lists_and_look_ups_agree_with_the_role(
        self, role: str, shape: list[tuple[int, str]], place: int, listed: set[int]
    ) -> None:
        """`shape` adds units below the small world's; the post stands in one of those where the role is held."""
        world = small_world()
        for number, (above, kind) in enumerate(shape):
            parents = [unit for unit in Unit.objects.order_by("pk") if unit.kind in units.PARENTS[kind]]
            parent = parents[above % len(parents)]
            units.add_unit(code=f"N{number}", name=f"新{number}", kind=kind, parent=parent, by=System())
        everywhere = list(Unit.objects.order_by("pk"))
        here = [unit for unit in everywhere if unit.kind in roles()[role].held_in]
        by = add_person("me", "我", here[place % len(here)], role, "岗位")
        chosen = {everywhere[number % len(everywhere)] for number in listed}
        by.post.reaches.set(chosen)
        roots = {
            Reach.BUREAU: {world.bureau},
            Reach.SUBTREE: {by.post.unit},
            Reach.LISTED: chosen,
        }[roles()[role].reach]
        expected = {unit.pk for unit in everywhere if any(_within(unit, root) for root in roots)}
        assert {unit.pk for unit in selectors.units_for(by)} == expected
        assert {unit.pk for unit in everywhere if by.reaches(unit.path)} == expected
        assert {unit.pk for unit in everywhere if selectors.unit_for(by, unit.pk)} == expected
        assert {row.unit.pk for row in selectors.flat(selectors.tree_for(by))} == expected
        seen = {post.pk for post in Post.objects.all() if selectors.post_for(by, post.pk)}
        assert seen == {post.pk for post in Post.objects.all() if post.unit_id in expected}


def _within(unit: Unit, root: Unit) -> bool:
    at: Unit | None = unit
    while at is not None:
        if at.pk == root.pk:
            return True
        at = at.parent
    return False
