"""Finding units, people and posts, limited to what the acting post reaches."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Deputy, Post, Tenure, Unit, User
from yaodian.apps.orgs.permissions import Permission, roles

HEADS = ("bureau-leader", "office-head", "township", "principal")  # the post that answers for a unit, by its role


def open_posts() -> QuerySet[Post]:
    """All posts that are not closed, with unit and holder."""
    return Post.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today())).select_related("unit", "holder")


def units_for(by: Acting | System, *, closed: bool = False) -> QuerySet[Unit]:
    """The units within reach in the order of the tree, by default those that exist."""
    found = Unit.objects.all() if isinstance(by, System) else Unit.objects.filter(by.within("path"))
    return (found if closed else found.filter(valid_to=None)).select_related("parent").order_by("path")


def unit_for(by: Acting | System, unit_id: int) -> Unit | None:
    """One unit within reach, or None."""
    return units_for(by, closed=True).select_related("successor").filter(pk=unit_id).first()


def post_for(by: Acting, post_id: int) -> Post | None:
    """One post of a unit within reach, or None."""
    return (
        Post.objects.filter(by.within("unit__path"), pk=post_id)
        .select_related("unit", "holder")
        .prefetch_related("in_charge_of", "reaches")
        .first()
    )


def user_for(by: Acting, user_id: int) -> User | None:
    """A person who holds or held a post within reach; an administrator finds everybody."""
    found = User.objects.filter(pk=user_id)
    if not by.may(Permission.ORG_EDIT):
        found = found.filter(Q(pk__in=open_posts().filter(by.within("unit__path")).values("holder")))
    return found.first()


def posts_in(unit: Unit) -> list[Post]:
    """The open posts of a unit with holders, deputies of today and what they are in charge of."""
    day = today()
    return list(
        open_posts()
        .filter(unit=unit)
        .prefetch_related(
            "in_charge_of",
            "reaches",
            Prefetch(
                "deputies",
                Deputy.objects.filter(until__gte=day).select_related("user").order_by("since"),
                to_attr="deputies_now",
            ),
        )
        .order_by("sort", "pk")
    )


def tenures_of(unit: Unit) -> QuerySet[Tenure]:
    """Who held the unit's posts, newest first."""
    return Tenure.objects.filter(post__unit=unit).select_related("post__unit", "user").order_by("-since", "-pk")


def posts_with(permission: Permission, *, unit_path: str) -> list[Post]:
    """The open posts within a subtree whose role carries the permission."""
    names = [key for key, role in roles().items() if permission in role.permissions]
    return list(open_posts().filter(role__in=names, unit__path__startswith=unit_path))


@dataclass(slots=True)
class Branch:
    """A unit in the tree, with what lies below it."""

    unit: Unit
    depth: int
    posts: int
    vacant: int
    below: list["Branch"] = field(default_factory=list)
    people: list[Post] = field(default_factory=list)  # who fits the words looked for


def tree_for(by: Acting, *, words: str = "", kind: str = "") -> list[Branch]:
    """The units within reach as a tree; with words or a kind only those that match, flat under their nearest shown parent."""
    found = units_for(by).annotate(
        open_posts=Count("posts", filter=Q(posts__closed_on=None), distinct=True),
        vacant_posts=Count("posts", filter=Q(posts__closed_on=None, posts__holder=None), distinct=True),
    )
    if words:
        people = Q(posts__closed_on=None, posts__holder__name__icontains=words)
        found = found.filter(Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__iexact=words) | people)
    if kind:
        found = found.filter(kind=kind)
    roots: list[Branch] = []
    shown: dict[str, Branch] = {}
    units = sorted(found.distinct(), key=lambda unit: unit.path.count("/"))
    named = people_of(units) if words else {}
    for unit in units:
        above = next((shown[path] for path in _paths_above(unit.path) if path in shown), None)
        branch = Branch(unit, above.depth + 1 if above else 0, unit.open_posts, unit.vacant_posts)
        shown[unit.path] = branch
        branch.people = [post for post in named.get(unit.pk, ()) if post.holder and words in post.holder.name]
        (above.below if above else roots).append(branch)
    return _sorted(roots)


def _paths_above(path: str) -> Iterable[str]:
    parts = path.split("/")[:-1]
    for length in range(len(parts) - 1, 0, -1):
        yield "/".join(parts[:length]) + "/"


KINDS = {kind: rank for rank, kind in enumerate(Unit.Kind.values)}


def _sorted(branches: list[Branch]) -> list[Branch]:
    branches.sort(key=lambda branch: (KINDS[branch.unit.kind], branch.unit.sort, branch.unit.code))
    for branch in branches:
        _sorted(branch.below)
    return branches


def flat(branches: Sequence[Branch]) -> list[Branch]:
    """The tree as rows, parents before children."""
    rows: list[Branch] = []
    for branch in branches:
        rows += [branch, *flat(branch.below)]
    return rows


def people_of(units: Iterable[Unit]) -> dict[int, list[Post]]:
    """The open posts with holders of several units, by unit."""
    found: dict[int, list[Post]] = defaultdict(list)
    for post in open_posts().filter(unit__in=list(units)).exclude(holder=None):
        found[post.unit_id].append(post)
    return found


def people_found(by: Acting, words: str) -> QuerySet[User]:
    """People by name or user name, for choosing a holder; only an administrator looks beyond his own reach."""
    found = User.objects.filter(Q(name__icontains=words) | Q(username__iexact=words)).order_by("name", "pk")
    if not by.may(Permission.ORG_EDIT):
        found = found.filter(pk__in=open_posts().filter(by.within("unit__path")).values("holder"))
    return found


def deputy_for(by: Acting, deputy_id: int) -> Deputy | None:
    """A deputy's time on a post within reach, or None."""
    return (
        Deputy.objects.filter(by.within("post__unit__path"), pk=deputy_id).select_related("post__unit", "user").first()
    )


def offices_of(by: Acting) -> QuerySet[Unit]:
    """The bureau's offices within reach, in their order."""
    return units_for(by).filter(kind=Unit.Kind.OFFICE).order_by("sort", "code")


def schools_for(by: Acting) -> QuerySet[Unit]:
    """Schools and kindergartens within reach, in the order of the tree."""
    return units_for(by).filter(kind__in=[Unit.Kind.SCHOOL, Unit.Kind.KINDERGARTEN])


def person_named(username: str) -> User | None:
    """The person of a user name (whatever its case), or None."""
    return User.objects.filter(username__iexact=username.strip()).first()


def posts_held(user: User) -> list[Post]:
    """The open posts that a person holds."""
    return list(open_posts().filter(holder=user).order_by("unit__path", "sort", "pk"))


def tenures_held(user: User) -> QuerySet[Tenure]:
    """All posts that a person holds or held, newest first."""
    return Tenure.objects.filter(user=user).select_related("post__unit").order_by("-since", "-pk")


def people_below(unit: Unit, *, without_password: bool = False) -> list[User]:
    """Who holds an open post in a unit or below it; only those who have never set a password if asked for."""
    posts = Post.objects.filter(unit__path__startswith=unit.path, closed_on=None).exclude(holder=None)
    found = User.objects.filter(pk__in=posts.values("holder"), is_active=True).order_by("pk")
    return list(found.filter(must_change_password=True) if without_password else found)


def unit_codes(ids: Iterable[int | None]) -> dict[int, str]:
    """The codes of units by number."""
    return dict(Unit.objects.filter(pk__in=[each for each in ids if each is not None]).values_list("pk", "code"))


def unit_ids(codes: Iterable[str]) -> dict[str, int]:
    """The numbers of units by code."""
    return dict(Unit.objects.filter(code__in=list(codes)).values_list("code", "pk"))


def all_units() -> QuerySet[Unit]:
    """Every unit, closed ones too, in the order of the tree; for work of the system itself."""
    return Unit.objects.select_related("parent").order_by("path")
