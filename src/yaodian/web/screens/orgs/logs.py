"""The log (日志), and what each role may do (岗位权限)."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from yaodian.apps.audit.selectors import events_found
from yaodian.apps.orgs import permissions
from yaodian.apps.orgs.permissions import Permission, Reach
from yaodian.kernel.period import day_said
from yaodian.web.pages import PageRequest, page

PER_PAGE = 50
HIDDEN = (Permission.OPEN, Permission.SIGNED_IN)
SUBJECTS = {  # what an event is about → its page, and the permission that opens it
    "orgs.unit": ("org-unit", Permission.ORG_READ),
    "orgs.user": ("org-person", Permission.ORG_READ),
    "plans.item": ("item", Permission.PLAN_READ),
    "plans.plan": ("plan-document", Permission.PLAN_READ),
}


@page(Permission.LOG_READ)
def log(request: PageRequest) -> HttpResponse:
    """Who did what when; by person, words, kind, subject and days."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("who", "words", "kind", "subject")}
    days = {name: day_said(request.GET.get(name, "")) for name in ("since", "until")}
    shown = Paginator(events_found(**asked, **days), PER_PAGE).get_page(request.GET.get("page"))
    names = dict(event_kinds())
    rows = [(event, names.get(event.kind.split(".")[0], ""), _page_of(request, event.subject)) for event in shown]
    context = {"page": shown, "rows": rows, "asked": asked | days, "kinds": event_kinds()}
    return render(request, "orgs/log.html", {**context, "filtered": any([*asked.values(), *days.values()])})


def _page_of(request: PageRequest, subject: str) -> str:
    """The page of what an event is about, where there is one that this post may open."""
    key, _colon, number = subject.partition(":")
    name, permission = SUBJECTS.get(key, ("", Permission.OPEN))
    if not name or not number.isdecimal() or not request.by.may(permission):
        return ""
    try:
        return reverse(name, args=[int(number)])
    except NoReverseMatch:
        return ""


def event_kinds() -> list[tuple[str, str]]:
    """The first words of the kinds of events, and how people call them."""
    return [
        ("plan", _("要点")),
        ("revision", _("修订")),
        ("breakdown", _("分解表")),
        ("opinion", _("意见")),
        ("task", _("任务")),
        ("subtask", _("子任务")),
        ("duties", _("职责表")),
        ("ledger", _("台账")),
        ("filing", _("上报")),
        ("return", _("临时报表")),
        ("movement", _("学籍异动")),
        ("indicator", _("指标与快照")),
        ("figure", _("公布的数")),
        ("token", _("接口令牌")),
        ("view", _("台账视图")),
        ("unit", _("单位")),
        ("post", _("岗位")),
        ("user", _("人员与密码")),
        ("orgs", _("机构人员表")),
    ]


@page(Permission.ORG_READ)
def roles(request: PageRequest) -> HttpResponse:
    """Role × permission, as roles.yaml says."""
    known = list(permissions.roles().values())
    rows = [
        (name, [permission in role.permissions for role in known])
        for permission, name in permission_names().items()
        if permission not in HIDDEN
    ]
    context: dict[str, Any] = {"roles": [(role, _reach_of(role.reach)) for role in known], "rows": rows}
    return render(request, "orgs/roles.html", {**context, "mine": request.by.post.role})


def _reach_of(reach: Reach) -> str:
    return {Reach.BUREAU: _("全局"), Reach.SUBTREE: _("本单位及下属"), Reach.LISTED: _("名单上的学校")}[reach]


def permission_names() -> dict[Permission, str]:
    """What each permission lets one do."""
    return {
        Permission.PLAN_READ: _("看要点、任务和灯"),
        Permission.PLAN_EDIT: _("上传、核对、发布要点，分解任务"),
        Permission.PLAN_APPROVE: _("审定分解表，批延期和停钟，批示"),
        Permission.OPINION_GIVE: _("对分解表提意见"),
        Permission.TASK_REPORT: _("报本单位任务的进展"),
        Permission.TASK_OVERSEE: _("核实办结，督查"),
        Permission.LEDGER_READ: _("看本岗位管得着的台账，敏感栏打码"),
        Permission.LEDGER_FILL: _("填台账，导入，上报"),
        Permission.LEDGER_APPROVE: _("审定或退回上报"),
        Permission.LEDGER_UNMASK: _("写明用途后看敏感栏，留记录"),
        Permission.LEDGER_LOOK_UP: _("按整个证件号查人，留记录"),
        Permission.LEDGER_SET_UP: _("设科室分工、导入对照和接口令牌"),
        Permission.RETURN_ASK: _("向单位要临时报表"),
        Permission.ORG_READ: _("看机构与人员"),
        Permission.ORG_EDIT: _("改单位、人员、岗位"),
        Permission.CLERK_RESET: _("重设本校经办人的密码"),
        Permission.LOG_READ: _("看日志"),
        Permission.INDICATOR_DEFINE: _("定义本局的指标"),
        Permission.INDICATOR_PUBLISH: _("做快照，公布、更正、撤回指标的数"),
    }
