"""Giving out, using and revoking API tokens."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.models import ApiToken
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.models import Post
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers

LONGEST = timedelta(days=400)
SEEN_EVERY = timedelta(minutes=10)  # `used_at` is written at most so often


def issue_token(
    *,
    name: str,
    post: Post,
    keys: Iterable[str],
    expires_on: date,
    writes: bool = False,
    purpose: str = "",
    by: Acting,
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown once. BadInput for a post without holder or rights, or too long a life."""
    require(by, Permission.LEDGER_SET_UP)
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "请写明令牌给哪个系统用。"
    if not today() <= expires_on <= today() + LONGEST:
        wrong["expires_on"] = f"有效期从今天起最长{LONGEST.days}天，到期再发新的。"
    acting = Acting(post.holder, post) if post.holder is not None else None
    if acting is None:
        wrong["post"] = "这个岗位没有人，令牌要由有人的岗位负责。"
    chosen = sorted(set(keys))
    if not chosen or not set(chosen) <= registers().keys():
        wrong["registers"] = "请选择这个令牌能用的台账。"
    elif acting is not None:
        wrong |= _beyond(acting, chosen, writes=writes, purpose=purpose)
    if wrong or acting is None:
        raise BadInput(wrong)
    secret = f"yd_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        token = ApiToken.objects.create(
            name=name.strip(),
            token_hash=hash_of(secret),
            user=acting.user,
            post=post,
            registers=chosen,
            writes=writes,
            purpose=purpose.strip(),
            created_at=now(),
            created_by=by.name,
            expires_on=expires_on,
        )
        record("token.issued", f"ledgers.token:{token.pk}", f"发放接口令牌“{token.name}”，以{post}的权限", by=by)
    return token, secret


def _beyond(acting: Acting, keys: Iterable[str], *, writes: bool, purpose: str) -> dict[str, str]:
    """What the post itself may not do, its token may not either."""
    for key in keys:
        register = register_named(key)
        for action, wanted in ((Action.READ, True), (Action.FILL, writes), (Action.UNMASK, bool(purpose.strip()))):
            if wanted and not may(acting, action, register):
                told = {Action.READ: "读", Action.FILL: "写", Action.UNMASK: "看敏感栏"}[action]
                return {"registers": f"“{acting.post_name}”自己不能{told}《{register.title}》，令牌也不能。"}
    return {}


def revoke_token(*, token: ApiToken, by: Acting) -> None:
    """End a token at once."""
    require(by, Permission.LEDGER_SET_UP)
    with transaction.atomic():
        ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now())
        record("token.revoked", f"ledgers.token:{token.pk}", f"停用接口令牌“{token.name}”", by=by)


def token_of(secret: str) -> ApiToken | None:
    """The token of a secret while it holds: not revoked, not ended, its post still held by the same person."""
    token = (
        ApiToken.objects.filter(token_hash=hash_of(secret), revoked_at=None, expires_on__gte=today())
        .select_related("user", "post__unit", "post__holder")
        .first()
    )
    if (
        token is None
        or token.post.closed_on is not None
        or token.post.holder_id != token.user_id
        or not token.user.is_active
    ):
        return None
    if token.used_at is None or now() - token.used_at > SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now())
    return token


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tokens() -> QuerySet[ApiToken]:
    """All tokens, those that hold first."""
    return ApiToken.objects.select_related("post__unit", "user").order_by(F("revoked_at").desc(nulls_first=True), "-pk")


def token_numbered(token_id: int) -> ApiToken | None:
    """One token, or None."""
    return tokens().filter(pk=token_id).first()
