"""Looking at background work."""

from yaodian.apps.jobs.models import Job
from yaodian.apps.orgs.acting import Acting


def job_for(by: Acting, job_id: int) -> Job | None:
    """A job that this person asked for, or None."""
    return Job.objects.filter(pk=job_id, asked_by=by.user).first()
