"""`yaodian demo`: a fictional county, filled once, served at http://127.0.0.1:8000 with its accounts printed."""

import json
import os
import shutil
import sqlite3
import time
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from yaodian.cli.county import DEMO_DAY, PASSWORD, fill
from yaodian.cli.serve import DEMO_MARK, CannotStart, console, data_folder, listen, make_writable, run, start_django

HOST = "127.0.0.1"
DATABASE = "yaodian.sqlite3"
FILLING, FILLED = "filling", "filled"
WIDE = 110  # columns of a terminal from which on there is room for the last column


def demo(*, port: int, reset: bool) -> int:
    """Build the county where it is not yet, print the accounts, serve until Ctrl-C."""
    home = data_folder("yaodian-data/demo")
    os.environ["YAODIAN_DATABASE_URL"] = ""  # the demo never touches a real database
    try:
        make_writable(home)
        check_is_ours(home)
        server, app = listen(HOST, port)
        if reset or state_of(home) != FILLED:
            clear(home)
        build(home)
    except CannotStart as problem:
        console.print(f"[red]{problem}")
        return 1
    print_accounts(port)
    run(server, app)
    return 0


def state_of(home: Path) -> str:
    """What the mark says: filling (perhaps broken off), filled, or "" for a folder without the demo."""
    try:
        told = json.loads((home / DEMO_MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return FILLING if (home / DEMO_MARK).exists() else ""
    return str(told.get("state", FILLING))


def check_is_ours(home: Path) -> None:
    """Never fill or clear a folder in which somebody really works."""
    if (home / DATABASE).exists() and not state_of(home):
        raise CannotStart(
            f"{home} 里有正式数据，示范县不能放在这里。请为示范县另定一个文件夹：设环境变量 YAODIAN_HOME。"
        )


def clear(home: Path) -> None:
    """Take away an earlier or half-built county; what the bureau set itself (parameters, secret key) stays."""
    try:
        for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (home / name).unlink(missing_ok=True)
        shutil.rmtree(home / "files", ignore_errors=True)
    except OSError as error:  # Windows keeps an open file
        raise CannotStart(f"{home} 里的数据库删不掉，可能示范县还开着。请先停下它。") from error


def build(home: Path) -> None:
    """Migrate; fill an empty database and mark it, before and after, so that a broken fill is seen and redone."""
    began = time.monotonic()
    fresh = state_of(home) != FILLED or not (home / DATABASE).exists()
    if fresh:
        _mark(home, FILLING)
    start_django(home, today=DEMO_DAY.isoformat())
    if not fresh:
        return
    with console.status("正在建立示范县……") as status:
        fill(lambda words: status.update(f"正在建立示范县：{words}……"))
    with sqlite3.connect(home / DATABASE) as connection:
        connection.execute("analyze")
    _mark(home, FILLED)
    console.print(f"示范县青澜县已建好，用了{time.monotonic() - began:.0f}秒。")


def _mark(home: Path, state: str) -> None:
    (home / DEMO_MARK).write_text(json.dumps({"state": state, "today": DEMO_DAY.isoformat()}), encoding="utf-8")


def accounts() -> list[tuple[str, str, str, str, str]]:
    """User name, role, person, place of work and what to look at, for each role of the demo."""
    from yaodian.apps.orgs.permissions import roles
    from yaodian.cli.county.story import story

    people = story("people")
    places = {**people["offices"], **people["townships"], **people["schools"], "青澜县教育局": people["leaders"]}
    where = {
        row["login"]: (f"{unit} {row.get('title', '')}".strip(), row["name"])
        for unit, rows in places.items()
        for row in rows
        if "login" in row
    }
    return [
        (row["login"], roles()[row["role"]].name, where[row["login"]][1], where[row["login"]][0], row["see"])
        for row in people["accounts"]
    ]


def print_accounts(port: int) -> None:
    """The accounts as a table, the address below it."""
    told = Console(highlight=False)
    table = Table(title="示范账号", title_justify="left", box=SIMPLE)
    for heading in ("用户名", "密码", "角色", "姓名"):
        table.add_column(heading, no_wrap=True)  # to be copied
    table.add_column("单位", overflow="fold")
    if wide := told.width >= WIDE:
        table.add_column("可以看", overflow="fold")
    for username, role, name, place, see in accounts():
        table.add_row(username, PASSWORD, role, name, place, *([see] if wide else []))
    told.print(table)
    told.print(f"示范县的今天是{DEMO_DAY:%Y-%m-%d}。打开 http://{HOST}:{port} ，按 Ctrl-C 停下。")
