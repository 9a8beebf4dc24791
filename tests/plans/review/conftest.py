"""A small bureau with a clerk who may edit plans, a head who may only read, and a plan of known wording."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from yaodian.apps.audit.clock import at
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post, Unit, User
from yaodian.apps.plans.models import Plan
from yaodian.apps.plans.services.intake import start_plan

TEXT = """2026年教育工作要点
一、提升教学质量
（一）规范教学行为
1.严控书面作业。小学三至六年级、初中每天书面作业平均完成时间分别控制在60分钟和90分钟以内。作业公示率达到100%。6月底前全部纳入校本教研。
2.优化作息安排。每天综合体育活动时间不低于2小时，3月底前完成一轮核查。
教研是教学质量的根基，要把时间还给课堂。
3.提高课后服务水平。9月起，小学课后服务覆盖率达到95%，相关科室加强指导。
二、加强队伍建设
4.补充紧缺学科教师。适时公开招聘教师60名。
5.加强师德教育。
"""


def make_unit(code: str, name: str, kind: str, parent: Unit | None) -> Unit:
    unit = Unit.objects.create(code=code, name=name, short_name=name, kind=kind, parent=parent, path=f"tmp-{code}")
    unit.path = (parent.path if parent else "") + f"{unit.pk:06d}/"
    unit.save(update_fields=["path"])
    return unit


def make_acting(unit: Unit, role: str, username: str, name: str) -> Acting:
    user = User.objects.create(username=username, name=name, must_change_password=False)
    return Acting(user, Post.objects.create(unit=unit, role=role, title="岗位", holder=user))


@pytest.fixture(autouse=True)
def _static_folder(settings: pytest.FixtureRequest) -> None:
    """WhiteNoise warns where the folder of collected files is not there, and warnings are errors here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with at(date(2026, 2, 10)):
        yield


@pytest.fixture
def bureau(db: None) -> Unit:
    return make_unit("JY", "青澜县教育局", "bureau", None)


@pytest.fixture
def office(bureau: Unit) -> Unit:
    return make_unit("JY01", "办公室", "office", bureau)


@pytest.fixture
def basic(bureau: Unit) -> Unit:
    return make_unit("JY02", "基础教育科", "office", bureau)


@pytest.fixture
def clerk(office: Unit) -> Acting:
    return make_acting(office, "plan-clerk", "zhao", "赵晓彤")


@pytest.fixture
def colleague(office: Unit) -> Acting:
    return make_acting(office, "plan-clerk", "qian", "钱立")


@pytest.fixture
def reader(basic: Unit) -> Acting:
    return make_acting(basic, "office-clerk", "sun", "孙怡")


@pytest.fixture
def plan(clerk: Acting) -> Plan:
    made = start_plan(text=TEXT, by=clerk)
    assert made.state == Plan.State.REVIEW, made.failure
    return made
