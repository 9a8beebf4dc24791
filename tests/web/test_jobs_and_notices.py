"""The pages of background work, of stored files and of messages."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World, small_world
from yaodian.apps.files.services import store_file
from yaodian.apps.jobs.models import Job
from yaodian.apps.notices.models import Notice
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def signed_in(by: Acting, **headers: str) -> Client:
    client = Client(headers=headers)
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def job_of(by: Acting, **values: Any) -> Job:
    values.setdefault("state", Job.State.RUNNING)
    finished = None if values["state"] in ("waiting", "running") else timezone.now()
    return Job.objects.create(
        kind="import",
        key="k",
        title="导入分解表",
        created_at=timezone.now(),
        asked_by=by.user,
        asked_in=by.post,
        finished_at=finished,
        **values,
    )


def test_a_running_job_shows_counts_and_is_asked_again(world: World) -> None:
    job = job_of(world.bai, steps_done=6120, steps_all=12400)
    html = signed_in(world.bai).get(f"/job/{job.pk}/").content.decode()
    assert "已办6,120，共12,400" in html
    assert f'hx-get="/job/{job.pk}/" hx-trigger="every 1s"' in html
    assert 'max="12400" value="6120"' in html
    part = signed_in(world.bai, hx_request="true").get(f"/job/{job.pk}/").content.decode()
    assert part.lstrip().startswith("<div")
    assert "<html" not in part


def test_a_job_that_has_ended_is_asked_no_more(world: World) -> None:
    failed = job_of(world.bai, state=Job.State.FAILED, message="第3行“时限”不是日期。写成2026-09-30。")
    html = signed_in(world.bai).get(f"/job/{failed.pk}/").content.decode()
    assert "hx-trigger" not in html
    assert "第3行“时限”不是日期。写成2026-09-30。" in html


def test_done_leads_on_to_the_result(world: World) -> None:
    job = job_of(world.bai, state=Job.State.DONE, result={"link": "/notices/"})
    assert signed_in(world.bai).get(f"/job/{job.pk}/")["Location"] == "/notices/"
    assert signed_in(world.bai, hx_request="true").get(f"/job/{job.pk}/")["HX-Redirect"] == "/notices/"


def test_cancelling_asks_the_job_to_stop(world: World) -> None:
    job = job_of(world.bai)
    response = signed_in(world.bai).post(f"/job/{job.pk}/cancel/", follow=True)
    job.refresh_from_db()
    assert job.cancel_asked
    assert "到下一步时停止" in response.content.decode()


def test_a_job_is_nobody_elses(world: World) -> None:
    job = job_of(world.bai)
    assert signed_in(world.an).get(f"/job/{job.pk}/").status_code == 404
    assert signed_in(world.an).post(f"/job/{job.pk}/cancel/").status_code == 404
    job.refresh_from_db()
    assert not job.cancel_asked


def test_a_file_comes_as_a_download_and_never_as_a_page(world: World) -> None:
    stored = store_file(name="整改 照片“1”.html", chunks=[b"<script>"], unit=world.first, by=world.an)
    response = signed_in(world.an).get(f"/file/{stored.pk}/")
    assert b"".join(response.streaming_content) == b"<script>"  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%95%B4%E6%94%B9%20")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("who", "status"), [("an", 200), ("bai", 200), ("chang", 404)])
def test_a_file_is_open_to_those_who_reach_its_unit(world: World, who: str, status: int) -> None:
    stored = store_file(name="a.txt", chunks=[b"a"], unit=world.first, by=world.an)
    response = signed_in(getattr(world, who)).get(f"/file/{stored.pk}/")
    assert response.status_code == status
    response.close()


def test_a_file_whose_bytes_are_gone_is_not_found(world: World, tmp_path: Path) -> None:
    stored = store_file(name="a.txt", chunks=[b"a"], unit=world.first, by=world.an)
    next(path for path in tmp_path.rglob("*") if path.is_file()).unlink()
    assert signed_in(world.an).get(f"/file/{stored.pk}/").status_code == 404


def test_messages_are_listed_counted_and_opened(world: World) -> None:
    notify([world.an.post], kind="task.due", says="消防整改9月18日到期", link="/plans/")
    client = signed_in(world.an)
    html = client.get("/notices/").content.decode()
    assert "消防整改9月18日到期" in html
    assert 'aria-label="消息，1条未读"' in html
    notice = Notice.objects.get()
    assert client.get(f"/notices/{notice.pk}/")["Location"] == "/plans/"
    assert 'aria-label="消息，0条未读"' in client.get("/notices/").content.decode()
    assert "没有未读的消息。" in client.get("/notices/?unread=1").content.decode()


def test_all_are_read_at_once(world: World) -> None:
    notify([world.an.post] * 3, kind="x", says="消息", link="/")
    notify([world.bai.post], kind="x", says="别人的", link="/")
    signed_in(world.an).post("/notices/read/")
    assert set(Notice.objects.filter(read_at=None).values_list("says", flat=True)) == {"别人的"}


def test_somebody_elses_message_is_not_found(world: World) -> None:
    notify([world.bai.post], kind="x", says="别人的", link="/")
    assert signed_in(world.an).get(f"/notices/{Notice.objects.get().pk}/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_thirty_to_a_page_and_no_more_queries_for_them(world: World, django_assert_num_queries: Any) -> None:
    client = signed_in(world.an)
    notify([world.an.post] * 2, kind="x", says="消息", link="/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/notices/")
    notify([world.an.post] * 60, kind="x", says="消息", link="/")
    with django_assert_num_queries(len(few)):
        html = client.get("/notices/?page=2").content.decode()
    assert html.count('<li class="is-unread">') == 30
    assert "第31–60，共62" in html
