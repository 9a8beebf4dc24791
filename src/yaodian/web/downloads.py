"""A file as a download that no browser keeps."""

import tempfile
from pathlib import Path
from typing import TypeVar

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from yaodian.apps.ledgers.exporting import Export, is_long, start_export, write_export
from yaodian.apps.orgs.acting import Acting

TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}
Response = TypeVar("Response", bound=HttpResponseBase)


def download(content: bytes, name: str) -> HttpResponse:
    """The file under a name (Chinese ones too), whose ending says what it is."""
    return _private(HttpResponse(content, content_type=TYPES[Path(name).suffix]), name)


def stored_download(path: Path, name: str) -> FileResponse:
    """A stored file, of whatever size, under a name."""
    return _private(FileResponse(path.open("rb"), content_type=TYPES[path.suffix]), name)


def export_download(export: Export, by: Acting) -> HttpResponseBase:
    """A register's rows as a file; long ones go to the background, and this to the job's page."""
    if is_long(export, by):
        return redirect("job", start_export(export, by).pk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{export.form}"
        write_export(export, path, by)
        return download(path.read_bytes(), export.name)


def _private(response: Response, name: str) -> Response:
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
