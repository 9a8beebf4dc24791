"""What a row would do to the organisation, compared with what is there."""

from dataclasses import dataclass, field
from typing import Any

from yaodian.apps.orgs.models import Post, Tenure, Unit, User
from yaodian.apps.orgs.roster.cells import WrongCell


@dataclass(slots=True)
class Change:
    """One good row: the thing it is about (None: a new one), its values, and what differs, told for people."""

    sheet: str
    row: int
    name: str
    values: dict[str, Any]
    target: Any = None
    differs: dict[str, tuple[str, str]] = field(default_factory=dict)  # label → (old, new)

    @property
    def act(self) -> str:
        """new, changed or unchanged."""
        if self.target is None:
            return "new"
        return "changed" if self.differs else "unchanged"

    def as_json(self) -> dict[str, Any]:
        """For the job's result."""
        differs = [[label, old, new] for label, (old, new) in self.differs.items()]
        return {"sheet": self.sheet, "row": self.row, "name": self.name, "act": self.act, "differs": differs}


@dataclass(slots=True)
class Examined:
    """What an import would do: the good rows by sheet, and every wrong cell."""

    units: list[Change] = field(default_factory=list)
    people: list[Change] = field(default_factory=list)
    posts: list[Change] = field(default_factory=list)
    wrong: list[WrongCell] = field(default_factory=list)

    def counts(self) -> list[dict[str, Any]]:
        """How many rows of each sheet are new, changed, unchanged."""
        named = (("单位", self.units), ("人员", self.people), ("岗位", self.posts))
        return [
            {"sheet": label, **{act: sum(c.act == act for c in found) for act in ("new", "changed", "unchanged")}}
            for label, found in named
        ]


@dataclass(slots=True)
class Present:
    """The organisation as it is, read once, so that checking a row costs no query."""

    units: dict[str, Unit]  # by code
    people: dict[str, User]  # by user name in lower case
    posts: dict[int, Post]
    since: dict[int, Any]  # the holder's first day, by post
    leader_of: dict[int, list[str]] = field(default_factory=dict)  # codes in charge of, by post
    listed: dict[int, list[str]] = field(default_factory=dict)  # codes on the list, by post

    @classmethod
    def read(cls) -> "Present":
        """Read all units, people and posts; six queries."""
        posts = list(
            Post.objects.select_related("unit", "holder").prefetch_related("in_charge_of", "reaches").order_by("pk")
        )
        return cls(
            units={unit.code: unit for unit in Unit.objects.select_related("parent")},
            people={user.username.lower(): user for user in User.objects.all()},
            posts={post.pk: post for post in posts},
            since=dict(Tenure.objects.filter(until=None).values_list("post", "since")),
            leader_of={post.pk: sorted(unit.code for unit in post.in_charge_of.all()) for post in posts},
            listed={post.pk: sorted(unit.code for unit in post.reaches.all()) for post in posts},
        )
