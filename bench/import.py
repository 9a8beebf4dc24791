"""How fast a county's pupils come in from one .xlsx, fully checked and with history, against django-import-export on the
same table; peak memory, and how long pages take meanwhile. YAODIAN_BENCH=full: 100,000 pupils, else a small sheet, where
what the engine's start costs (a second) weighs. Ratios are of processor time: a shared machine's clock measures neighbours."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FULL = os.environ.get("YAODIAN_BENCH") == "full"
OURS, DEFAULT, BULK = (100_000, 10_000, 20_000) if FULL else (15_000, 500, 1_500)  # rows for each way
DAY = date(2026, 3, 16)
PAGES = ("/imports/", "/registers/pupils/", "/")
PAUSE = 0.05  # seconds between two requests


def run() -> dict[str, float]:
    """Rows per second, their ratios to the peer's two modes, peak memory, and the pages' 95th percentile meanwhile."""
    sys.path.insert(0, str(HERE))
    home = Path(tempfile.mkdtemp(prefix="yaodian-bench-"))
    (home / "ours").mkdir()
    os.environ.update(
        YAODIAN_HOME=str(home / "ours"),
        YAODIAN_TODAY=DAY.isoformat(),
        YAODIAN_DATABASE_URL="",
        DJANGO_SETTINGS_MODULE="yaodian.config.settings",
    )
    try:
        return _measured(home)
    finally:
        shutil.rmtree(home)


def _measured(home: Path) -> dict[str, float]:
    from _pupil_sheet import write_sheet  # noqa: PLC0415  # beside this file

    _county()
    for way in ("default", "bulk"):
        shutil.copytree(home / "ours", home / way)
    sheets = {rows: home / f"{rows}.xlsx" for rows in (OURS, DEFAULT, BULK)}
    for rows, sheet in sheets.items():
        write_sheet(sheet, rows)
    child = _start(home / "ours", "ours", sheets[OURS])
    taken = list(_requests(child))
    ours = _result(child)
    default = _result(_start(home / "default", "default", sheets[DEFAULT]))
    bulk = _result(_start(home / "bulk", "bulk", sheets[BULK]))
    rate = ours["rows"] / ours["cpu"]
    return {
        "rows": ours["rows"],
        "rows_per_s": ours["rows"] / ours["seconds"],
        "rows_per_cpu_s": rate,
        "vs_import_export": rate * default["cpu"] / default["rows"],
        "vs_import_export_bulk": rate * bulk["cpu"] / bulk["rows"],
        "peak_mb": ours["peak_mb"],
        "page_p95_ms_meanwhile": statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else 0.0,
        "page_worst_ms_meanwhile": max(taken, default=0.0),
        "import_export_rows_per_s": default["rows"] / default["seconds"],
        "import_export_bulk_rows_per_s": bulk["rows"] / bulk["seconds"],
    }


def _start(home: Path, way: str, sheet: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "_import_child.py"), way, str(sheet)]
    environment = {**os.environ, "YAODIAN_HOME": str(home)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  # ours


def _result(child: subprocess.Popen[str]) -> dict[str, float]:
    told, _errors = child.communicate()
    if child.returncode:
        raise RuntimeError(f"the import failed: {told}")
    found: dict[str, float] = json.loads(told)
    return found


def _requests(child: subprocess.Popen[str]) -> Iterator[float]:
    """Milliseconds of each request while the import runs: pages read, and one that writes."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from yaodian.apps.orgs.models import User  # noqa: PLC0415

    client = Client(raise_request_exception=False)  # a page that fails is not measured
    client.force_login(User.objects.get(username="bai"), backend="django.contrib.auth.backends.ModelBackend")
    shown = [page for page in PAGES if client.get(page).status_code == 200]
    while child.poll() is None:
        for page in (*shown, ""):
            began = time.monotonic()
            if page:
                client.get(page)
            else:
                client.post(reverse("language"), {"language": "zh-hans", "next": "/"})  # writes the account's row
            yield (time.monotonic() - began) * 1000
            time.sleep(PAUSE)


def _county() -> None:
    """The units, two people and the classes of a made-up county."""
    import django  # noqa: PLC0415  # after its settings

    django.setup()
    from _pupil_sheet import CLASSES_A_GRADE, GRADES, SCHOOLS, class_name, school_name  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from yaodian.apps.ledgers.bulk import add_rows  # noqa: PLC0415
    from yaodian.apps.ledgers.tables import register_named  # noqa: PLC0415
    from yaodian.apps.orgs.acting import System  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    Path(settings.STATIC_ROOT).mkdir(parents=True)
    call_command("migrate", interactive=False, verbosity=0)
    schools = _units([school_name(number) for number in range(SCHOOLS)])
    register = register_named("classes")
    codes: Any = {key: register.by_key[key].code_list for key in ("stage", "grade", "class_kind")}  # type: ignore[attr-defined]
    rows = [
        {
            "school": school,
            "stage": codes["stage"].read("小学"),
            "entered": 2025 - grade,
            "number": number + 1,
            "grade": codes["grade"].read(GRADES[grade]),
            "name": class_name(grade, number),
            "class_kind": codes["class_kind"].codes[0].code,
            "opened_on": date(2025 - grade, 9, 1),
        }
        for school in schools
        for grade in range(len(GRADES))
        for number in range(CLASSES_A_GRADE)
    ]
    add_rows(register=register, rows=rows, by=System(), source="bench")
    connection.close()


def _units(names: list[str]) -> list[int]:
    """A bureau with its office 基础教育科, whose head is 白科长, and the schools; the schools' numbers."""
    from yaodian.apps.orgs.models import Post, Unit, User  # noqa: PLC0415

    def unit(code: str, name: str, kind: str, parent: Unit | None) -> Unit:
        made = Unit.objects.create(code=code, name=name, short_name=name, kind=kind, parent=parent, path=code)
        made.path = f"{parent.path if parent else ''}{made.pk:06d}/"
        made.save(update_fields=["path"])
        return made

    bureau = unit("JY", "青澜县教育局", "bureau", None)
    office = unit("JY02", "基础教育科", "office", bureau)
    user = User.objects.create(username="bai", name="白慧", must_change_password=False)
    Post.objects.create(unit=office, role="office-head", title="科长", holder=user)
    return [unit(f"X{number:03d}", name, "school", bureau).pk for number, name in enumerate(names)]
