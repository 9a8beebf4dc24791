"""Accounts: adding, passwords, links and slips; who may give whom a new password."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.world import World, add_person, small_world
from yaodian.apps.audit.clock import at, now, today
from yaodian.apps.audit.models import Event
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Deputy, OneTimeLink, Post, User
from yaodian.apps.orgs.permissions import Permission, roles
from yaodian.apps.orgs.services import accounts
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

GOOD = "qing-lan-2026"


def test_a_person_is_added_without_a_way_in(admin: Acting) -> None:
    user = accounts.add_user(username=" wu ", name="吴 敏", phone="0555-1234567", by=admin)
    assert (user.username, user.name, user.phone) == ("wu", "吴敏", "0555-1234567")
    assert not user.has_usable_password()
    assert Event.objects.get(kind="user.added").by_name == admin.name


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "w u"}, "username"),
        ({"username": "w" * 41}, "username"),
        ({"username": "AN"}, "username"),  # 安老师 has "an"
        ({"name": " "}, "name"),
        ({"phone": "八八"}, "phone"),
    ],
)
def test_wrong_fields_are_told(admin: Acting, changes: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as told:
        accounts.add_user(**{"username": "wu", "name": "吴敏", **changes}, by=admin)
    assert list(told.value.fields) == [field]


def test_a_changed_phone_is_not_in_the_log(world: World, admin: Acting) -> None:
    accounts.edit_user(user=world.an.user, changes={"phone": "13912345678", "name": "安心"}, by=admin)
    event = Event.objects.get(kind="user.edited")
    assert event.changes["name"] == ["安欣", "安心"]
    assert "13912345678" not in str(event.changes)


def test_slips_give_a_first_password_that_must_be_changed(world: World, admin: Acting) -> None:
    accounts.issue_links(users=[world.an.user], by=admin)
    (slip,) = accounts.issue_slips(users=[world.an.user], by=admin)
    user = User.objects.get(pk=world.an.user.pk)
    assert user.check_password(slip.secret)
    assert not user.check_password("pass-word-1")
    assert user.must_change_password
    assert slip.place == "石桥镇第一小学 经办人"
    assert not OneTimeLink.objects.exists(), "an earlier link would be a second way in"
    assert slip.secret not in f"{slip}{list(Event.objects.values())}"


def test_first_passwords_differ_and_have_no_signs_that_look_alike() -> None:
    made = {accounts.new_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("iloIO01")


def test_slips_have_a_fast_first_hash_that_the_login_upgrades(world: World, admin: Acting, settings: Any) -> None:
    from django.contrib.auth.hashers import check_password

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    people = [User.objects.create(username=f"p{n}", name="人") for n in range(100)]
    slips = accounts.issue_slips(users=people, by=admin)
    upgraded = []
    assert check_password(slips[0].secret, slips[0].user.password, setter=upgraded.append)
    assert upgraded == [slips[0].secret], "the first login makes a full hash of it"


def test_a_link_works_once_and_only_its_hash_is_kept(world: World, admin: Acting) -> None:
    (slip,) = accounts.issue_links(users=[world.an.user], by=admin)
    assert slip.secret not in str(list(OneTimeLink.objects.values())) + str(list(Event.objects.values()))
    assert accounts.link_of(slip.secret) is not None
    user = accounts.use_link(token=slip.secret, password=GOOD)
    assert user.check_password(GOOD)
    assert not user.must_change_password
    assert accounts.link_of(slip.secret) is None
    with pytest.raises(NotNow):
        accounts.use_link(token=slip.secret, password=GOOD)
    assert Event.objects.filter(kind="user.link_used").count() == 1


def test_a_link_ends_after_seven_days_or_when_another_is_issued(world: World, admin: Acting) -> None:
    (first,) = accounts.issue_links(users=[world.an.user], by=admin)
    (second,) = accounts.issue_links(users=[world.an.user], by=admin)
    assert accounts.link_of(first.secret) is None
    with at(today() + timedelta(days=8)):
        assert accounts.link_of(second.secret) is None
        with pytest.raises(NotNow):
            accounts.use_link(token=second.secret, password=GOOD)
    OneTimeLink.objects.update(expires_at=now() + timedelta(days=1))
    accounts.set_active(user=world.an.user, active=False, by=admin)
    assert accounts.link_of(second.secret) is None


def test_a_weak_password_does_not_use_the_link_up(world: World, admin: Acting) -> None:
    (slip,) = accounts.issue_links(users=[world.an.user], by=admin)
    with pytest.raises(BadInput):
        accounts.use_link(token=slip.secret, password="12345678")
    assert accounts.link_of(slip.secret) is not None


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("wrong", GOOD, "old"), ("pass-word-1", "pass-word-1", "new"), ("pass-word-1", "short", "new")],
)
def test_changing_the_password_asks_for_the_old_one_and_a_good_new_one(
    world: World, old: str, new: str, field: str
) -> None:
    with pytest.raises(BadInput) as told:
        accounts.change_password(user=world.an.user, old=old, new=new, by=world.an)
    assert list(told.value.fields) == [field]


def test_a_password_of_ones_own_ends_open_links(world: World, admin: Acting) -> None:
    accounts.issue_links(users=[world.an.user], by=admin)
    accounts.change_password(user=world.an.user, old="pass-word-1", new=GOOD, by=world.an)
    assert not OneTimeLink.objects.exists()


def test_nobody_stops_himself(admin: Acting) -> None:
    with pytest.raises(NotNow):
        accounts.set_active(user=admin.user, active=False, by=admin)


@pytest.mark.parametrize("act", ["issue_slips", "issue_links", "add_user", "set_active", "change_password"])
def test_when_the_record_fails_nothing_changed(
    world: World, admin: Acting, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no log")

    before = list(User.objects.order_by("pk").values())
    monkeypatch.setattr(accounts, "record", broken)
    an = User.objects.get(pk=world.an.user.pk)
    acts = {
        "issue_slips": lambda: accounts.issue_slips(users=[an], by=admin),
        "issue_links": lambda: accounts.issue_links(users=[an], by=admin),
        "add_user": lambda: accounts.add_user(username="wu", name="吴敏", by=admin),
        "set_active": lambda: accounts.set_active(user=an, active=False, by=admin),
        "change_password": lambda: accounts.change_password(user=an, old="pass-word-1", new=GOOD, by=world.an),
    }
    with pytest.raises(RuntimeError):
        acts[act]()
    assert list(User.objects.order_by("pk").values()) == before
    assert not OneTimeLink.objects.exists()


# ---- who may reset whom ---------------------------------------------------------------------------------------------


def test_a_principal_resets_the_clerks_of_his_school_and_nobody_else(world: World) -> None:
    he = world.of["principal"]
    everybody = list(User.objects.all())
    assert accounts.resettable(he, everybody) == {world.an.user.pk}
    assert accounts.resettable(world.bai, everybody) == set()
    assert accounts.resettable(System(), everybody) == {user.pk for user in everybody}


def test_a_clerk_who_deputises_elsewhere_is_not_the_principals_to_reset(world: World) -> None:
    he = world.of["principal"]
    deputy = Deputy.objects.create(
        post=world.bai.post, user=world.an.user, since=today(), until=today() + timedelta(days=3), reason="培训"
    )
    assert not accounts.may_reset(he, world.an.user)
    deputy.delete()
    assert accounts.may_reset(he, world.an.user)


ROLES = sorted(roles())
PLACES = ["bureau", "office", "township", "first", "second"]
held = st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(PLACES)), min_size=0, max_size=3)


class WhoMayReset(TestCase):
    """Whatever posts people hold: who is given the right follows from the roles and the school alone."""

    @settings(max_examples=60)
    @given(mine=st.tuples(st.sampled_from(ROLES), st.sampled_from(PLACES)), theirs=held, away=held)
    def test_nobody_beyond_the_rule(
        self, mine: tuple[str, str], theirs: list[tuple[str, str]], away: list[tuple[str, str]]
    ) -> None:
        """`theirs`: posts the other person holds; `away`: posts that he deputises for."""
        world = small_world()
        by = add_person("me", "我", getattr(world, mine[1]), mine[0], "岗位")
        other = User.objects.create(username="other", name="他")
        for role, place in theirs:
            Post.objects.create(unit=getattr(world, place), role=role, title="岗位", holder=other)
        for role, place in away:
            post = Post.objects.create(unit=getattr(world, place), role=role, title="岗位")
            Deputy.objects.create(post=post, user=other, since=today(), until=today(), reason="事")
        all_his = [*theirs, *away]
        own_clerk = bool(all_his) and all(post == ("school-clerk", mine[1]) for post in all_his)
        allowed = Permission.ORG_EDIT in by.role.permissions or (
            Permission.CLERK_RESET in by.role.permissions and own_clerk
        )
        assert accounts.may_reset(by, other) == allowed
        assert not accounts.may_reset(by, by.user)
        if not allowed:
            for issue in (accounts.issue_slips, accounts.issue_links):
                with pytest.raises(NotAllowed):
                    issue(users=[other], by=by)
            assert not User.objects.get(pk=other.pk).has_usable_password() or other.password == ""


def test_of_several_people_one_that_may_not_be_reset_stops_all(world: World) -> None:
    with pytest.raises(NotAllowed):
        accounts.issue_slips(users=[world.an.user, world.chang.user], by=world.of["principal"])
    assert User.objects.get(pk=world.an.user.pk).check_password("pass-word-1")


def test_days_are_the_clocks(world: World, admin: Acting) -> None:
    with at(date(2026, 3, 1)):
        accounts.issue_links(users=[world.an.user], by=admin)
    assert OneTimeLink.objects.get().expires_at.date() == date(2026, 3, 8)
