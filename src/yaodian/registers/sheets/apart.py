"""An .xls read in a process of its own.

BIFF announces sizes in many places, and calamine reserves what is announced: a damaged or hostile file would abort the
whole server. An .xlsx is checked before (package), which an .xls does not allow without a second reader.
"""

import os
import pickle
import subprocess
import sys

from yaodian.kernel.errors import DocumentError
from yaodian.registers.sheets.books import open_book
from yaodian.registers.sheets.grid import Grid
from yaodian.registers.sheets.package import Package
from yaodian.registers.sheets.sheet_xml import BROKEN
from yaodian.registers.sheets.table import SkippedSheet

SECONDS = 120
MOST_MEMORY = 3 << 30


def open_apart(content: bytes) -> tuple[list[Grid], list[SkippedSheet]]:
    """As books.open_book; a reader that dies or hangs is a broken file."""
    command = [sys.executable, "-P", "-m", "yaodian.registers.sheets.apart"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603  # ourselves, no shell
            command, input=content, capture_output=True, timeout=SECONDS, env=environment, check=True
        )
    except (subprocess.SubprocessError, OSError):
        raise DocumentError(BROKEN) from None
    answer: str | tuple[list[Grid], list[SkippedSheet]] = pickle.loads(done.stdout)  # noqa: S301  # our own process wrote it
    if isinstance(answer, str):
        raise DocumentError(answer)
    return answer


def main() -> None:
    """Read a workbook from standard input; write its grids, or the message of the error, to standard output."""
    _limit_memory()
    answer: str | tuple[list[Grid], list[SkippedSheet]]
    try:
        answer = open_book(sys.stdin.buffer.read(), Package())
    except DocumentError as error:
        answer = str(error)
    sys.stdout.buffer.write(pickle.dumps(answer))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
