"""How long a county's figures take: the whole catalogue for all units and three periods, from the database as it stands.

`county_cold_s`: a process that has seen nothing yet; `county_first_s`: nor has one before it, so that scans are planned.
`county_warm_s`: rows mirrored, nothing kept of them. `one_transfer_ms`: from the commit of a child's transfer to all figures
of both schools, both townships and the county, equal to computing everything anew. `vs_orm`: processor time of an indicator
by Django's ORM (pupils of two stages and the girls' share, by school), over ours. YAODIAN_BENCH=full: 80,000 pupils.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PUPILS = 80_000 if os.environ.get("YAODIAN_BENCH") == "full" else 5_000


def run() -> dict[str, Any]:
    """Fill a database, and measure in a process of its own."""
    sys.path.insert(0, str(HERE))
    from _county import environment  # noqa: PLC0415  # beside this file

    with tempfile.TemporaryDirectory(prefix="yaodian-bench-") as home:
        held = environment(Path(home))
        _child("_county.py", held, str(PUPILS))
        never = _child("_indicators_child.py", held, "first")
        return {"pupils": PUPILS, **_child("_indicators_child.py", held), **never}


def _child(file: str, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(HERE / file), *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603  # ours
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
