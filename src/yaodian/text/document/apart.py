"""A reader run in a process of its own, for formats that no check can make safe beforehand.

An .xls (BIFF) announces sizes in many places, and calamine reserves what is announced: a damaged or hostile file would abort
the whole server. An .xlsx is checked before it is opened, which an .xls does not allow without a second reader.
"""

import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from yaodian.kernel.errors import DocumentError

SECONDS = 120
MOST_MEMORY = 3 << 30
T = TypeVar("T")


def read_apart(reader: Callable[[bytes], T], content: bytes, *, broken: str) -> T:
    """What `reader`, a function of a module, makes of the content; where it dies or hangs, a DocumentError that says `broken`."""
    command = [sys.executable, "-P", "-m", __name__, reader.__module__, reader.__qualname__]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603  # ourselves, no shell
            command, input=content, capture_output=True, timeout=SECONDS, env=environment, check=True
        )
    except (subprocess.SubprocessError, OSError):
        raise DocumentError(broken) from None
    refused, answer = pickle.loads(done.stdout)  # noqa: S301  # our own process wrote it
    if refused:
        raise DocumentError(refused)
    return answer  # type: ignore[no-any-return]  # it is what the reader gave


def main() -> None:
    """Read standard input by the function named on the command line; write what it gives, or its refusal, to standard output."""
    _limit_memory()
    module, name = sys.argv[1:]
    reader: Callable[[bytes], Any] = getattr(importlib.import_module(module), name)
    answer: tuple[str, Any]
    try:
        answer = "", reader(sys.stdin.buffer.read())
    except DocumentError as error:
        answer = str(error), None
    sys.stdout.buffer.write(pickle.dumps(answer))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
