"""Founding the county: units, people, posts, who is responsible for what; later handovers and deputies."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yaodian.apps.audit.clock import at
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.services.accounts import add_user
from yaodian.apps.orgs.services.posts import add_deputy, add_post, appoint
from yaodian.apps.orgs.services.units import add_unit
from yaodian.apps.plans.services.duties import set_duties
from yaodian.cli.county import PASSWORD
from yaodian.cli.county.chronicle import Chronicle
from yaodian.cli.county.story import day, story

FOUNDED = date(2025, 1, 2)
UNITS_FROM = date(2012, 9, 1)  # the schools were there long before the bureau began to work with this system
SYSTEM = System()


@dataclass
class County:
    """What the story names: units by name, each unit's first post, people's posts and users."""

    bureau: Any = None
    units: dict[str, Any] = field(default_factory=dict)
    heads: dict[str, Any] = field(default_factory=dict)  # by unit name
    posts: dict[tuple[str, str], Any] = field(default_factory=dict)  # by unit name and title
    posts_of: dict[str, list[Any]] = field(default_factory=dict)  # by person's name
    people: dict[str, Any] = field(default_factory=dict)
    leader_of: dict[str, Any] = field(default_factory=dict)  # office name → the post in charge of it

    def by(self, name: str) -> Acting:
        """Who acts: a person by name in their first post, or a unit's head."""
        post = self.heads[name] if name in self.heads else self.posts_of[name][0]
        return Acting(post.holder, post)


def found_county() -> County:
    """All units, people and posts, on the day the county starts with Yaodian."""
    county = County()
    with at(FOUNDED):
        _add_units(county)
        people = story("people")
        for name, posts in people["offices"].items():
            for rank, row in enumerate(posts):
                _add(county, name, row, row.get("role") or ("office-clerk" if rank else "office-head"), row["title"])
        for row in people["leaders"]:
            over = [county.units[name] for name in row["over"]]
            post = _add(county, story("units")["bureau"]["name"], row, "bureau-leader", row["title"], in_charge_of=over)
            county.leader_of |= dict.fromkeys(row["over"], post)
        for name, posts in people["townships"].items():
            for rank, row in enumerate(posts):
                _add(county, name, row, "school-clerk" if rank else "township", row["title"])
        for name, posts in people["schools"].items():
            head = "园长" if name.endswith("幼儿园") else "校长"
            for rank, row in enumerate(posts):
                _add(county, name, row, "school-clerk" if rank else "principal", "经办人" if rank else head)
    return county


def school_names() -> list[str]:
    """All schools and kindergartens, in the order of the tree."""
    told = story("units")
    rows = [row for township in told["townships"] for row in township["schools"]] + told["county_schools"]
    return [row["name"] for row in rows]


def _add_units(county: County) -> None:
    told = story("units")
    bureau = told["bureau"]
    county.bureau = _unit(county, bureau["code"], bureau["name"], "bureau", None, short=bureau["short"])
    for rank, (code, row) in enumerate(told["offices"].items(), 1):
        office = _unit(county, code, row["name"], "office", county.bureau, sort=rank)
        set_duties(unit=office, phrases=row["duties"], by=SYSTEM)
    for rank, row in enumerate(told["townships"], 1):
        township = _unit(county, row["code"], row["name"], "township", county.bureau, sort=100 + rank)
        _add_schools(county, row["code"], row["schools"], township)
    _add_schools(county, "XZ", told["county_schools"], county.bureau, after=200)


def _add_schools(county: County, code: str, rows: list[dict[str, str]], parent: Any, after: int = 0) -> None:
    for rank, row in enumerate(rows, 1):
        kind = "kindergarten" if row["stages"] == "kindergarten" else "school"
        _unit(county, f"{code}{rank:02d}", row["name"], kind, parent, stages=row["stages"], sort=after + rank)


def _unit(
    county: County, code: str, name: str, kind: str, parent: Any, *, short: str = "", stages: str = "", sort: int = 0
) -> Any:
    unit = add_unit(
        code=code,
        name=name,
        short_name=short or name.removeprefix("青澜县"),
        kind=kind,
        parent=parent,
        stages=stages,
        sort=sort,
        valid_from=UNITS_FROM,
        by=SYSTEM,
    )
    county.units[name] = unit
    return unit


def _add(county: County, unit_name: str, row: dict[str, Any], role: str, title: str, **more: Any) -> Any:
    """A post with its holder, who is added when the story names him first."""
    unit = county.units[unit_name]
    holder = county.people.get(row["name"]) or _person(county, row["name"], login=row.get("login"))
    reaches = [county.units[name] for name in row.get("reaches", ())]
    rank = sum(name == unit_name for name, _title in county.posts)
    post = add_post(
        unit=unit, role=role, title=title, holder=holder, sort=rank, since=FOUNDED, reaches=reaches, by=SYSTEM, **more
    )
    county.posts[unit_name, title] = post
    county.heads.setdefault(unit_name, post)
    county.posts_of.setdefault(row["name"], []).append(post)
    return post


def _person(county: County, name: str, *, login: str | None = None) -> Any:
    """An account; without a login of the demo it has no password and nobody gets in."""
    number = len(county.people) + 1
    county.people[name] = add_user(
        username=login or f"ql{number:03d}",
        name=name,
        password=PASSWORD if login else None,
        must_change_password=login is None,
        by=SYSTEM,
    )
    return county.people[name]


def change_posts(county: County, chronicle: Chronicle) -> None:
    """The year's handovers and deputies."""
    administrator = county.by("郑晓峰")
    for row in story("people")["handovers"]:
        post = county.posts[row["unit"], row["title"]]
        chronicle.note(day(row["since"]), lambda row=row, post=post: _hand_over(county, post, row, administrator))
    for row in story("people")["deputies"]:
        chronicle.note(
            day(row["since"]),
            lambda row=row: add_deputy(
                post=county.posts[row["unit"], row["title"]],
                user=county.people[row["to"]],
                since=day(row["since"]),
                until=day(row["until"]),
                reason=row["reason"],
                by=administrator,
            ),
        )


def _hand_over(county: County, post: Any, row: dict[str, Any], by: Acting) -> None:
    appoint(post=post, user=_person(county, row["to"]), since=day(row["since"]), by=by)
    post.refresh_from_db()
