"""django-tasks finds tasks in modules of this name."""

from yaodian.apps.jobs.services import run_job

__all__ = ["run_job"]
