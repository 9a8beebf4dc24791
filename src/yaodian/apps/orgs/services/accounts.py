"""Accounts (账号): adding people, first passwords as links or slips, resets, changing one's own password."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Deputy, OneTimeLink, Post, User
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

LINK_DAYS = 7
LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without those that look like digits on paper
DIGITS = "23456789"
WEAK = {  # Django's own words for these are only partly Chinese
    "password_too_short": "不到8位",
    "password_too_similar": "和用户名太像",
    "password_too_common": "太常见，容易被猜中",
    "password_entirely_numeric": "全是数字",
}
FIRST_ITERATIONS = 20_000  # of a first password's hash: 600 slips in seconds; the login after it makes a full one


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person, shown once: the first password, or the token of a one-time link."""

    user: User
    place: str
    secret: str = field(repr=False)  # so that it stands in no log


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


def resettable(by: Acting | System, users: Iterable[User]) -> set[int]:
    """Who of these may be given a new password: by an administrator anybody else, by a principal his own clerks.

    A clerk is a principal's own where every open post he holds or deputises for is a clerk's in the principal's school:
    otherwise a reset would open a door into another unit.
    """
    others = {user.pk for user in users if user.pk != by.user_id}
    if by.may(Permission.ORG_EDIT):
        return others
    if isinstance(by, System) or not by.may(Permission.CLERK_RESET):
        return set()
    day = today()
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day), holder__in=others):
        posts[post.holder_id or 0].append(post)
    for deputy in Deputy.objects.filter(user__in=others, until__gte=day).select_related("post"):
        posts[deputy.user_id].append(deputy.post)
    unit = by.post.unit_id
    return {
        pk for pk, held in posts.items() if all(post.role == "school-clerk" and post.unit_id == unit for post in held)
    }


def may_reset(by: Acting | System, user: User) -> bool:
    """Whether somebody may give this person a new password."""
    return user.pk in resettable(by, [user])


def _require_reset(by: Acting | System, users: list[User]) -> None:
    allowed = resettable(by, users)
    for user in users:
        if user.pk not in allowed:
            raise NotAllowed(f"您不能重设{user.name}的密码。校长可以重设本校经办人的，其他人请找系统管理员。")


def new_password() -> str:
    """A first password that can be typed from paper: letters, digits, letters, apart by dashes."""
    first, last = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
    return "-".join((first, "".join(secrets.choice(DIGITS) for _ in range(4)), last))


def _first_hash(secret: str) -> str:
    """The hash of a first password. It is random and replaced at the first login, so it may be made fast."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(secret, hasher.salt(), iterations=FIRST_ITERATIONS)
    return make_password(secret)


def issue_slips(*, users: Iterable[User], by: Acting | System) -> list[Slip]:
    """New first passwords, to be changed at the first login; returned once, kept only as hashes."""
    people = list(users)
    _require_reset(by, people)
    made = [(user, new_password()) for user in people]
    hashes = {user.pk: _first_hash(secret) for user, secret in made}  # before the transaction: others need not wait
    with transaction.atomic():
        OneTimeLink.objects.filter(user__in=people, used_at=None).delete()
        for user in people:
            user.password, user.must_change_password = hashes[user.pk], True
            user.save(update_fields=["password", "must_change_password"])
            record("user.password_reset", f"orgs.user:{user.pk}", f"给{user.name}印发首次密码", by=by)
    places = places_of(people)
    return [Slip(user, places[user.pk], secret) for user, secret in made]


@transaction.atomic
def issue_links(*, users: Iterable[User], by: Acting | System) -> list[Slip]:
    """One-time links with which people set their password; earlier unused ones stop working. `secret` is the token."""
    people = list(users)
    _require_reset(by, people)
    places = places_of(people)
    until = now() + timedelta(days=LINK_DAYS)
    OneTimeLink.objects.filter(user__in=people, used_at=None).delete()
    slips = [Slip(user, places[user.pk], secrets.token_urlsafe(24)) for user in people]
    OneTimeLink.objects.bulk_create(
        OneTimeLink(user=slip.user, token_hash=_hash(slip.secret), expires_at=until) for slip in slips
    )
    for user in people:
        record("user.link_issued", f"orgs.user:{user.pk}", f"给{user.name}发一次性链接", by=by)
    return slips


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def places_of(users: Iterable[User]) -> dict[int, str]:
    """Where people work, for their slips."""
    found: dict[int, list[str]] = {user.pk: [] for user in users}
    for post in Post.objects.filter(holder__in=found, closed_on=None).select_related("unit"):
        found[post.holder_id or 0].append(str(post))
    return {pk: "；".join(posts) for pk, posts in found.items()}


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
    link.used_at = now()
    link.save(update_fields=["used_at"])
    _set(link.user, password)
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
        reasons = "，".join(WEAK.get(each.code or "", "不够安全") for each in error.error_list)
        raise BadInput({"new": f"新密码{reasons}。请换一个：至少8位，字母和数字都有，不用姓名和常见的词。"}) from None
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    OneTimeLink.objects.filter(user=user, used_at=None).delete()  # no second way in once the password is one's own


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
