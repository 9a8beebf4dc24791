"""How long pages take on the demo county: processor time of the server for each page, against the login page of the same run."""

import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROUNDS = 5
DEMO_DAY = date(2026, 9, 16)
PEER = "/login/"  # the plainest page: no plan, no rows
PAGES = (
    "/", "/desk/waiting/", "/overview/", "/tasks/", "/breakdown/", "/calendar/", "/document/", "/plans/", "/duties/",
    "/orgs/", "/notices/",
)  # fmt: skip
ACCOUNTS = ("chen", "zhao", "li", "lin", "an")


def run() -> dict[str, float | str]:
    """Milliseconds of the slowest page and the median one, which page it is, and their ratio to the peer's."""
    os.environ.update(
        YAODIAN_HOME=tempfile.mkdtemp(prefix="yaodian-bench-"),
        YAODIAN_TODAY=DEMO_DAY.isoformat(),
        YAODIAN_DATABASE_URL="",
        DJANGO_SETTINGS_MODULE="yaodian.config.settings",
    )
    import django  # noqa: PLC0415  # after its settings

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from yaodian.cli.county import fill  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    Path(settings.STATIC_ROOT).mkdir(parents=True)
    call_command("migrate", interactive=False, verbosity=0)
    began = time.monotonic()
    fill(lambda words: sys.stderr.write(f"\r{words:40}"))
    filled = time.monotonic() - began
    taken = _measure()
    slowest = max((name for name in taken if name != PEER), key=taken.__getitem__)
    middle = statistics.median(ms for name, ms in taken.items() if name != PEER)
    return {
        "county_filled_s": filled,
        "peer_login_ms": taken[PEER],
        "median_ms": middle,
        "median_vs_login": middle / taken[PEER],
        "slowest_ms": taken[slowest],
        "slowest_vs_login": taken[slowest] / taken[PEER],
        "slowest_page": slowest,
    }


def _measure() -> dict[str, float]:
    from django.test import Client  # noqa: PLC0415

    from yaodian.apps.orgs.models import User  # noqa: PLC0415

    taken = {PEER: _best(Client(), PEER)}
    for name in ACCOUNTS:
        client = Client()
        client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        taken |= {f"{name} {page}": _best(client, page) for page in PAGES if client.get(page).status_code == 200}
    return taken


def _best(client: object, page: str) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        client.get(page)  # type: ignore[attr-defined]
        times.append(time.process_time() - began)
    return min(times) * 1000
