"""A small world that tests of several floors share: a bureau, two offices, a township with three schools, one plan.

Three people carry most stories: 安老师 files for 一小, 白科长 reads at the bureau, 常老师 of another school sees nothing of 一小.
Besides, there is one post of each role in roles.yaml (`world.of["auditor"]`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.test import override_settings

from tests.ledgers.made_rows import add_made_row
from tests.movements.children import add_child, add_class, change
from yaodian.algebra.moment import Moment
from yaodian.apps.audit.clock import now, today
from yaodian.apps.files.models import StoredFile
from yaodian.apps.indicators.defining import define
from yaodian.apps.indicators.definitions import Definition as Own
from yaodian.apps.indicators.definitions import Part
from yaodian.apps.indicators.models import Publication, Snapshot
from yaodian.apps.indicators.publishing import Definition
from yaodian.apps.jobs.models import Job
from yaodian.apps.ledgers.models import ApiToken, Double, FailedCheck, Filing, Import, Return, ReturnUnit, SavedView
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.models import Movement, Transfer
from yaodian.apps.notices.models import Notice
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Deputy, Post, Unit, User
from yaodian.apps.orgs.services.accounts import issue_links
from yaodian.apps.plans.models import Item, Opinion, Plan, Request, Revision, Subtask, Target
from yaodian.kernel.period import Cycle, Period
from yaodian.packs import catalogue

TEXT = """青澜县教育局2026年工作要点
一、守牢安全底线
1.消防安全。8月底前49处消防安全隐患全部整改。
2.应急演练。每校每学期开展疏散演练不少于1次。
二、提升教学质量
3.课后服务。小学课后服务覆盖率达到100%。
"""


@dataclass
class World:
    """What `small_world()` built. `of` maps a role to somebody who acts in it."""

    bureau: Unit
    office: Unit  # 办公室, which runs the plan
    basic: Unit  # 基础教育科
    township: Unit
    first: Unit  # 一小
    second: Unit  # 二小
    an: Acting  # school clerk of 一小
    bai: Acting  # head of 基础教育科
    chang: Acting  # school clerk of 二小
    plan: Plan
    items: list[Item]  # its three tasks
    of: dict[str, Acting] = field(default_factory=dict)


def add_unit(code: str, name: str, kind: str, parent: Unit | None, stages: str = "") -> Unit:
    """A unit with its path."""
    unit = Unit(code=code, name=name, short_name=name, kind=kind, parent=parent, stages=stages, path=f"new-{code}")
    unit.save()
    unit.path = f"{parent.path if parent else ''}{unit.pk:06d}/"
    unit.save(update_fields=["path"])
    return unit


def add_person(username: str, name: str, unit: Unit, role: str, title: str) -> Acting:
    """A person who holds a post, with the password `pass-word-1` and nothing left to change."""
    user = User(username=username, name=name, must_change_password=False)
    user.set_password("pass-word-1")
    user.save()
    return Acting(user, Post.objects.create(unit=unit, role=role, title=title, holder=user))


@contextmanager
def built_once(blocker: Any) -> Iterator[None]:
    """What is built within is there for all tests of a module, each in a transaction of its own, and then taken back."""
    hashers = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with blocker.unblock(), transaction.atomic(), hashers:
        yield
        transaction.set_rollback(True)


def small_world() -> World:
    """Build it in the database."""
    bureau = add_unit("JY", "青澜县教育局", "bureau", None)
    office = add_unit("JY01", "办公室", "office", bureau)
    basic = add_unit("JY02", "基础教育科", "office", bureau)
    township = add_unit("ZX01", "石桥镇中心学校", "township", bureau)
    first = add_unit("XX01", "石桥镇第一小学", "school", township, "primary")
    second = add_unit("XX02", "石桥镇第二小学", "school", township, "primary")
    garden = add_unit("YY01", "石桥镇中心幼儿园", "kindergarten", township, "kindergarten")
    of = {
        "bureau-leader": add_person("chen", "陈立言", bureau, "bureau-leader", "局长"),
        "office-head": add_person("bai", "白慧", basic, "office-head", "科长"),
        "office-clerk": add_person("sun", "孙怡", basic, "office-clerk", "科员"),
        "plan-clerk": add_person("zhao", "赵晓彤", office, "plan-clerk", "要点管理员"),
        "township": add_person("lin", "林涛", township, "township", "校长"),
        "principal": add_person("he", "何志远", first, "principal", "校长"),
        "school-clerk": add_person("an", "安欣", first, "school-clerk", "经办人"),
        "inspector": add_person("du", "杜明", bureau, "inspector", "责任督学"),
        "auditor": add_person("shen", "沈玉梅", office, "auditor", "审计员"),
        "administrator": add_person("adm", "郑国平", office, "administrator", "系统管理员"),
    }
    of["inspector"].post.reaches.add(second, garden)
    chang = add_person("chang", "常青", second, "school-clerk", "经办人")
    plan, items = _plan(bureau, basic, of)
    return World(
        bureau=bureau,
        office=office,
        basic=basic,
        township=township,
        first=first,
        second=second,
        an=of["school-clerk"],
        bai=of["office-head"],
        chang=chang,
        plan=plan,
        items=items,
        of=of,
    )


def _plan(bureau: Unit, basic: Unit, of: dict[str, Acting]) -> tuple[Plan, list[Item]]:
    plan = Plan.objects.create(
        unit=bureau,
        title="青澜县教育局2026年工作要点",
        year=2026,
        state=Plan.State.PUBLISHED,
        source_name="2026年工作要点.txt",
        text=TEXT,
        created_at=now(),
        published_at=now(),
    )
    items: list[Item] = []
    section: Item | None = None
    for order, line in enumerate(TEXT.splitlines()[1:], 1):
        start = TEXT.index(line)
        item = Item(
            plan=plan, order=order, start=start, end=start + len(line), review=Item.Review.CONFIRMED, confirmed_at=now()
        )
        item.title = line.partition("、")[2] or line.split(".")[1].split("。")[0]
        if "、" in line[:2]:
            item.kind, item.number = Item.Kind.SECTION, str(order)
            item.save()
            section = item
            continue
        item.kind, item.number, item.parent = Item.Kind.TASK, line.split(".")[0], section
        item.lead, item.owner, item.leader = basic, of["office-head"].post, of["bureau-leader"].post
        item.due = date(today().year, 12, 31) if items else today() - timedelta(days=16)
        item.save()
        items.append(item)
    Target.objects.create(item=items[0], order=1, indicator="整改", kind="commit", comparator="=", value=49, unit="处")
    return plan, items


def example_arguments(world: World) -> dict[str, object]:
    """An example of each argument that a URL of ours takes, by the argument's name; a page with a new one adds it here."""
    stored = StoredFile.objects.create(
        sha256="0" * 64, name="照片.jpg", size=1, unit=world.first, uploaded_by=world.an.user, uploaded_at=now()
    )
    job = Job.objects.create(
        kind="x", key="x", title="导入", created_at=now(), asked_by=world.an.user, asked_in=world.an.post
    )
    notify([world.an.post], kind="x", says="消息", link="/")
    return {
        "plan_id": world.plan.pk,
        "item_id": world.items[0].pk,
        "target_id": Target.objects.values_list("pk", flat=True)[0],
        "act": "confirm",
        "job_id": job.pk,
        "file_id": stored.pk,
        "user_id": world.an.user.pk,
        "post_id": world.an.post.pk,
        "deputy_id": Deputy.objects.create(
            post=world.an.post, user=world.chang.user, since=today(), until=today(), reason="培训"
        ).pk,
        "token": issue_links(users=[world.an.user], by=System())[0].secret,
        "notice_id": Notice.objects.values_list("pk", flat=True)[0],
        "kind": "extend",
        "unit_id": world.basic.pk,
        "opinion_id": Opinion.objects.create(
            plan=world.plan, item=world.items[0], unit=world.basic, by_name="白慧", says="请缓一周", at=now()
        ).pk,
        "revision_id": Revision.objects.create(
            plan=world.plan, number=1, source_name="修订稿.docx", uploaded_by="赵晓彤", created_at=now()
        ).pk,
        "token_id": _token(world).pk,
        "request_id": _request(world).pk,
        "subtask_id": Subtask.objects.create(
            item=world.items[1], title="演练", unit=world.first, due=world.items[1].due
        ).pk,
        **_of_registers(world),
        **_of_movements(world),
        **_of_indicators(world),
    }


def _of_indicators(world: World) -> dict[str, object]:
    """An indicator, a snapshot without rows, a figure published from it, and an indicator of the bureau's own."""
    snapshot = Snapshot.objects.create(
        kind="filed", on=today(), taken_at=now(), tables={}, tree="0" * 64, parameters={}, coverage={}, digest="0" * 64
    )  # fmt: skip
    indicator, period = catalogue().indicators["primary.pupils"], Period.of(Cycle.SCHOOL_YEAR, today())
    definition = Definition(indicator.measure, {}, Moment.of(period), None, 0, "口径").as_json()
    publication = Publication.objects.create(
        code=indicator.code, title=indicator.title, version=1, unit=world.bureau, period=period.key, snapshot=snapshot,
        definition=definition, engine={}, figures=[{"cell": [], "parts": [], "value": "3"}], filed=1, of=1,
        published_at=now(), by_name="白慧", by_post="科长",
    )  # fmt: skip
    own = define(definition=Own("班级数（自定）", "count", Part("classes")), by=System())
    return {
        "code": indicator.code,
        "snapshot_id": snapshot.pk,
        "publication_id": publication.pk,
        "own_id": own.pk,
    }


def _of_movements(world: World) -> dict[str, object]:
    """Children of 一小: one asked for by 二小, one out of school, one with a care record, one that went to 二小."""
    room = add_class(world.first)
    asked, out, cared, gone = (add_child(world.first, room) for _ in range(4))
    change(gone, today(), school=world.second.pk, class_room=None)
    transfer = Transfer.objects.create(
        pupil=asked.pk, sender=world.first, receiver=world.second, reason="moved", grade="13", effective_on=today(),
        asked_at=now(), asked_by="常青", asked_post="二小 经办人",
    )  # fmt: skip
    act = Movement.objects.create(
        kind="went", school=world.first, pupil=asked.pk, on=today(), at=now(), by_name="安欣", by_post="经办人"
    )
    spell = add_row(
        register=register_named("dropouts"), by=System(),
        values={"pupil": out.pk, "school": world.first.pk, "left_on": today(), "reason": "03"},
    )  # fmt: skip
    record = add_row(
        register=register_named("care"), by=System(),
        values={"pupil": cared.pk, "school": world.first.pk, "kind": "1", "opened_on": today()},
    )  # fmt: skip
    return {
        "pupil_id": asked.pk,
        "class_id": room.pk,
        "transfer_id": transfer.pk,
        "movement_id": act.pk,
        "dropout_id": spell.pk,
        "care_id": record.pk,
        "enrolment_id": rows_of("enrolments")._default_manager.get(pupil=gone.pk, left_on__isnull=False).pk,
    }


def _of_registers(world: World) -> dict[str, object]:
    """A building of 一小, a warning about it, and a view of the list."""
    register = register_named("buildings")
    row_id = add_made_row(register, world.first)
    failed = FailedCheck(register="buildings", code=next(iter(register.checks)), severity="warning", row=row_id)
    failed.unit, failed.since = world.first, now()
    failed.save()
    view = SavedView.objects.create(user=world.an.user, register="buildings", name="视图", wanted={}, made_at=now())
    return {
        "register_key": "buildings",
        "row_id": row_id,
        "column_key": "school",
        "failed_id": failed.pk,
        "double_id": Double.objects.create(
            register="buildings", one=row_id, other=0, state="merged", says="", at=now(), by_name="", by_post=""
        ).pk,
        "view_id": view.pk,
        "import_id": _import(world).pk,
        **_asked_of_schools(world),
    }


def _token(world: World) -> ApiToken:
    return ApiToken.objects.create(
        name="校务系统", token_hash="x", user=world.an.user, post=world.an.post, created_at=now(), expires_on=today()
    )


def _request(world: World) -> Request:
    return Request.objects.create(
        item=world.items[1],
        kind="finish",
        reason="都已演练",
        by_user=world.bai.user.pk,
        by_name=world.bai.name,
        by_post=world.bai.post_name,
        at=now(),
    )


def _asked_of_schools(world: World) -> dict[str, object]:
    """一小's filing of its buildings, and a return that 基础教育科 sent to it."""
    filing = Filing.objects.create(
        register="buildings", unit=world.first, period="2025-2026/2", due=today(), opened_at=now()
    )
    asked = Return.objects.create(
        office=world.basic,
        title="食堂情况",
        due=today(),
        state="open",
        asked_by="白慧",
        created_at=now(),
        sent_at=now(),
    )
    ReturnUnit.objects.create(asked=asked, unit=world.first)
    return {"filing_id": filing.pk, "return_id": asked.pk}


def _import(world: World) -> Import:
    """An import of buildings by 一小 that waits to be confirmed."""
    return Import.objects.create(
        register="buildings",
        state=Import.State.CHECKED,
        file=StoredFile.objects.create(
            sha256="1" * 64, name="校舍.xlsx", size=1, unit=world.first, uploaded_by=world.an.user, uploaded_at=now()
        ),
        unit=world.first,
        by_user=world.an.user.pk,
        by_name=world.an.name,
        by_post=world.an.post_name,
        created_at=now(),
        counts={"rows": 1, "new": 1, "errors": 0, "warnings": 0},
    )
