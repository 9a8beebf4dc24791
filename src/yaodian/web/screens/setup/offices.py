"""Which office has which duty, and so which registers it reads and approves."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from yaodian.apps.ledgers.offices import duties_without_office, offices_with_duties, set_duties
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers
from yaodian.registers.offices import offices as known_offices
from yaodian.web.pages import PageRequest, page


class DutiesForm(forms.Form):
    """The duties of one office."""

    duties = forms.MultipleChoiceField(label=_("分管的工作"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["duties"].choices = [(key, office.title) for key, office in known_offices().items()]  # type: ignore[attr-defined]


@page(Permission.LEDGER_SET_UP)
def offices(request: PageRequest) -> HttpResponse:
    """All offices with their duties and the registers that follow."""
    rows = [
        (
            unit,
            [known_offices()[key].title for key in sorted(found)],
            told,
            [register.title for register in registers().values() if register.office in found],
        )
        for unit, found, told in offices_with_duties(request.by)
    ]
    return render(request, "setup/offices.html", {"rows": rows, "nobody": duties_without_office(request.by)})


@page(Permission.LEDGER_SET_UP, methods="GET POST")
def office(request: PageRequest, unit_id: int) -> HttpResponse:
    """Set one office's duties."""
    found = {unit.pk: (unit, held) for unit, held, _told in offices_with_duties(request.by)}
    if unit_id not in found:
        raise Http404("没有这个科室。")
    unit, held = found[unit_id]
    form = DutiesForm(request.POST if request.method == "POST" else None, initial={"duties": sorted(held)})
    if request.method == "POST" and form.is_valid():
        try:
            set_duties(unit=unit, keys=form.cleaned_data["duties"], by=request.by)
        except BadInput as wrong:
            form.add_error("duties", wrong.fields["duties"])
        else:
            return redirect("setup-offices")
    status = 422 if form.errors else 200
    return render(request, "setup/office.html", {"form": form, "unit": unit}, status=status)
