"""A document becomes a plan under review, or nothing at all."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from yaodian.apps.files.services import store_file
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Progress
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Doubt, Item, Plan, Target
from yaodian.apps.plans.services.intake import delete_plan, read_again, read_uploaded, start_plan
from yaodian.kernel.errors import BadInput, DocumentError, NotAllowed, NotNow

from .conftest import TEXT


def upload(name: str, data: bytes, by: Acting) -> Plan:
    stored = store_file(name=name, chunks=[data], unit=by.post.unit, by=by)
    return start_plan(file=stored, by=by)


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return held.getvalue()


def test_tasks_are_numbered_within_their_section(plan: Plan) -> None:
    tasks = plan.items.filter(kind=Item.Kind.TASK)
    assert [(task.number, task.title) for task in tasks] == [
        ("1.1", "严控书面作业"),
        ("1.2", "优化作息安排"),
        ("1.3", "提高课后服务水平"),
        ("2.1", "补充紧缺学科教师"),
        ("2.2", "加强师德教育"),
    ]
    assert plan.year == 2026
    assert plan.title == "2026年教育工作要点"


def test_every_place_quotes_itself(plan: Plan) -> None:
    for item in plan.items.all():
        own = plan.text[item.start : item.end]
        assert own == own.strip()
        assert item.title.split("…", maxsplit=1)[0] in own
        for target in item.targets.all():
            assert item.start <= target.start < target.end <= item.end
    target = Target.objects.get(item__plan=plan, value=60, unit="分钟")
    assert plan.text[target.start : target.end].startswith("60分钟")


def test_what_only_a_person_knows_is_in_doubt(plan: Plan) -> None:
    told = {doubt.why for doubt in Doubt.objects.filter(item__plan=plan)}
    assert "“相关科室”是哪几个" in told
    assert "“适时”不是时限" in told
    assert any(why.startswith("“分别”后的2个数值拆成第1、2个目标") for why in told)


def test_running_again_changes_nothing(plan: Plan) -> None:
    before = list(plan.items.values_list("pk", "number", "version"))
    assert plan.job is not None
    read_uploaded(Progress(plan.job), plan.pk)
    assert list(plan.items.values_list("pk", "number", "version")) == before


def test_a_broken_off_reading_starts_over(clerk: Acting, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.READING)
    assert plan.job is not None
    read_uploaded(Progress(plan.job), plan.pk)
    assert plan.items.filter(kind=Item.Kind.TASK).count() == 5
    with pytest.raises(NotNow):
        read_again(plan=Plan.objects.get(pk=plan.pk), by=clerk)


def test_a_cancelled_reading_leaves_no_items_and_can_be_read_again(clerk: Acting, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.READING)
    plan.items.all().delete()
    Job.objects.filter(pk=plan.job_id).update(state="waiting", cancel_asked=True)
    from yaodian.apps.jobs.services import run_job

    run_job.func(plan.job_id)
    assert Job.objects.get(pk=plan.job_id).state == "cancelled"
    assert not plan.items.exists()
    assert read_again(plan=Plan.objects.get(pk=plan.pk), by=clerk).state == Plan.State.REVIEW


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.txt", b"  \n ", "空"),
        ("要点.docx", b"MZ\x90\x00" + b"\x00\x07" * 400, "不符"),
        ("要点.docx", zipped(word__document=b"<x>" + b"0" * 80_000_000), "解压后过大"),
        ("要点.docx", b"PK\x03\x04" + b"broken" * 20, "损坏"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "图片"),
    ],
    ids=["empty", "program", "bomb", "broken", "picture"],
)
def test_what_is_no_plan_is_told_and_leaves_nothing(clerk: Acting, name: str, data: bytes, says: str) -> None:
    plan = upload(name, data, clerk)
    assert plan.state == Plan.State.FAILED
    assert says in plan.failure
    assert re.search("请", plan.failure), "the message says what to do"
    assert plan.text == ""
    assert not plan.items.exists()
    delete_plan(plan=plan, by=clerk)
    assert not Plan.objects.exists()


def test_fifty_megabytes_are_refused_before_anything_is_kept(clerk: Acting) -> None:
    with pytest.raises(BadInput, match="超过20兆"):
        upload("大.docx", b"x" * 50 * 1024 * 1024, clerk)
    assert not Plan.objects.exists()


def test_empty_paste_is_told_in_the_form(clerk: Acting) -> None:
    with pytest.raises(BadInput):
        start_plan(text="  ", by=clerk)
    with pytest.raises(DocumentError):
        start_plan(text="\x00\x01" * 40, by=clerk)
    assert not Plan.objects.exists()


def test_gbk_is_read(clerk: Acting) -> None:
    plan = upload("要点.txt", TEXT.encode("gbk"), clerk)
    assert (plan.state, plan.text) == (Plan.State.REVIEW, TEXT)


def test_the_reading_never_changes(plan: Plan) -> None:
    plan.text += "改"
    with pytest.raises(ValueError, match="immutable"):
        plan.save()
    with pytest.raises(ValueError, match="immutable"):
        Plan.objects.filter(pk=plan.pk).update(reading={})
    plan.refresh_from_db()
    plan.title = "新题目"
    plan.save()
    assert plan.text == TEXT


def test_only_who_may_edit_uploads(reader: Acting) -> None:
    with pytest.raises(NotAllowed):
        start_plan(text=TEXT, by=reader)


def test_all_real_plans_go_through(clerk: Acting, shared: Path) -> None:
    for file in sorted((shared / "seeds").glob("seed-*.txt")):
        plan = upload(file.name, file.read_bytes(), clerk)
        assert plan.state == Plan.State.REVIEW, (file.name, plan.failure)
        assert plan.items.filter(kind=Item.Kind.TASK).exists(), file.name
        for item in plan.items.prefetch_related("targets"):
            assert plan.text[item.start : item.end].strip()
            assert all(item.start <= target.start < target.end <= item.end for target in item.targets.all()), file.name
