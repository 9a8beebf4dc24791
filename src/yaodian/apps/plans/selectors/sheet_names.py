"""Units and people of a bureau as a sheet names them, and back: what a typed name may mean, and what was probably meant."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission, roles

HINTED = re.compile(r"^(?P<name>[^()]+)\((?P<hint>[^()]+)\)$")


def folded(text: str) -> str:
    """A name without the spaces and widths that people type differently.

    >>> folded(" 李 静（安全科　科长）")
    '李静(安全科科长)'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class Names:
    """All units and open posts of a bureau, in two queries."""

    units: tuple[Unit, ...]
    posts: tuple[Post, ...]
    _owners: dict[int | None, tuple[Post, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, bureau: Unit) -> "Names":
        """Read them."""
        units = Unit.objects.filter(path__startswith=bureau.path).select_related("successor")
        posts = Post.objects.filter(unit__path__startswith=bureau.path, closed_on=None)
        return cls(
            tuple(units.order_by("kind", "sort", "code")),
            tuple(posts.select_related("unit", "holder").order_by("unit__path", "sort", "pk")),
        )

    @property
    def leaders(self) -> tuple[Post, ...]:
        """The posts that may be in charge (分管领导)."""
        approving = {key for key, role in roles().items() if Permission.PLAN_APPROVE in role.permissions}
        return tuple(post for post in self.posts if post.role in approving)

    def owners(self, lead: Unit | None) -> tuple[Post, ...]:
        """The posts that may answer for what this office leads: its own, those below it, and the bureau's."""
        key = lead.pk if lead else None
        if key not in self._owners:
            path = lead.path if lead else ""
            self._owners[key] = tuple(
                post
                for post in self.posts
                if post.unit.kind == Unit.Kind.BUREAU or (path and post.unit.path.startswith(path))
            )
        return self._owners[key]

    def unit_named(self, typed: str) -> list[Unit]:
        """The units of this name, full or short; those that still exist before those that were closed."""
        wanted = folded(typed)
        found = [unit for unit in self.units if wanted in (folded(unit.name), folded(unit.short_name), unit.code)]
        return [unit for unit in found if unit.valid_to is None] or found


def near_unit_in(names: Names, typed: str) -> str:
    """The name of the unit that was probably meant, or ""."""
    open_units = [unit for unit in names.units if unit.valid_to is None and unit.kind != Unit.Kind.BUREAU]
    return _near(typed, {folded(name): unit.short_name for unit in open_units for name in (unit.name, unit.short_name)})


def said_person(post: Post | None, among: Sequence[Post]) -> str:
    """How a sheet names who holds a post: the name alone where it is clear among these posts, else with the post behind it."""
    if post is None:
        return ""
    if post.holder is None:
        return str(post)
    same = Counter(folded(one.holder.name) for one in among if one.holder is not None)
    name = post.holder.name
    return name if same[folded(name)] <= 1 and HINTED.match(folded(name)) is None else f"{name}（{post}）"


def person_named(typed: str, among: Iterable[Post]) -> list[Post]:
    """The posts that a typed name may mean: 李静, 李静（安全科）, 安全科 科长, 安全科 科长 李静."""
    wanted = folded(typed)
    hinted = HINTED.match(wanted)
    found = []
    for post in among:
        name = folded(post.holder.name) if post.holder else ""
        title = folded(str(post))
        exact = wanted in (name, title, f"{title}{name}", f"{name}({title})", f"{name}{post.title}")
        hint = hinted is not None and hinted["name"] == name and hinted["hint"] in folded(f"{post.unit.name}{post}")
        if wanted and (exact or hint):
            found.append(post)
    whole = [post for post in found if post.holder and f"{folded(post.holder.name)}({folded(str(post))})" == wanted]
    return whole or found


def near_person(typed: str, among: Iterable[Post]) -> str:
    """The person who was probably meant, or ""."""
    return _near(typed, {folded(post.holder.name): post.holder.name for post in among if post.holder})


def _near(typed: str, known: dict[str, str]) -> str:
    wanted = folded(typed)
    within = [name for name in known if len(wanted) > 1 and (wanted in name or name in wanted)]
    close = get_close_matches(wanted, known, n=1, cutoff=0.5)
    return known[close[0]] if close else known[within[0]] if len(within) == 1 else ""
