"""Messages belong to posts: who deputises sees them too, and reading one leaves the others."""

from datetime import date

import pytest

from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.notices.selectors import notice_for, notices_for, unread_count
from yaodian.apps.notices.services import mark_read, notify


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def test_newest_first_and_counted_until_read(world: World) -> None:
    post = world.bai.post
    for day in (1, 3, 2):
        with at(date(2026, 9, day)):
            notify([post], kind="task.due", says=f"9月{day}日", link="/desk/")
    assert [notice.says for notice in notices_for(post)] == ["9月3日", "9月2日", "9月1日"]
    newest = notices_for(post)[0]
    assert mark_read(post, notice_ids=[newest.pk]) == 1
    assert [notice.says for notice in notices_for(post, unread=True)] == ["9月2日", "9月1日"]
    assert mark_read(post, notice_ids=[newest.pk]) == 0, "reading twice changes nothing"
    assert (mark_read(post), unread_count(post)) == (2, 0)


def test_each_post_has_its_own(world: World) -> None:
    notify([world.bai.post, world.an.post], kind="plan.published", says="要点已发布", link="/")
    own = notices_for(world.an.post).get()
    assert notice_for(world.an.post, own.pk) == own
    assert notice_for(world.bai.post, own.pk) is None
    assert mark_read(world.bai.post, notice_ids=[own.pk]) == 0
    assert (unread_count(world.an.post), unread_count(world.chang.post)) == (1, 0)


def test_long_words_are_cut_to_what_is_kept(world: World) -> None:
    notify([world.bai.post], kind="x", says="长" * 400, link="/")
    assert notices_for(world.bai.post).get().says == "长" * 300
