"""A table of figures as a download."""

from django.http import HttpResponse

from yaodian.apps.indicators.pages.sheets import Sheet, exported
from yaodian.apps.orgs.acting import Acting
from yaodian.web.downloads import download


def sent(sheet: Sheet, form: str, by: Acting) -> HttpResponse:
    """The file, never kept by a browser."""
    return download(exported(sheet, form, by), f"{sheet.title}.{form}")
