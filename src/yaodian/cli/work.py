"""`yaodian worker`: carries out background work from the queue, and every minute takes up what a dead worker left and
checks the registers that were written; once a day it opens the filings that are due and reminds of them."""

import logging
import os
import signal
import sys
import threading
import time
from typing import Any

LOOKS_EVERY, RESUMES_EVERY, WAITS_FOR_TASK = 0.5, 60.0, 5.0  # seconds
LOG = logging.getLogger(__name__)


def work(*, attached: bool) -> int:
    """Work until stopped: by the end of standard input where `attached` to a parent, else by a signal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaodian.config.settings")
    import django

    django.setup()
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=LOOKS_EVERY,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    if attached:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it closes our input
        threading.Thread(target=_stop_with_parent, args=(worker,), daemon=True).start()
    else:
        worker.configure_signals()
    threading.Thread(target=_resume, daemon=True).start()
    worker.run()
    return 0


def _stop_with_parent(worker: Any) -> None:
    """Wait for the end of input, let a running task go on a little, and go. What is cut off is taken up at the next start."""
    while sys.stdin.buffer.read(1024):
        pass
    worker.running = False
    until = time.monotonic() + WAITS_FOR_TASK
    while worker.running_task and time.monotonic() < until:
        time.sleep(0.1)
    os._exit(0)


def _resume() -> None:
    from django.db import close_old_connections

    from yaodian.apps.jobs.services import resume_lost
    from yaodian.apps.ledgers.checking.sweep import sweep_dirty
    from yaodian.apps.ledgers.daily import daily
    from yaodian.apps.movements.services.transfers import carry_out_due

    done_on = None
    while True:
        close_old_connections()
        try:
            resume_lost()
            carry_out_due()
            sweep_dirty()
            done_on = daily(done_on)
        except Exception:  # a locked database must not end the thread; it tries again
            LOG.exception("could not look for lost jobs, check registers or remind of filings")
        time.sleep(RESUMES_EVERY)
