"""Accounts (账号): adding people, first passwords as links or slips, resets, changing one's own password."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import OneTimeLink, Post, User
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

LINK_DAYS = 7
LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without those that look like digits on paper
DIGITS = "23456789"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person, shown once: the first password, or the token of a one-time link."""

    user: User
    place: str
    secret: str


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    phone: str = "",
    password: str | None = None,
    must_change_password: bool = True,
    by: Acting | System,
) -> User:
    """Add a person; without a password nobody gets in until a slip or link was issued."""
    require(by, Permission.ORG_EDIT)
    user = User(must_change_password=must_change_password)
    _fill(user, username=username, name=name, phone=phone)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    record("user.added", f"orgs.user:{user.pk}", f"增加人员{user.name}（{user.username}）", by=by)
    return user


@transaction.atomic
def edit_user(*, user: User, changes: dict[str, str], by: Acting | System) -> User:
    """Change user name, name or phone."""
    require(by, Permission.ORG_EDIT)
    held = User.objects.select_for_update().get(pk=user.pk)
    before = {name: getattr(held, name) for name in ("username", "name", "phone")}
    _fill(held, **{**before, **changes})
    held.save()
    told = {
        key: [old, getattr(held, key)] for key, old in before.items() if key != "phone" and old != getattr(held, key)
    }
    if held.phone != before["phone"]:
        told["phone"] = ["已改", ""]  # numbers do not belong in the log
    if told:
        record("user.edited", f"orgs.user:{held.pk}", f"修改人员{held.name}", changes=told, by=by)
    return held


def _fill(user: User, *, username: str, name: str, phone: str) -> None:
    wrong: dict[str, str] = {}
    user.username, user.name, user.phone = username.strip(), "".join(name.split()), phone.strip()
    if not user.username or len(user.username) > 40 or any(sign.isspace() for sign in user.username):
        wrong["username"] = "用户名写1到40个字，中间没有空格。"
    elif taken := User.objects.filter(username__iexact=user.username).exclude(pk=user.pk).first():
        wrong["username"] = f"用户名“{user.username}”已是{taken.name}的。请换一个。"
    if not user.name or len(user.name) > 40:
        wrong["name"] = "姓名写1到40个字。"
    if user.phone and not (user.phone.replace("-", "").isdecimal() and len(user.phone) <= 20):
        wrong["phone"] = "电话只写数字。"
    if wrong:
        raise BadInput(wrong)


def may_reset(by: Acting | System, user: User) -> bool:
    """Whether somebody may give this person a new password: an administrator anybody, a principal his own clerks."""
    if by.user_id == user.pk:
        return False
    if by.may(Permission.ORG_EDIT):
        return True
    if isinstance(by, System) or not by.may(Permission.CLERK_RESET):
        return False
    posts = list(Post.objects.filter(holder=user, closed_on=None))
    return bool(posts) and all(post.role == "school-clerk" and post.unit_id == by.post.unit_id for post in posts)


def _require_reset(by: Acting | System, user: User) -> None:
    if not may_reset(by, user):
        raise NotAllowed(f"您不能重设{user.name}的密码。校长可以重设本校经办人的，其他人请找系统管理员。")


def new_password() -> str:
    """A first password that can be typed from paper: four letters, a dash, four digits."""
    return "".join(secrets.choice(LETTERS) for _ in range(4)) + "-" + "".join(secrets.choice(DIGITS) for _ in range(4))


@transaction.atomic
def issue_slips(*, users: Iterable[User], by: Acting | System) -> list[Slip]:
    """New first passwords, to be changed at the first login; returned once, kept only as hashes."""
    slips = []
    for user in users:
        _require_reset(by, user)
        secret = new_password()
        user.set_password(secret)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        record("user.password_reset", f"orgs.user:{user.pk}", f"给{user.name}印发首次密码", by=by)
        slips.append(Slip(user, place_of(user), secret))
    return slips


@transaction.atomic
def issue_links(*, users: Iterable[User], by: Acting | System) -> list[Slip]:
    """One-time links with which people set their password; earlier unused ones stop working. `secret` is the token."""
    slips = []
    moment = now()
    for user in users:
        _require_reset(by, user)
        token = secrets.token_urlsafe(24)
        OneTimeLink.objects.filter(user=user, used_at=None).delete()
        OneTimeLink.objects.create(user=user, token_hash=_hash(token), expires_at=moment + timedelta(days=LINK_DAYS))
        record("user.link_issued", f"orgs.user:{user.pk}", f"给{user.name}发一次性链接", by=by)
        slips.append(Slip(user, place_of(user), token))
    return slips


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def place_of(user: User) -> str:
    """Where a person works, for the slip."""
    posts = Post.objects.filter(holder=user, closed_on=None).select_related("unit")
    return "；".join(str(post) for post in posts)


def link_of(token: str) -> OneTimeLink | None:
    """The link of a token while it can be used, or None."""
    found = OneTimeLink.objects.select_related("user").filter(token_hash=_hash(token), used_at=None).first()
    return found if found is not None and found.expires_at > now() and found.user.is_active else None


@transaction.atomic
def use_link(*, token: str, password: str) -> User:
    """Set the password that a one-time link allows, once."""
    link = OneTimeLink.objects.select_for_update().filter(token_hash=_hash(token), used_at=None).first()
    if link is None or link.expires_at <= now():
        raise NotNow("这个链接已用过或已过期。请找系统管理员或校长重新发一个。")
    _set(link.user, password)
    link.used_at = now()
    link.save(update_fields=["used_at"])
    record("user.link_used", f"orgs.user:{link.user_id}", f"{link.user.name}用一次性链接设了密码", by=System())
    return link.user


@transaction.atomic
def change_password(*, user: User, old: str, new: str, by: Acting | System) -> User:
    """Change one's own password."""
    if not user.check_password(old):
        raise BadInput({"old": "原密码不对。请再输一次；忘了请找系统管理员或校长重设。"})
    if old == new:
        raise BadInput({"new": "新密码和原密码一样。请换一个。"})
    _set(user, new)
    record("user.password_changed", f"orgs.user:{user.pk}", f"{user.name}修改了密码", by=by)
    return user


def _set(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput({"new": " ".join(error.messages)}) from None
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def set_language(*, user: User, language: str) -> None:
    """Keep the language that a person chose."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def set_active(*, user: User, active: bool, by: Acting | System) -> User:
    """Stop an account, or open it again; its posts and past stay."""
    require(by, Permission.ORG_EDIT)
    if by.user_id == user.pk:
        raise NotNow("不能停用自己的账号。")
    User.objects.filter(pk=user.pk).update(is_active=active)
    user.is_active = active
    word = "启用" if active else "停用"
    record("user.active" if active else "user.stopped", f"orgs.user:{user.pk}", f"{word}{user.name}的账号", by=by)
    return user
