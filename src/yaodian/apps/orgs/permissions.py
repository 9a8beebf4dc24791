"""What a post may do: permissions as an enum, roles as data (roles.yaml)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class Permission(StrEnum):
    """One act that a page or service asks for. Every view declares one; OPEN needs no login, SIGNED_IN only a login."""

    OPEN = "open"
    SIGNED_IN = "signed-in"
    PLAN_READ = "plan.read"  # see published plans, tasks and lights within reach
    PLAN_EDIT = "plan.edit"  # upload, review, publish, assign: the bureau's 办公室
    PLAN_APPROVE = "plan.approve"  # approve and issue the breakdown, decide on extensions
    OPINION_GIVE = "opinion.give"  # comment on the draft breakdown for one's office
    TASK_REPORT = "task.report"  # report progress on what one's unit owes
    TASK_OVERSEE = "task.oversee"  # confirm that a task is finished, chase: 督查
    ORG_READ = "org.read"
    ORG_EDIT = "org.edit"  # units, accounts, posts of the whole bureau
    CLERK_RESET = "clerk.reset"  # a principal resets his own clerk's password
    LOG_READ = "log.read"
    LEDGER_READ = "ledger.read"  # see rows of registers within reach, sensitive columns masked
    LEDGER_FILL = "ledger.fill"  # write rows, import, hand in
    LEDGER_APPROVE = "ledger.approve"  # approve and return what units hand in: the register's office
    LEDGER_UNMASK = "ledger.unmask"  # see a sensitive value, for a purpose that is logged
    LEDGER_LOOK_UP = "ledger.look-up"  # find a person by the whole ID number, logged
    LEDGER_SET_UP = "ledger.set-up"  # offices' duties, import profiles, tokens of other systems
    RETURN_ASK = "return.ask"  # ask units to fill a form (临时报表)
    INDICATOR_DEFINE = "indicator.define"  # make the bureau's own indicators
    INDICATOR_PUBLISH = "indicator.publish"  # take snapshots, publish, correct and withdraw figures


class Reach(StrEnum):
    """Which units a role's posts reach (design: reach is a set of subtrees, not the unit itself)."""

    BUREAU = "bureau"  # the whole tree
    SUBTREE = "subtree"  # the post's unit and what lies below it
    LISTED = "listed"  # the units named on the post (责任督学)


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its key, Chinese name, kinds of unit it is held in, reach and permissions."""

    key: str
    name: str
    held_in: frozenset[str]
    reach: Reach
    permissions: frozenset[Permission]


@cache
def roles() -> dict[str, Role]:
    """All roles by key, in the order of roles.yaml."""
    rows = yaml.safe_load(Path(__file__).with_name("roles.yaml").read_text(encoding="utf-8"))
    return {
        key: Role(
            key=key,
            name=row["name"],
            held_in=frozenset(row["held_in"]),
            reach=Reach(row["reach"]),
            permissions=frozenset(map(Permission, row["may"])) | {Permission.OPEN, Permission.SIGNED_IN},
        )
        for key, row in rows.items()
    }
