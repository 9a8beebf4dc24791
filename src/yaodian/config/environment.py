"""What an installation may set from outside, read once: the names of all environment variables are here."""

import os
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlparse

HOME = Path(os.environ.get("YAODIAN_HOME") or Path.cwd() / "yaodian-data")
DEBUG = os.environ.get("YAODIAN_DEBUG") == "1"
HOSTS = os.environ.get("YAODIAN_HOSTS", "127.0.0.1,localhost").split(",")
HTTPS = os.environ.get("YAODIAN_HTTPS") == "1"
TODAY = date.fromisoformat(os.environ["YAODIAN_TODAY"]) if os.environ.get("YAODIAN_TODAY") else None  # the demo's day
DATABASE_URL = os.environ.get("YAODIAN_DATABASE_URL", "")


def secret_key() -> str:
    """YAODIAN_SECRET_KEY, else one made at the first start and kept in the data folder."""
    if given := os.environ.get("YAODIAN_SECRET_KEY"):
        return given
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


def database() -> dict[str, object]:
    """Django's settings for YAODIAN_DATABASE_URL (postgresql://user:password@host:port/name), else SQLite in the data folder."""
    if not DATABASE_URL:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "yaodian.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    " PRAGMA cache_size=-32768; PRAGMA mmap_size=1073741824;"  # a county's pupils read at scattered places
                ),
            },
            "CONN_MAX_AGE": 60,  # opening it anew would read the schema of all registers at every request
        }
    url = urlparse(DATABASE_URL)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "CONN_MAX_AGE": 60,
    }
