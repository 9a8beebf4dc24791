"""The organisation as rows of the three sheets, in the shape that can be imported again."""

from datetime import date

from yaodian.apps.orgs.models import Post, Unit, User
from yaodian.apps.orgs.permissions import roles
from yaodian.apps.orgs.roster.changes import Present
from yaodian.apps.orgs.roster.columns import APART
from yaodian.apps.orgs.roster.units_and_people import stage_words

Rows = dict[str, list[dict[str, str]]]


def rows_to_export() -> Rows:
    """All units that exist, all people whose account is open, all open posts."""
    present = Present.read()
    posts = sorted(present.posts.values(), key=lambda post: (post.unit.path, post.sort, post.pk))
    people = sorted(present.people.values(), key=lambda user: (user.username.lower(), user.pk))
    units = sorted(present.units.values(), key=lambda unit: unit.path)
    return {
        "units": [_unit(unit) for unit in units if unit.valid_to is None],
        "people": [_person(user) for user in people if user.is_active],
        "posts": [_post(post, present) for post in posts if post.closed_on is None],
    }


def _unit(unit: Unit) -> dict[str, str]:
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": str(unit.get_kind_display()),
        "parent": unit.parent.code if unit.parent else "",
        "stages": stage_words(unit.stages),
        "sort": str(unit.sort),
        "valid_from": _day(unit.valid_from),
    }


def _person(user: User) -> dict[str, str]:
    return {"username": user.username, "name": user.name, "phone": user.phone}


def _post(post: Post, present: Present) -> dict[str, str]:
    open_to_login = post.holder if post.holder is not None and post.holder.is_active else None
    return {
        "number": str(post.pk),
        "unit": post.unit.code,
        "unit_name": post.unit.name,
        "role": roles()[post.role].name,
        "title": post.title,
        "holder": open_to_login.username if open_to_login else "",
        "holder_name": open_to_login.name if open_to_login else "",
        "since": _day(present.since.get(post.pk)) if open_to_login else "",
        "sort": str(post.sort),
        "in_charge_of": APART.join(present.leader_of.get(post.pk, [])),
        "reaches": APART.join(present.listed.get(post.pk, [])),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
