"""The synthetic county in a database of its own: `_county.py PUPILS` fills the one of YAODIAN_HOME and prints its rows."""

import json
import os
import sys
from pathlib import Path

DAY = "2026-09-16"  # the day of the synthetic county
SEED = 7


def environment(home: Path) -> dict[str, str]:
    """What a process on the county's database needs."""
    return {
        **os.environ,
        "YAODIAN_HOME": str(home),
        "YAODIAN_TODAY": DAY,
        "YAODIAN_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "yaodian.config.settings",
    }


def fill(pupils: int) -> dict[str, int]:
    """Make the tables and fill them; rows by register."""
    import django  # noqa: PLC0415  # its settings are set by now

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from yaodian.cli.county.registers import load  # noqa: PLC0415
    from yaodian.cli.synthetic import make_county  # noqa: PLC0415

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    county = make_county(SEED, pupils)
    _add_units(county.units)
    found = load(county)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return found


def _add_units(units: list) -> None:
    from yaodian.apps.orgs.models import Unit  # noqa: PLC0415
    from yaodian.apps.orgs.services.units import path_below  # noqa: PLC0415

    made: dict[str, Unit] = {}
    for unit in units:
        above = made.get(unit.parent)
        row = Unit(
            code=unit.code, name=unit.name, short_name=unit.short_name or unit.name, kind=unit.kind, parent=above,
            stages=",".join(unit.stages), sort=unit.sort, valid_to=unit.valid_to, path=unit.code,
        )  # fmt: skip
        row.save()
        row.path = path_below(above, row.pk)
        row.save(update_fields=["path"])
        made[unit.code] = row


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill(int(sys.argv[1]))) + "\n")
