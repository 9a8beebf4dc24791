"""What a new installation needs: a bureau and its first administrator, who sets a password by a one-time link."""

import sys
from typing import Any

from rich.console import Console

USERNAME, PERSON, TITLE = "admin", "系统管理员", "系统管理员"
UNNAMED = "教育局"  # renamed later in 系统 · 机构与人员


def welcome(host: str, port: int) -> None:
    """Say where Yaodian is; while no administrator can log in, make one and print the link."""
    console = Console(highlight=False, soft_wrap=True)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # only compared
    address = f"http://{shown}:{port}"
    if path := first_link():
        console.print("还没有能登录的系统管理员。请在浏览器中打开下面的一次性链接，设好密码：")
        console.print(f"  {address}{path}")
        console.print(f"用户名是 {USERNAME}。登录后在“系统”中建机构、人员和岗位。链接过期时重新启动，会再给一个。")
    console.print(f"要点在 {address} ，按 Ctrl-C 停下。")
    if shown != host:
        console.print("供其他电脑访问时，请在环境变量 YAODIAN_HOSTS 中写上这台电脑的网址（逗号分开）。")


def first_link() -> str:
    """The path of a one-time link for the administrator; "" where somebody who may edit units and accounts can log in."""
    from django.urls import reverse

    from yaodian.apps.orgs.acting import System
    from yaodian.apps.orgs.permissions import Permission
    from yaodian.apps.orgs.selectors import posts_with
    from yaodian.apps.orgs.services.accounts import issue_links

    posts = posts_with(Permission.ORG_EDIT, unit_path="")
    holders = [post.holder for post in posts if post.holder is not None]
    if any(holder.is_active and holder.has_usable_password() for holder in holders):
        return ""
    user = next((holder for holder in holders if holder.username == USERNAME), None) or _administrator()
    (slip,) = issue_links(users=[user], by=System())
    return reverse("first-password", args=[slip.secret])


def _administrator() -> Any:
    from yaodian.apps.orgs.acting import System
    from yaodian.apps.orgs.selectors import units_for
    from yaodian.apps.orgs.services.accounts import add_user
    from yaodian.apps.orgs.services.posts import add_post
    from yaodian.apps.orgs.services.units import add_unit

    system = System()
    bureau = units_for(system).filter(kind="bureau").first()
    if bureau is None:
        name = _bureau_name()
        bureau = add_unit(code="JY", name=name, kind="bureau", parent=None, by=system)
    user = add_user(username=USERNAME, name=PERSON, password=None, by=system)
    add_post(unit=bureau, role="administrator", title=TITLE, holder=user, by=system)
    return user


def _bureau_name() -> str:
    """Asked where somebody sits at the terminal."""
    if not sys.stdin.isatty():
        return UNNAMED
    return input("请输入本局名称（如 青澜县教育局）：").strip() or UNNAMED
