"""`yaodian serve`: the web server and one worker under one parent, for real use; the demo starts the same way.

The parent serves (waitress) and keeps the worker, a child process, alive. The child hears by the end of its standard
input that the parent is gone, however it went: so it needs no signals and works alike on Windows.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rich.console import Console

THREADS = 8
WORKER = "worker"
RESTART_AFTER, QUICK_DEATH, GIVE_UP_AFTER = 2.0, 30.0, 5  # seconds, seconds, deaths in a row
DEMO_MARK = "demo.json"  # what the demo leaves in its data folder
LOG = logging.getLogger(__name__)
console = Console(stderr=True, highlight=False)


class CannotStart(Exception):
    """Why the server cannot start; the words are for the person at the terminal."""


def serve(*, host: str, port: int) -> int:
    """Serve for real use: migrate, make the first administrator where there is none, serve until Ctrl-C."""
    home = data_folder()
    try:
        make_writable(home)
        if (home / DEMO_MARK).exists():
            raise CannotStart(f"{home} 里是示范县的数据。正式使用请另定数据文件夹：设环境变量 YAODIAN_HOME。")
        server, app = listen(host, port)
        start_django(home)
    except CannotStart as problem:
        console.print(f"[red]{problem}")
        return 1
    from yaodian.cli.first_steps import welcome

    welcome(host, port)
    run(server, app)
    return 0


def data_folder(default: str = "yaodian-data") -> Path:
    """YAODIAN_HOME, else the default below the current folder."""
    return Path(os.environ.get("YAODIAN_HOME") or Path.cwd() / default)


def make_writable(home: Path) -> None:
    """Make the data folder and try it."""
    probe = home / ".probe"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="ascii")
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"数据文件夹 {home} 写不进去（{error.strerror}）。请换一个文件夹：设环境变量 YAODIAN_HOME，或改它的权限。"
        ) from error


class LateApplication:
    """Answers once the real application is there: the port is taken first, so that a taken one is told at once."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.application: Callable[..., Iterable[bytes]] | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.ready.wait()
        if self.application is None:
            raise RuntimeError("set the application before serving")
        return self.application(environ, start_response)


def listen(host: str, port: int) -> tuple[Any, LateApplication]:
    """Take the port."""
    from waitress import create_server

    app = LateApplication()
    try:
        return create_server(app, host=host, port=port, threads=THREADS, ident="yaodian"), app
    except OSError as error:
        raise CannotStart(
            f"端口 {port} 用不了（{error.strerror or error}），可能已有程序在用。请换一个：--port {port + 1}。"
        ) from error
    except (ValueError, OverflowError) as error:
        raise CannotStart(f"地址 {host}:{port} 不对。例：--host 127.0.0.1 --port 8000。") from error


def start_django(home: Path, *, today: str = "") -> None:
    """Set up Django on a data folder and bring its database up to date; `today` for the demo."""
    os.environ["YAODIAN_HOME"] = str(home)
    if today:
        os.environ["YAODIAN_TODAY"] = today
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaodian.config.settings")
    import django
    from django.core.management import call_command
    from django.db import OperationalError

    django.setup()
    (home / "static").mkdir(exist_ok=True)  # whitenoise wants it there; files come from the package
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        raise CannotStart(f"数据库打不开：{error}。请检查数据文件夹 {home} 或 YAODIAN_DATABASE_URL。") from error


def run(server: Any, app: LateApplication) -> None:
    """Serve with one worker until Ctrl-C (or SIGTERM)."""
    from django.core.servers.basehttp import get_internal_wsgi_application

    app.application = get_internal_wsgi_application()  # config/wsgi.py
    app.ready.set()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    keeper = WorkerKeeper()
    keeper.start()
    threading.Thread(target=_warm, daemon=True).start()
    try:
        server.run()  # returns on Ctrl-C and on SystemExit
    finally:
        keeper.stop()
        console.print("已停下。")


def _warm() -> None:
    """Read the registers that figures are taken from before somebody asks: it takes seconds."""
    from django.db import connection

    from yaodian.apps.indicators.pages.listing import warm

    try:
        warm()
    except Exception:  # who asks first waits, and is told
        LOG.exception("could not take the indicators' figures beforehand")
    finally:
        connection.close()


class WorkerKeeper:
    """Keeps one worker process running; stops it with the parent."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start it, and start it again whenever it dies."""
        self.thread.start()

    def _keep(self) -> None:
        deaths = 0
        while not self.stopping.is_set() and deaths < GIVE_UP_AFTER:
            began = time.monotonic()
            self.process = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-m", "yaodian", WORKER, "--attached"], stdin=subprocess.PIPE
            )
            self.process.wait()
            deaths = deaths + 1 if time.monotonic() - began < QUICK_DEATH else 0
            self.stopping.wait(RESTART_AFTER)
        if not self.stopping.is_set():
            console.print("[red]后台进程反复中断，上传的要点暂时读不了。请看上面的错误，改好后重新启动。")

    def stop(self) -> None:
        """End it: by the end of its input, and by force where that does not help."""
        self.stopping.set()
        if self.process is None:
            return
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            self.process.kill()
