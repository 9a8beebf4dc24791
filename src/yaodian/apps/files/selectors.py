"""Looking at stored files."""

from yaodian.apps.files.models import StoredFile
from yaodian.apps.orgs.acting import Acting


def file_for(by: Acting, file_id: int) -> StoredFile | None:
    """A file of a unit within reach, or None."""
    return StoredFile.objects.filter(by.within("unit__path"), pk=file_id).first()
