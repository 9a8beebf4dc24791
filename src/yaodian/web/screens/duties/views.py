"""职责表: all offices with their phrases, editing one, trying a sentence."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.duties import duties_of, duty_holder, tried
from yaodian.apps.plans.services.duties import load_default_duties, set_duties
from yaodian.kernel.errors import BadInput
from yaodian.web.pages import PageRequest, page

LONGEST = 500  # of the sentence that is tried


class DutiesForm(forms.Form):
    """An office's phrases, one a line."""

    phrases = forms.CharField(
        label=gettext_lazy("职责词"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("一行一个，也可用顿号隔开。词越长越准；校舍×3表示这个词更重要（1至9）。"),
    )

    def listed(self) -> list[str]:
        """The phrases, whether they came by lines or commas."""
        typed = self.cleaned_data["phrases"]
        for mark in "、，,；;":
            typed = typed.replace(mark, "\n")
        return [line for line in typed.splitlines() if line.strip()]


@page(Permission.PLAN_READ)
def duties(request: PageRequest) -> HttpResponse:
    """The table; `q` is a sentence to be tried."""
    sentence = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "rows": duties_of(request.by),
        "q": sentence,
        "trial": tried(request.by, sentence) if sentence else None,
        "may_edit": request.by.may(Permission.PLAN_EDIT),
    }
    return render(request, "duties/trial.html" if request.htmx else "duties/list.html", context)


@page(Permission.PLAN_EDIT, methods="GET POST")
def edit(request: PageRequest, unit_id: int) -> HttpResponse:
    """One office's phrases as lines."""
    if (row := duty_holder(request.by, unit_id)) is None:
        raise Http404
    initial = {"phrases": "\n".join(row.as_typed)}
    form = DutiesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_duties(unit=row.unit, phrases=form.listed(), by=request.by)
            messages.success(request, _("Saved the phrases of %(unit)s.") % {"unit": row.unit.short_name})
            return redirect("duties")
        except BadInput as error:
            form.add_error("phrases", str(error))
    context = {"row": row, "form": form, "usual": row.missing_usual}
    return render(request, "duties/edit.html", context, status=422 if form.errors else 200)


@page(Permission.PLAN_EDIT, methods="POST")
def defaults(request: PageRequest) -> HttpResponse:
    """Give offices without phrases the usual ones."""
    bureau = duties_of(request.by).bureau
    filled = load_default_duties(bureau=bureau, by=request.by)
    messages.success(request, _("%(n)s offices got the usual phrases.") % {"n": filled})
    return redirect("duties")
