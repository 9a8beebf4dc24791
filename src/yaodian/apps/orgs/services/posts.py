"""Posts (岗位): opening, handing over, deputies, closing. Work and rights belong to the post and so move with it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Deputy, Post, Tenure, Unit, User
from yaodian.apps.orgs.permissions import Permission, Reach, roles
from yaodian.apps.orgs.ties import refuse_while_post_owes
from yaodian.kernel.errors import BadInput, NotNow


@transaction.atomic
def add_post(
    *,
    unit: Unit,
    role: str,
    title: str,
    holder: User | None = None,
    sort: int = 0,
    since: date | None = None,
    in_charge_of: Iterable[Unit] = (),
    reaches: Iterable[Unit] = (),
    by: Acting | System,
) -> Post:
    """Open a post in a unit, with its holder from `since` (today) if there is one."""
    require(by, Permission.ORG_EDIT, unit_path=unit.path)
    words = " ".join(title.split())
    if role not in roles():
        raise BadInput({"role": f"没有“{role}”这个角色。请重新选。"})
    if unit.kind not in roles()[role].held_in:
        raise BadInput({"role": f"{roles()[role].name}不设在{unit.get_kind_display()}里。请换角色或单位。"})
    if not words or len(words) > 40:
        raise BadInput({"title": "职务写1到40个字。"})
    post = Post.objects.create(unit=unit, role=role, title=words, sort=sort)
    record("post.added", f"orgs.post:{post.pk}", f"设岗位：{post}（{roles()[role].name}）", by=by)
    if holder is not None:
        appoint(post=post, user=holder, since=since or today(), by=by)
    if over := list(in_charge_of):
        set_in_charge(post=post, units=over, by=by)
    if listed := list(reaches):
        set_reaches(post=post, units=listed, by=by)
    return post


@transaction.atomic
def edit_post(*, post: Post, title: str, sort: int, by: Acting | System) -> Post:
    """Change a post's title and order; another role is another post."""
    require(by, Permission.ORG_EDIT, unit_path=post.unit.path)
    words = " ".join(title.split())
    if not words or len(words) > 40:
        raise BadInput({"title": "职务写1到40个字。"})
    old = str(post)
    post.title, post.sort = words, sort
    post.save(update_fields=["title", "sort"])
    if old != str(post):
        record("post.edited", f"orgs.post:{post.pk}", f"{old}改称{post}", by=by)
    return post


@transaction.atomic
def appoint(*, post: Post, user: User | None, since: date, by: Acting | System) -> Post:
    """Hand a post over (交接) from a day on; None leaves it vacant. What is open stays with the post."""
    require(by, Permission.ORG_EDIT, unit_path=post.unit.path)
    held = Post.objects.select_for_update(of=("self",)).select_related("unit", "holder").get(pk=post.pk)
    if held.closed_on is not None:
        raise NotNow("这个岗位已撤销，不能再任命。")
    if user is not None and not user.is_active:
        raise BadInput({"user": f"{user.name}的账号已停用。请先启用，或另选一人。"})
    if held.holder is not None and user is not None and held.holder.pk == user.pk:
        raise BadInput({"user": f"{user.name}已在这个岗位上。"})
    last = Tenure.objects.filter(post=held, until=None).first()
    if since > today():
        raise BadInput({"since": "交接日期还没有到。到那天再办，或写今天的日期。"})
    if last is not None:
        if since < last.since:
            raise BadInput({"since": f"早于前任的到任日期（{last.since:%Y-%m-%d}）。请改正。"})
        Tenure.objects.filter(pk=last.pk).update(until=max(since - timedelta(days=1), last.since))
    before = held.holder.name if held.holder else ""
    held.holder = user
    held.save(update_fields=["holder"])
    if user is not None:
        Tenure.objects.create(post=held, user=user, since=since)
    _end_deputies(held, since)  # they acted for the one who left
    post.holder = user
    after = user.name if user else ""
    says = (
        f"{held}由{before}交接给{after}"
        if before and after
        else f"{held}{'到任：' + after if after else '离任：' + before}"
    )
    record(
        "post.appointed",
        f"orgs.post:{held.pk}",
        f"{says}，{since:%Y-%m-%d}起",
        changes={"holder": [before, after]},
        by=by,
    )
    return held


@transaction.atomic
def add_deputy(*, post: Post, user: User, since: date, until: date, reason: str, by: Acting | System) -> Deputy:
    """Somebody acts for the holder (代办) from the first to the last day."""
    require(by, Permission.ORG_EDIT, unit_path=post.unit.path)
    if post.closed_on is not None:
        raise NotNow("这个岗位已撤销。")
    if until < since:
        raise BadInput({"until": "代办的结束日期早于开始日期。请改正。"})
    if post.holder_id == user.pk:
        raise BadInput({"user": "本人不用代办。请选别人。"})
    if not user.is_active:
        raise BadInput({"user": f"{user.name}的账号已停用。请先启用，或另选一人。"})
    if not reason.strip():
        raise BadInput({"reason": "请写明原因，如外出培训。"})
    deputy = Deputy.objects.create(post=post, user=user, since=since, until=until, reason=reason.strip()[:200])
    says = f"{user.name}从{since:%Y-%m-%d}到{until:%Y-%m-%d}代办{post}：{reason.strip()[:100]}"
    record("post.deputy_added", f"orgs.post:{post.pk}", says, by=by)
    return deputy


@transaction.atomic
def end_deputy(*, deputy: Deputy, by: Acting | System) -> None:
    """End a deputy's time before its last day; one not yet begun is taken back."""
    require(by, Permission.ORG_EDIT, unit_path=deputy.post.unit.path)
    day = today()
    if deputy.until < day:
        raise NotNow("这次代办已经结束。")
    if deputy.since >= day:
        deputy.delete()
    else:
        deputy.until = day - timedelta(days=1)
        deputy.save(update_fields=["until"])
    record("post.deputy_ended", f"orgs.post:{deputy.post_id}", f"{deputy.user.name}不再代办{deputy.post}", by=by)


def _end_deputies(post: Post, on: date) -> None:
    """From this day on nobody acts for the post's holder."""
    Deputy.objects.filter(post=post, since__gte=on).delete()
    Deputy.objects.filter(post=post, until__gte=on).update(until=on - timedelta(days=1))


@transaction.atomic
def close_post(*, post: Post, on: date, by: Acting | System) -> Post:
    """Close a post from a day on; its tenure and deputies end the day before."""
    require(by, Permission.ORG_EDIT, unit_path=post.unit.path)
    if post.closed_on is not None:
        raise NotNow("这个岗位已经撤销。")
    if isinstance(by, Acting) and by.post.pk == post.pk:
        raise NotNow("不能撤销您自己正在用的岗位。")
    refuse_while_post_owes(post)
    before = on - timedelta(days=1)
    for tenure in Tenure.objects.filter(post=post, until=None):
        Tenure.objects.filter(pk=tenure.pk).update(until=max(before, tenure.since))
    _end_deputies(post, on)
    post.closed_on = on
    post.save(update_fields=["closed_on"])
    record("post.closed", f"orgs.post:{post.pk}", f"撤销岗位：{post}", by=by)
    return post


@transaction.atomic
def set_in_charge(*, post: Post, units: Iterable[Unit], by: Acting | System) -> None:
    """The offices that a leader is in charge of (分管); an office has one leader in charge, who is replaced."""
    require(by, Permission.ORG_EDIT, unit_path=post.unit.path)
    wanted = list(units)
    if post.role != "bureau-leader":
        raise BadInput({"units": "只有局领导有分管科室。"})
    for other in Post.objects.filter(in_charge_of__in=wanted).exclude(pk=post.pk).distinct():
        _set_units(other, "in_charge_of", [unit for unit in other.in_charge_of.all() if unit not in wanted], by)
    _set_units(post, "in_charge_of", wanted, by)


def _set_units(post: Post, field: str, wanted: list[Unit], by: Acting | System) -> None:
    """Set one of a post's lists of units; what stays as it was is not recorded."""
    held = getattr(post, field)
    old = set(held.all())
    if old == set(wanted):
        return
    held.set(wanted)
    verb = {"in_charge_of": "分管", "reaches": "负责"}[field]
    kind = {"in_charge_of": "post.in_charge", "reaches": "post.reaches"}[field]
    changes = {field: ["、".join(sorted(unit.name for unit in units)) for units in (old, wanted)]}
    names = "、".join(unit.short_name for unit in wanted) or "无"
    record(kind, f"orgs.post:{post.pk}", f"{post}{verb}：{names}", changes=changes, by=by)


@transaction.atomic
def set_reaches(*, post: Post, units: Iterable[Unit], by: Acting | System) -> None:
    """The units named for a post whose role reaches a list (责任督学)."""
    require(by, Permission.ORG_EDIT, unit_path=post.unit.path)
    wanted = list(units)
    if roles()[post.role].reach is not Reach.LISTED:
        raise BadInput({"units": "只有责任督学按名单定范围。"})
    _set_units(post, "reaches", wanted, by)


@transaction.atomic
def switch_post(*, user: User, post: Post) -> None:
    """Remember in which post a person acts; the caller has checked that it is open to him."""
    User.objects.filter(pk=user.pk).update(last_post=post)
