"""Importing the sheet of all: examined first, then written in one short transaction, all or nothing."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record, record_many
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Post, Tenure, Unit, User
from yaodian.apps.orgs.permissions import Permission, roles
from yaodian.apps.orgs.roster.cells import Row
from yaodian.apps.orgs.roster.changes import Change, Examined, Present
from yaodian.apps.orgs.roster.columns import SHEETS
from yaodian.apps.orgs.roster.posts import Known, examine_posts
from yaodian.apps.orgs.roster.units_and_people import examine_people, examine_units
from yaodian.apps.orgs.services.accounts import edit_user
from yaodian.apps.orgs.services.posts import appoint, edit_post, set_in_charge, set_reaches
from yaodian.apps.orgs.services.units import add_unit, edit_unit
from yaodian.kernel.errors import NotNow

Sheets = dict[str, list[Row]]
SHEET_ORDER = {sheet.label: rank for rank, sheet in enumerate(SHEETS)}
COLUMN_ORDER = {(sheet.label, column.label): rank for sheet in SHEETS for rank, column in enumerate(sheet.columns)}
Step = Callable[[int, int], None]
AT_ONCE = 200  # rows in one statement


def _nothing(done: int, of: int) -> None:
    """Progress that nobody watches."""


def examine(sheets: Sheets, *, step: Step = _nothing) -> Examined:
    """What these rows would do, and every wrong cell; nothing is written."""
    present, out = Present.read(), Examined()
    parts: list[Callable[[], None]] = [
        lambda: examine_units(sheets["units"], present, out),
        lambda: examine_people(sheets["people"], present, out),
        lambda: examine_posts(sheets["posts"], Known(sheets, present), present, out),
    ]
    for done, part in enumerate(parts, 1):
        part()
        step(done, len(parts))
    out.wrong.sort(key=lambda cell: (SHEET_ORDER[cell.sheet], cell.row, COLUMN_ORDER[cell.sheet, cell.column]))
    return out


def digest_of(found: Examined) -> str:
    """A fingerprint of what an import would do; it differs if somebody changed the same things meanwhile."""
    told = [change.as_json() for changes in (found.units, found.people, found.posts) for change in changes]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def import_roster(*, sheets: Sheets, expected: str, by: Acting | System, step: Step = _nothing) -> Examined:
    """Write what `examine` showed, whose fingerprint is `expected`; refused where the outcome would now be another."""
    require(by, Permission.ORG_EDIT)
    found = examine(sheets)
    if found.wrong or digest_of(found) != expected:
        raise NotNow("检查之后有人改了机构人员，什么也没有写入。请重新上传，再检查一遍。")
    parts: list[Callable[[], None]] = [
        lambda: _write_units(_parents_first(found.units), by),
        lambda: _write_people(found.people, by),
        lambda: _write_posts(found.posts, by),
        lambda: _write_lists(found.posts, by),
    ]
    for done, part in enumerate(parts, 1):
        part()
        step(done, len(parts))
    counts = "；".join(f"{row['sheet']}新增{row['new']}、修改{row['changed']}" for row in found.counts())
    record("orgs.imported", "orgs.roster", f"导入机构人员表：{counts}", by=by)
    return found


def _parents_first(changes: list[Change]) -> list[Change]:
    """Units with those above them before, so that a parent is there when it is named."""
    by_code = {change.values["code"]: change for change in changes}

    def depth(change: Change) -> int:
        above = by_code.get(change.values["parent"])
        return 0 if above is None else depth(above) + 1

    return sorted(changes, key=depth)


def _write_units(changes: list[Change], by: Acting | System) -> None:
    for change in changes:
        if change.act == "unchanged":
            continue
        values = dict(change.values)
        values["parent"] = Unit.objects.get(code=values["parent"]) if values["parent"] else None
        if change.target is None:
            add_unit(**values, by=by)
        else:
            values.pop("kind")
            edit_unit(unit=Unit.objects.get(pk=change.target.pk), changes=values, by=by)


def _write_people(changes: list[Change], by: Acting | System) -> None:
    """New people all at once: others wait for this transaction, and each row was checked as `add_user` would.

    They have no password: slips or links follow, and 600 hashes would take minutes.
    """
    made = [
        User(**change.values, password=make_password(None), must_change_password=True)
        for change in changes
        if change.act == "new"
    ]
    User.objects.bulk_create(made, batch_size=AT_ONCE)
    record_many(
        [("user.added", f"orgs.user:{user.pk}", f"增加人员{user.name}（{user.username}）") for user in made], by=by
    )
    for change in changes:
        if change.act == "changed":
            told = {key: change.values[key] for key in ("name", "phone")}
            edit_user(user=change.target, changes=told, by=by)


def _write_posts(changes: list[Change], by: Acting | System) -> None:
    people = {user.username.lower(): user for user in User.objects.all()}
    _add_posts([change for change in changes if change.act == "new"], people, by)
    for change in changes:
        if change.act != "changed":
            continue
        values = change.values
        post = Post.objects.select_related("unit", "holder").get(pk=change.target.pk)
        if "职务" in change.differs or "排序" in change.differs:
            edit_post(post=post, title=values["title"], sort=values["sort"], by=by)
        if "用户名" in change.differs:
            appoint(post=post, user=people.get(values["holder"]), since=values["since"] or today(), by=by)


def _add_posts(changes: list[Change], people: dict[str, User], by: Acting | System) -> None:
    """New posts with their holders, all at once as the people."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={change.values["unit"] for change in changes})}
    made: list[Post] = []
    for change in changes:
        values = change.values
        given = {key: values[key] for key in ("role", "title", "sort")}
        made.append(Post(unit=units[values["unit"]], holder=people.get(values["holder"]), **given))
    Post.objects.bulk_create(made, batch_size=AT_ONCE)
    acts, tenures = [], []
    for change, post in zip(changes, made, strict=True):
        change.values["pk"] = post.pk
        acts.append(("post.added", f"orgs.post:{post.pk}", f"设岗位：{post}（{roles()[post.role].name}）"))
        if post.holder is not None:
            since = change.values["since"] or today()
            tenures.append(Tenure(post=post, user=post.holder, since=since))
            says = f"{post}到任：{post.holder.name}，{since:%Y-%m-%d}起"
            acts.append(("post.appointed", f"orgs.post:{post.pk}", says))
    Tenure.objects.bulk_create(tenures, batch_size=AT_ONCE)
    record_many(acts, by=by)


def _write_lists(changes: list[Change], by: Acting | System) -> None:
    """Offices in charge of and listed schools, when all units and posts are there; first those who give something up."""
    for key, label, write in (
        ("in_charge_of", "分管科室", set_in_charge),
        ("reaches", "负责学校", set_reaches),
    ):
        due = [
            change for change in changes if label in change.differs or (change.target is None and change.values[key])
        ]
        for change in sorted(due, key=lambda change: len(change.values[key])):
            pk: Any = change.values["pk"] if change.target is None else change.target.pk
            post = Post.objects.select_related("unit").get(pk=pk)
            write(post=post, units=list(Unit.objects.filter(code__in=change.values[key])), by=by)
