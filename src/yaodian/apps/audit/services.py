"""Writing the log: called inside the transaction of the act, so that an act without its record cannot exist."""

from collections.abc import Iterable
from typing import Any, Protocol

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.models import Event


class Actor(Protocol):
    """Who acts: a person in one of their posts."""

    @property
    def user_id(self) -> int | None:
        """The account's number, None for the system itself."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def post_name(self) -> str:
        """Unit and title, e.g. 计财科 科长."""

    @property
    def on_behalf_of(self) -> str:
        """The post's holder where a deputy acts, else ""."""


def record(kind: str, subject: str, says: str, *, changes: dict[str, Any] | None = None, by: Actor) -> Event:
    """Add one row: `kind` of act, the `subject`'s reference, and the sentence people will read."""
    return Event.objects.create(
        at=now(),
        kind=kind,
        by_user=by.user_id,
        by_name=by.name,
        by_post=by.post_name,
        on_behalf_of=by.on_behalf_of,
        subject=subject,
        says=says,
        changes=changes or {},
    )


def record_many(acts: Iterable[tuple[str, str, str]], *, by: Actor) -> None:
    """Add many rows at once: (kind, subject, sentence) of each; for imports, whose rows are too many for one each."""
    moment = now()
    Event.objects.bulk_create(
        [
            Event(
                at=moment,
                kind=kind,
                by_user=by.user_id,
                by_name=by.name,
                by_post=by.post_name,
                on_behalf_of=by.on_behalf_of,
                subject=subject,
                says=says,
                changes={},
            )
            for kind, subject, says in acts
        ],
        batch_size=500,
    )
