"""减负: what was asked of units, by month and by office."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.returns.burden import Asked
from yaodian.apps.ledgers.returns.burden import burden as count
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.pages import PageRequest, page


@page(Permission.LEDGER_READ)
def burden(request: PageRequest) -> HttpResponse:
    """Forms and cells of the last twelve months, of the units within reach."""
    found = count(request.by)
    shown = [(f"{month.month}月", asked) for month, asked in found.months]
    points = {
        "x": [label for label, _asked in shown],
        "s": {"要填": [asked.typed for _label, asked in shown], "已代填": [asked.saved for _label, asked in shown]},
    }
    heads = [_("月份"), _("表"), _("份（表×单位）"), _("格"), _("其中要填"), _("已代填")]
    table = {"head": heads, "rows": [[f"{m.year}年{m.month}月", *_numbers(asked)] for m, asked in found.months]}
    total = found.total
    share = round(100 * total.saved / total.cells) if total.cells else 0
    says = _("12个月共下发%(forms)s张表，要填%(typed)s格；要点代填%(saved)s格，占%(share)s%%。") % {
        "forms": total.forms,
        "typed": f"{total.typed:,}",
        "saved": f"{total.saved:,}",
        "share": share,
    }
    context = {"found": found, "points": points, "table": table, "says": says}
    return render(request, "returns/burden.html", context)


def _numbers(asked: Asked) -> list[str]:
    return [f"{each:,}" for each in (asked.forms, asked.copies, asked.cells, asked.typed, asked.saved)]
