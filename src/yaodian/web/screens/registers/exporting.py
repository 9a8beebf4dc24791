"""Exports of a list, the files of long ones, and the register's template."""

from django.http import Http404
from django.http.response import HttpResponseBase

from yaodian.apps.ledgers.access import Action
from yaodian.apps.ledgers.exporting import export_of, exported_by
from yaodian.apps.ledgers.imports.sheet import register_template
from yaodian.apps.ledgers.unmasking import purpose_of
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.downloads import download, export_download, stored_download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.registers.fetching import register_or_404
from yaodian.web.screens.registers.words import wanted_of_address


@page(Permission.LEDGER_READ, methods="POST")
def export(request: PageRequest, register_key: str) -> HttpResponseBase:
    """Export what the list shows, or all its columns; unmasked for a purpose. Long ones go to the background."""
    register = register_or_404(request, register_key)
    asked = request.POST
    purpose = purpose_of("other", asked.get("purpose", "")) if asked.get("unmasked") else ""
    made = export_of(
        register,
        wanted_of_address(request, register, asked.get("words", "")),
        whole_rows=asked.get("columns") == "all",
        form=asked.get("format", "xlsx"),
        purpose=purpose,
        by=request.by,
    )
    return export_download(made, request.by)


@page(Permission.LEDGER_READ)
def exported(request: PageRequest, register_key: str, job_id: int) -> HttpResponseBase:
    """The file of an export from the background, for the person who asked for it."""
    register_or_404(request, register_key)
    found = exported_by(job_id, request.by)
    if found is None:
        raise Http404
    path, name = found
    return stored_download(path, name)


@page(Permission.LEDGER_FILL)
def template(request: PageRequest, register_key: str) -> HttpResponseBase:
    """The empty sheet to fill in."""
    register = register_or_404(request, register_key, Action.FILL)
    return download(register_template(register), f"{register.title}模板.xlsx")
