"""One import in a process of its own, so that its memory is its own: `_import_child.py ours|default|bulk SHEET`."""

import json
import resource
import sys
import time
from pathlib import Path


def main(way: str, sheet: Path) -> dict[str, float]:
    """Seconds by the clock and of the processor, rows and peak memory (MB) of importing the sheet one way."""
    import django  # noqa: PLC0415  # after the environment says which database

    django.setup()
    began, cpu = time.monotonic(), time.process_time()
    if way == "ours":
        rows = _ours(sheet)
    else:
        from _import_peer import load  # noqa: PLC0415  # beside this file

        rows = load(sheet, bulk=way == "bulk")
    seconds = time.monotonic() - began
    return {
        "seconds": seconds,
        "rows": rows,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "cpu": time.process_time() - cpu,
    }


def _ours(sheet: Path) -> int:
    """Uploaded, read, compared, checked, confirmed, written with history: what the worker does."""
    from django.test import override_settings  # noqa: PLC0415

    from yaodian.apps.audit.clock import today  # noqa: PLC0415
    from yaodian.apps.ledgers.imports.services import confirm_import, upload_import  # noqa: PLC0415
    from yaodian.apps.ledgers.models import Import  # noqa: PLC0415
    from yaodian.apps.ledgers.tables import register_named  # noqa: PLC0415
    from yaodian.apps.orgs.acting import acting_as  # noqa: PLC0415
    from yaodian.apps.orgs.models import User  # noqa: PLC0415

    by = acting_as(User.objects.get(username="bai"), today())
    if by is None:
        raise LookupError("the county has no 白科长")
    at_once = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with override_settings(TASKS=at_once), sheet.open("rb") as content:
        chunks = iter(lambda: content.read(1 << 20), b"")
        run = upload_import(register=register_named("pupils"), name=sheet.name, chunks=chunks, by=by)
        confirm_import(run=run, by=by)
    run.refresh_from_db()
    if run.state != Import.State.DONE or run.batch is None:
        raise RuntimeError(f"not written: {run.state} {run.message} {run.counts}")
    return int(run.batch.added)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
