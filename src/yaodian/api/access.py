"""Who calls: a bearer token, acting as its post in the registers that it names."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.tokens import token_of
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import NotAllowed, YaodianError
from yaodian.registers.register import Register


class NotFound(YaodianError):
    """No such thing within reach."""


@dataclass(frozen=True)
class Caller:
    """A token and the post it acts as."""

    token: Any  # an ApiToken
    by: Acting

    def require(self, register: Register, *, writes: bool = False) -> None:
        """NotAllowed for a register that the token does not name, or for writing with a token that only reads."""
        if register.key not in self.token.registers or not may(self.by, Action.READ, register):
            raise NotAllowed(f"这个令牌不能用《{register.title}》。")
        if writes and not self.token.writes:
            raise NotAllowed("这个令牌只能读。")

    def sees_all(self, register: Register) -> bool:
        """Whether sensitive columns are given; where they are, it is on the record."""
        if not self.token.purpose or not may(self.by, Action.UNMASK, register):
            return False
        record(
            "ledger.unmasked",
            f"register.{register.key}",
            f"接口令牌“{self.token.name}”读《{register.title}》的敏感栏，用途：{self.token.purpose}",
            by=self.by,
        )
        return True


class TokenAuth(HttpBearer):
    """`Authorization: Bearer yd_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002  # ninja's signature
        """The caller of a token that holds; None is answered with 401."""
        found = token_of(token)
        return None if found is None else Caller(found, Acting(found.user, found.post))


def caller_of(request: Any) -> Caller:
    """Who calls, as `TokenAuth` found it."""
    found: Caller = request.auth
    return found
