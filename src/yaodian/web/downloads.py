"""A file as a download that no browser keeps."""

from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}


def download(content: bytes, name: str) -> HttpResponse:
    """The file under a name (Chinese ones too), whose ending says what it is."""
    response = HttpResponse(content, content_type=TYPES[Path(name).suffix])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
