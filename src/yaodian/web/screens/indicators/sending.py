"""A table of figures as a download."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from yaodian.apps.indicators.pages.sheets import Sheet, exported
from yaodian.apps.orgs.acting import Acting

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def sent(sheet: Sheet, form: str, by: Acting) -> HttpResponseBase:
    """The file, never kept by a browser."""
    response = HttpResponse(exported(sheet, form, by), content_type=TYPES[form])
    name = f"{sheet.title}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
