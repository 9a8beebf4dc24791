"""Who acts: a person in one of their posts; what they may do and which units they reach."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from yaodian.apps.orgs.models import Post, User
from yaodian.apps.orgs.permissions import Permission, Reach, Role, roles
from yaodian.kernel.errors import NotAllowed


@dataclass(frozen=True)
class Acting:
    """A user in a post, for one request or job; `by=` of every service."""

    user: User
    post: Post

    @property
    def user_id(self) -> int | None:
        """The account's number."""
        return self.user.pk

    @property
    def name(self) -> str:
        """The person's name."""
        return self.user.name

    @property
    def post_name(self) -> str:
        """Unit and title, e.g. 计财科 科长."""
        return str(self.post)

    @property
    def on_behalf_of(self) -> str:
        """The holder's name where this user only deputises, else ""."""
        holder = self.post.holder
        return holder.name if holder is not None and holder.pk != self.user.pk else ""

    @cached_property
    def role(self) -> Role:
        """The post's role."""
        return roles()[self.post.role]

    def may(self, permission: Permission) -> bool:
        """Whether the post's role carries the permission."""
        return permission in self.role.permissions

    @cached_property
    def reach_paths(self) -> tuple[str, ...]:
        """Path prefixes of the subtrees that the post reaches."""
        match self.role.reach:
            case Reach.BUREAU:
                return (self.post.unit.path[:7],)
            case Reach.SUBTREE:
                return (self.post.unit.path,)
            case Reach.LISTED:
                return tuple(self.post.reaches.values_list("path", flat=True))

    def reaches(self, path: str) -> bool:
        """Whether a unit with this path lies within reach."""
        return any(path.startswith(prefix) for prefix in self.reach_paths)

    def within(self, field: str) -> Q:
        """A condition for querysets: the unit path in `field` (e.g. "unit__path") lies within reach."""
        condition = Q(pk__in=[])
        for prefix in self.reach_paths:
            condition |= Q(**{f"{field}__startswith": prefix})
        return condition


@dataclass(frozen=True)
class System:
    """The system itself as an actor: nightly work, demo data, the first administrator. It may do everything."""

    user_id: int | None = None
    name: str = "系统"
    post_name: str = "系统"
    on_behalf_of: str = ""

    def may(self, permission: Permission) -> bool:  # noqa: ARG002  # as Acting's
        """True."""
        return True

    def reaches(self, path: str) -> bool:  # noqa: ARG002  # as Acting's
        """True."""
        return True


def require(by: Acting | System, permission: Permission, *, unit_path: str | None = None) -> None:
    """Raise NotAllowed unless the post carries the permission and, if given, reaches the unit."""
    if not by.may(permission) or (unit_path is not None and not by.reaches(unit_path)):
        raise NotAllowed(
            f"“{by.post_name}”这个岗位不能办这件事。需要时请找系统管理员调整岗位权限，或切换到有权限的岗位。"
        )


def posts_open_to(user: User, on: date) -> list[Post]:
    """The posts in which a person may act on a day: those held, then those deputised for."""
    held = Q(holder=user)
    deputised = Q(deputies__user=user, deputies__since__lte=on, deputies__until__gte=on)
    found = (
        Post.objects.filter(held | deputised)
        .exclude(closed_on__lte=on)
        .select_related("unit", "holder")
        .order_by("unit__path", "sort", "pk")
        .distinct()
    )
    return sorted(found, key=lambda post: post.holder_id != user.pk)


def acting_as(user: User, on: date, *, post_id: int | None = None) -> Acting | None:
    """The user in the post asked for, else in the last one used, else in the first; None for somebody without a post."""
    posts = posts_open_to(user, on)
    if not posts:
        return None
    by_id = {post.pk: post for post in posts}
    return Acting(user, by_id.get(post_id or 0) or by_id.get(user.last_post_id or 0) or posts[0])
