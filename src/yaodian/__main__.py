"""`python -m yaodian …`, the same as the `yaodian` command (the way to start it on Windows).

`parse` is answered here: it needs neither the larger command line nor Django, and starts in half the time without them.
"""

import sys


def run() -> None:
    """Entry point of the `yaodian` command; standard output is UTF-8 on every system (a Windows console may say GBK)."""
    if sys.argv[1:2] == ["parse"]:
        from yaodian.cli.parse import run as parse  # noqa: PLC0415  # the quick way

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        sys.exit(parse(sys.argv[2:]))
    from yaodian.cli.main import run as command  # noqa: PLC0415  # typer is slow to load

    command()


if __name__ == "__main__":
    run()
