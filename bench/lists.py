"""How long a page of a register's list takes, beside Django admin's changelist on the same table in the same run.

Whole requests through Django's handler, templates included: first, sorted, filtered, searched and deep pages for the reach
of a school, a township and the bureau. `p95_ms` is the worst of their 95th percentiles, `queries` the most queries of one
page, `vs_admin_*` admin's median over ours for the bureau. YAODIAN_BENCH=full measures 1,000,000 rows (about 5 minutes),
otherwise 20,000, which shows that it runs. PostgreSQL: YAODIAN_TEST_POSTGRES, a server on which databases may be made.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count, cycle
from pathlib import Path
from typing import Any

FULL = os.environ.get("YAODIAN_BENCH") == "full"
ROWS, ROUNDS = (1_000_000, 20) if FULL else (20_000, 4)
POSTGRES = os.environ.get("YAODIAN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
KINDS = ("first", "sorted", "filtered", "searched", "deep")


def run() -> dict[str, Any]:
    """The figures of each database; a sentence for one that is not there."""
    return {"rows": ROWS, "sqlite": _in_process(""), "postgresql": _on_postgresql()}


def _on_postgresql() -> dict[str, Any] | str:
    import psycopg  # noqa: PLC0415  # only where the bench runs

    name = f"yaodian_bench_{os.getpid()}"
    try:
        server = psycopg.connect(POSTGRES, connect_timeout=3, autocommit=True)
    except psycopg.OperationalError:
        return f"没有 PostgreSQL（{POSTGRES}）：跳过"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            return _in_process(f"{POSTGRES.rpartition('/')[0]}/{name}")
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _in_process(database: str) -> dict[str, Any]:
    """One database in a process of its own: Django takes its settings once."""
    with tempfile.TemporaryDirectory(prefix="yaodian-bench-") as home:
        environment = {
            **os.environ,
            "YAODIAN_HOME": home,
            "YAODIAN_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "_lists_settings",
        }
        command = [sys.executable, __file__]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603  # this file
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def measure() -> dict[str, Any]:
    """Fill the database that the settings name and measure its pages."""
    import django  # noqa: PLC0415  # its settings are set by now

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    Path(settings.STATIC_ROOT).mkdir(parents=True)
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True, skip_checks=True)
    people = _fill()
    import_module("yaodian.config.wsgi")  # the process as it serves: loaded whole, out of the garbage collector's sight
    taken, queries = _ours(people)
    peer = _peer(people["bureau"])
    worst = {name: _p95(times) for name, times in taken.items()}
    slowest = max(worst, key=worst.__getitem__)
    ours = {kind: statistics.median(taken[f"bureau {kind}"]) for kind in KINDS}
    return {
        "p95_ms": round(worst[slowest], 1),
        "slowest": slowest,
        "queries": queries,
        **{f"vs_admin_{kind}": round(peer[ours_kind] / ours[ours_kind], 2) for kind, ours_kind in PEER_NAMES.items()},
        "p95_of_each_ms": {name: round(ms, 1) for name, ms in worst.items()},
        "admin_ms": {kind: round(ms, 1) for kind, ms in peer.items()},
    }


PEER_NAMES = {"first": "first", "sorted": "sorted", "deep": "deep", "search": "searched"}


def _fill() -> dict[str, Any]:
    from _million import add_county, fill  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from yaodian.apps.ledgers.search.index import rebuild  # noqa: PLC0415
    from yaodian.packs import registers  # noqa: PLC0415

    county, pupils, classes = add_county(), registers()["pupils"], registers()["classes"]
    fill(classes, ROWS // 45, county["schools"])
    fill(pupils, ROWS, county["schools"], groups=ROWS // 45)
    for register in (classes, pupils):
        rebuild(register)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    people: dict[str, Any] = county["people"]
    return people


def _ours(people: dict[str, Any]) -> tuple[dict[str, list[float]], int]:
    """Milliseconds of each kind of page for each reach, and the most queries of one page."""
    from urllib.parse import parse_qsl  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    taken: dict[str, list[float]] = {}
    most = 0
    for reach, person in people.items():
        client = _client(person)
        for kind, addresses in _addresses().items():
            times = taken[f"{reach} {kind}"] = []
            for asked in (next(addresses) for _round in range(ROUNDS)):
                if kind == "searched":  # what is looked for among people is sent, and kept with the session
                    client.post("/registers/pupils/look/", dict(parse_qsl(asked)))
                address = "/registers/pupils/?" + ("q=~" if kind == "searched" else asked)
                with CaptureQueriesContext(connection) as queries:
                    _timed(client, address)  # a page that nobody asked for yet is read from the disk
                most = max(most, len(queries))
                times.append(_timed(client, address))
    return taken, most


def _addresses() -> dict[str, Iterator[str]]:
    """Addresses without end for each kind of page."""
    from urllib.parse import urlencode  # noqa: PLC0415

    from _million import GIVEN, SURNAMES  # noqa: PLC0415

    from yaodian.apps.ledgers.lists.wanted import Cursor, write_cursor  # noqa: PLC0415
    from yaodian.apps.ledgers.tables import rows_of  # noqa: PLC0415
    from yaodian.packs import registers  # noqa: PLC0415

    choices = registers()["pupils"].by_key
    grades, states = ([code.code for code in choices[key].code_list.codes] for key in ("grade", "status"))
    names = [f"{first}{GIVEN[at * 7 % len(GIVEN)]}" for at, first in enumerate(SURNAMES)]
    middle = rows_of("pupils")._default_manager.get(pk=ROWS // 2 + 1)
    places = (Cursor("last"), Cursor("after", middle.pk))
    filters = [{"grade": grade} for grade in grades[:6]] + [{"status": state} for state in states[:4]]
    filters += [{"sex": "2", "sort": "-born_on"}, {"grade": grades[2], "sex": "1"}, {"born_on-from": "2020-01-01"}]
    filters.append({"grade": grades[0], "status": states[-1], "sex": "2"})  # many, few and many, in few rows together
    words = [word for name in names for word in (name, name[0], name + GIVEN[0], name[1])]
    sorts = ["-born_on", "grade", "-full_name", "entered_on"]
    return {
        "first": cycle(["list-size=50"]),
        "sorted": (urlencode({"sort": sort}) for sort in cycle(sorts)),
        "filtered": (urlencode(each) for each in cycle(filters)),
        "searched": (urlencode({"q": word}) for word in cycle(words)),
        "deep": (urlencode({"page": write_cursor(place)}) for place in cycle(places)),
    }


def _peer(person: Any) -> dict[str, float]:
    """Medians of admin's pages."""
    from _million import SURNAMES  # noqa: PLC0415

    client, search = _client(person), count()
    pages: dict[str, Callable[[], str]] = {
        "first": lambda: "",
        "sorted": lambda: "?o=-4",
        "deep": lambda: f"?p={-(-ROWS // 50)}",
        "searched": lambda: f"?q={SURNAMES[next(search) % len(SURNAMES)]}伟",
    }
    return {
        kind: statistics.median(
            _timed(client, f"/peer/field_pupils/pupils/{address()}") for _round in range(max(3, ROUNDS // 4))
        )
        for kind, address in pages.items()
    }


def _client(person: Any) -> Any:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _timed(client: Any, address: str) -> float:
    began = time.perf_counter()
    response = client.get(address)
    taken = (time.perf_counter() - began) * 1000
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return taken


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()) + "\n")
