"""Uploading a sheet for a register, and the empty sheet to fill in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yaodian.apps.ledgers.imports.services import upload_import
from yaodian.apps.ledgers.imports.sheet import register_template
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.web.downloads import download
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.imports.fetching import register_or_404
from yaodian.web.screens.imports.forms import UploadForm


@page(Permission.LEDGER_FILL, methods="GET POST")
def upload(request: PageRequest, register_key: str) -> HttpResponse:
    """Choose a file and how it is to be taken; on to the import's page once it is kept."""
    register = register_or_404(request, register_key)
    form = UploadForm(register, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = form.cleaned_data["file"]
            run = upload_import(
                register=register, name=sent.name, chunks=sent.chunks(), options=form.options(), by=request.by
            )
            return redirect("import", run.pk)
        except BadInput as refused:
            for name, says in refused.fields.items():
                form.add_error(name or None, says)
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/upload.html", {"register": register, "form": form}, status=status)


@page(Permission.LEDGER_FILL)
def template(request: PageRequest, register_key: str) -> HttpResponse:
    """The register's empty sheet."""
    register = register_or_404(request, register_key)
    return download(register_template(register), f"{register.title}模板.xlsx")
