"""Keeping views of a list: save, rename, delete, share with a role, open with one of them."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.lists.wanted import Wanted, query_of, wanted_from
from yaodian.apps.ledgers.models import SavedView
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import roles
from yaodian.kernel.errors import BadInput, NotAllowed
from yaodian.kernel.reference import Reference
from yaodian.registers.register import Register

MOST = 50  # views of one person and register


def views_of(register: Register, by: Acting) -> QuerySet[SavedView]:
    """The views of a register that the person keeps, and those shared with the post's role, by name."""
    mine_or_shared = Q(user=by.user) | Q(shared_with=by.post.role)
    return SavedView.objects.filter(mine_or_shared, register=register.key).select_related("user").order_by("name", "pk")


def view_for(by: Acting, view_id: int) -> SavedView | None:
    """One view that the person may use, or None."""
    return SavedView.objects.filter(Q(user=by.user) | Q(shared_with=by.post.role), pk=view_id).first()


def first_view(register: Register, by: Acting) -> SavedView | None:
    """The view with which the person opens the register's list, or None."""
    return SavedView.objects.filter(user=by.user, register=register.key, first=True).first()


def wanted_of(view: SavedView, by: Acting) -> Wanted:
    """What a view asks for. It is read anew, so columns and filters that have gone since are left out."""
    return wanted_from(register_named(view.register), view.wanted, by)


def save_view(*, register: Register, name: str, wanted: Wanted, by: Acting) -> SavedView:
    """Keep a view under a name; the person's view that has the name already is replaced."""
    require_for(by, Action.READ, register)
    name = _name(name)
    mine = SavedView.objects.filter(user=by.user, register=register.key)
    if mine.count() >= MOST and not mine.filter(name=name).exists():
        raise BadInput({"name": f"您在《{register.title}》已有 {MOST} 个视图，请先删去不用的。"})
    asked = query_of(register, replace(wanted, cursor=None))
    with transaction.atomic():
        view, _made = SavedView.objects.update_or_create(
            user=by.user,
            register=register.key,
            name=name,
            defaults={"wanted": asked},
            create_defaults={"wanted": asked, "made_at": now()},
        )
        record("view.saved", reference_of(view), f"保存《{register.title}》的视图“{name}”", by=by)
    return view


def rename_view(*, view: SavedView, name: str, by: Acting) -> None:
    """Give it another name."""
    _require_own(view, by)
    view.name = _name(name)
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
            record("view.renamed", reference_of(view), f"视图改名为“{view.name}”", by=by)
    except IntegrityError as error:
        raise BadInput({"name": f"您已有名为“{view.name}”的视图，请换一个名称。"}) from error


def delete_view(*, view: SavedView, by: Acting) -> None:
    """Delete it, for those too with whom it is shared."""
    _require_own(view, by)
    with transaction.atomic():
        record("view.deleted", reference_of(view), f"删除视图“{view.name}”", by=by)
        view.delete()


def share_view(*, view: SavedView, role: str, by: Acting) -> None:
    """Let all posts of a role use it ("": nobody else). What they see stays within their own reach."""
    _require_own(view, by)
    if role and role not in roles():
        raise BadInput({"role": f"没有“{role}”这种岗位。请从列表中选一种。"})
    with transaction.atomic():
        view.shared_with = role
        view.save(update_fields=["shared_with"])
        said = f"与“{roles()[role].name}”共用视图“{view.name}”" if role else f"不再共用视图“{view.name}”"
        record("view.shared", reference_of(view), said, by=by)


def open_first(*, register: Register, view: SavedView | None, by: Acting) -> None:
    """Open the register's list with this view from now on (None: as declared)."""
    if view is not None:
        _require_own(view, by)
    with transaction.atomic():
        SavedView.objects.filter(user=by.user, register=register.key, first=True).update(first=False)
        if view is not None:
            SavedView.objects.filter(pk=view.pk, register=register.key).update(first=True)


def reference_of(view: SavedView) -> str:
    """How the log names a view."""
    return str(Reference("view", str(view.pk)))


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= 40:
        raise BadInput({"name": "请填写视图的名称，最多 40 个字。"})
    return name


def _require_own(view: SavedView, by: Acting) -> None:
    if view.user_id != by.user.pk:
        raise NotAllowed(f"视图“{view.name}”是{view.user.name}的，只有本人能改。您可以另存为自己的视图。")
