"""A file as a download that no browser keeps."""

from pathlib import Path
from typing import TypeVar

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

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


def _private(response: Response, name: str) -> Response:
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
