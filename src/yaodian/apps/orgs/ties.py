"""What still hangs on a post or unit. Apps above this one say so here, so that nothing is closed while work depends on it."""

from collections.abc import Callable

from yaodian.apps.orgs.models import Post, Unit
from yaodian.kernel.errors import NotNow

PostTie = Callable[[Post], str]
UnitTie = Callable[[Unit], str]
_of_posts: list[PostTie] = []
_of_units: list[UnitTie] = []


def tie_of_posts(function: PostTie) -> PostTie:
    """Register a function that says what a post still owes ("" for nothing), e.g. `3项没有办结的任务`."""
    _of_posts.append(function)
    return function


def tie_of_units(function: UnitTie) -> UnitTie:
    """Register a function that says what a unit still owes ("" for nothing)."""
    _of_units.append(function)
    return function


def refuse_while_post_owes(post: Post) -> None:
    """Raise NotNow while something hangs on the post."""
    if owed := [words for tie in _of_posts if (words := tie(post))]:
        raise NotNow(f"{post}还有{'、'.join(owed)}。请先在任务页换责任人，再撤销岗位；只换人的，办交接就行。")


def refuse_while_unit_owes(unit: Unit) -> None:
    """Raise NotNow while something hangs on the unit."""
    if owed := [words for tie in _of_units if (words := tie(unit))]:
        raise NotNow(f"{unit.name}还有{'、'.join(owed)}。请先在分解表里交给承接单位，再撤销。")
