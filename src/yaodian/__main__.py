"""`python -m yaodian …`, the same as the `yaodian` command (the way to start it on Windows)."""

from yaodian.cli.main import run

if __name__ == "__main__":
    run()
