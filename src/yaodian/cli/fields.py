"""The tables of registers, renewed: a Django app for each field of packs/, and the migrations that its registers need."""

import os
import subprocess
import sys
from pathlib import Path

from yaodian.packs import registers

FIELDS = Path(__file__).parents[1] / "apps" / "ledgers" / "fields"

APPS = '''"""The tables of the field {field}; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.apps import FieldConfig


class Field(FieldConfig):
    """{field}."""

    name = "yaodian.apps.ledgers.fields.{field}"
    label = "field_{field}"
    default = True  # not the base, which this module imports too
'''
MODELS = '''"""The models of the field {field}, built from its registers; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.storage import declare_field

globals().update(declare_field("{field}", __name__))
'''


def renew_fields() -> None:
    """Make the apps of fields that have none yet, then the migrations of all fields (Django's own `makemigrations`).

    A county's own fields (entry point `yaodian.packs`) bring their apps themselves.
    """
    for field in own_fields():
        folder = FIELDS / field
        (folder / "migrations").mkdir(parents=True, exist_ok=True)
        for path, text in (
            (folder / "__init__.py", f'"""The tables of the field {field}."""\n'),
            (folder / "apps.py", APPS.format(field=field)),
            (folder / "models.py", MODELS.format(field=field)),
            (folder / "migrations" / "__init__.py", ""),
        ):
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
    labels = [f"field_{field}" for field in own_fields()]
    command = [sys.executable, "-m", "yaodian", "manage", "makemigrations", "--no-header", *labels]
    if labels:  # a process of its own, since this one was started before the apps were there
        subprocess.run(command, check=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})  # noqa: S603  # our own words


def own_fields() -> list[str]:
    """The fields whose registers are declared in this package."""
    packs = Path(__file__).parents[1] / "packs"
    return sorted({register.field for register in registers().values() if (packs / register.field).is_dir()})
