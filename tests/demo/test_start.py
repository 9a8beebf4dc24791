"""Starting the demo as a person does: a process of its own, over HTTP; and what it says when it cannot start."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from yaodian.cli.county import PASSWORD
from yaodian.cli.demo import FILLED, FILLING, check_is_ours, clear, state_of

PLAN = "小要点\n一、守牢安全底线\n1.消防安全。8月底前，49处消防安全隐患全部整改。（牵头科室：安全科）\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("YAODIAN_", "DJANGO_"))}
    return subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "yaodian", *words],
        env=environment | {"YAODIAN_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        preexec_fn=_heeding_ctrl_c if os.name != "nt" else None,  # noqa: PLW1509  # no thread of ours runs yet
    )


def _heeding_ctrl_c() -> None:
    """As at a terminal: what a script starts in the background, a CI job for example, is born deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def told(home: Path, *words: str) -> tuple[int, str]:
    """Exit code and words of a start that fails."""
    process = start(home, *words)
    said, _nothing = process.communicate(timeout=60)
    return process.returncode, re.sub(r"\s+", "", said)


# ---- what it says when it cannot start ----------------------------------------------------------------------------------


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = told(tmp_path, "demo", "--port", str(port))
    assert code == 1
    assert f"端口{port}用不了" in said
    assert f"--port{port + 1}" in said


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, said = told(tmp_path / "file" / "home", "demo", "--port", str(free_port()))
    assert code == 1
    assert "写不进去" in said


def test_a_folder_with_real_data_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "yaodian.sqlite3").write_bytes(b"precious")
    code, said = told(tmp_path, "demo", "--reset", "--port", str(free_port()))
    assert code == 1
    assert "正式数据" in said
    assert (tmp_path / "yaodian.sqlite3").read_bytes() == b"precious"


def test_real_use_does_not_begin_on_the_demos_data(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(json.dumps({"state": "filled"}))
    code, said = told(tmp_path, "serve", "--port", str(free_port()))
    assert code == 1
    assert "示范县的数据" in said


# ---- the demo itself ------------------------------------------------------------------------------------------------------


class Browser:
    """Just enough of one: cookies, forms with their token."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.at = self.root

    def get(self, path: str) -> str:
        with self.opener.open(self.root + path if path.startswith("/") else path, timeout=20) as answer:
            self.at = answer.url
            return str(answer.read().decode())

    def post(self, path: str, page: str, fields: dict[str, str], file: tuple[str, str] | None = None) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        body, kind = _encoded({**fields, "csrfmiddlewaretoken": token[1]}, file)
        headers = {"Content-Type": kind, "Referer": self.at}
        request = urllib.request.Request(self.root + path, body, headers)  # noqa: S310  # our own server
        with self.opener.open(request, timeout=20) as answer:
            self.at = answer.url
            return str(answer.read().decode())


def _encoded(fields: dict[str, str], file: tuple[str, str] | None) -> tuple[bytes, str]:
    if file is None:
        return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    name, content = file
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain'
    parts.append(f"--cut\r\n{head}\r\n\r\n{content}\r\n--cut--\r\n")
    return "".join(parts).encode(), "multipart/form-data; boundary=cut"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = start(tmp_path, "demo", "--port", str(port))
    yield process, port
    if process.poll() is None:
        process.kill()
    process.communicate()


def wait_for(browser: Browser, process: subprocess.Popen[str], seconds: float) -> str:
    """The first page, as soon as it is served."""
    until = time.monotonic() + seconds
    while True:
        try:
            return browser.get("/")
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                pytest.fail(process.communicate()[0])
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


@pytest.mark.slow
def test_start_log_in_upload_and_stop(running: tuple[subprocess.Popen[str], int], tmp_path: Path) -> None:
    process, port = running
    browser = Browser(port)
    login = wait_for(browser, process, 120)
    desk = browser.post("/login/", login, {"username": "zhao", "password": PASSWORD})
    assert "赵晓彤" in desk
    assert "9月16日" in desk

    upload = browser.get("/plans/upload/")
    browser.post("/plans/upload/", upload, {"title": "小要点", "year": "2026"}, ("小要点.txt", PLAN))
    until = time.monotonic() + 30
    while "消防安全" not in (page := browser.get(browser.at)) and time.monotonic() < until:
        time.sleep(0.5)
    assert "消防安全" in page

    assert json.loads((tmp_path / "demo.json").read_text())["state"] == "filled"
    process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
    said, _nothing = process.communicate(timeout=30)  # ends only when the worker has let go of the output too
    assert "已停下" in said
    for word in ("zhao", PASSWORD, "要点管理员", "系统管理员"):
        assert word in re.sub(r"\s+", "", said)


@pytest.mark.slow
def test_real_use_begins_with_a_link_for_the_first_administrator(tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path, "serve", "--port", str(port))
    try:
        browser = Browser(port)
        assert "登录" in wait_for(browser, process, 60)
    finally:
        process.terminate()
        said, _nothing = process.communicate(timeout=30)
    link = re.search(r"http://127\.0\.0\.1:\d+(/first/\S+)", said)
    assert link is not None, said

    again = start(tmp_path, "serve", "--port", str(port))  # the first link was not used: there is a new one
    try:
        wait_for(browser, again, 60)
        with pytest.raises(urllib.error.HTTPError, match="410"):
            browser.get(link[1])
    finally:
        again.terminate()
        said_again, _nothing = again.communicate(timeout=30)
    second = re.search(r"/first/\S+", said_again)
    assert second is not None
    assert second[0] != link[1]


# ---- half-built counties ----------------------------------------------------------------------------------------------------


def test_a_broken_fill_is_seen_and_cleared(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(json.dumps({"state": "filling"}))
    (tmp_path / "yaodian.sqlite3").write_bytes(b"half")
    (tmp_path / "files").mkdir()
    (tmp_path / "parameters").mkdir()
    check_is_ours(tmp_path)
    assert state_of(tmp_path) != FILLED
    clear(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.json", "parameters"]


def test_a_mark_that_cannot_be_read_counts_as_a_broken_fill(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{")
    assert state_of(tmp_path) == FILLING
    assert state_of(tmp_path / "elsewhere") == ""
