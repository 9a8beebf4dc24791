"""The page of one revision: how far the reading is, then what it would change, with the choices; applying it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.revision import Line, Proposal, proposal_of
from yaodian.apps.plans.services.revision_applying import apply_revision
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.text.compare.marks import marked
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.revise.fetching import revision_at

QUIET = ("moved", "kept", "unchanged")  # nothing to decide: folded


@page(Permission.PLAN_EDIT, methods="GET POST")
def revision(request: PageRequest, revision_id: int) -> HttpResponse:
    """Reading, failed, proposed or applied."""
    found = revision_at(request, revision_id)
    if found.state == "applied":
        return render(request, "revise/applied.html", {"revision": found, "plan": found.plan})
    if found.state != "proposed":
        return _reading(request, found)
    error: BadInput | NotNow | None = None
    if request.method == "POST":
        try:
            return _applied(request, found)
        except (BadInput, NotNow) as refused:
            error = refused
    return _shown(request, revision_at(request, revision_id) if error else found, error)


def _reading(request: PageRequest, found: Any) -> HttpResponse:
    waiting = found.state == "reading" and found.job is not None and found.job.state in ("waiting", "running")
    context = {"revision": found, "plan": found.plan, "job": found.job, "waiting": waiting}
    response = render(request, "revise/reading.html", context)
    if waiting:
        response["Refresh"] = "2"  # works without script too
    return response


def _applied(request: PageRequest, found: Any) -> HttpResponse:
    posted = request.POST
    done = apply_revision(
        revision=found,
        basis=posted.get("basis", ""),
        choices={name: posted[name] for name in posted},
        seen=posted.get("seen", ""),
        by=request.by,
    )
    messages.success(
        request, _("The revision is applied: %(says)s. Those concerned have been told.") % {"says": done.says}
    )
    return redirect("breakdown", found.plan_id)


def _shown(request: PageRequest, found: Any, error: BadInput | NotNow | None) -> HttpResponse:
    proposal = proposal_of(found)
    context = {
        "revision": found,
        "plan": found.plan,
        "proposal": proposal,
        "groups": [(kind, kind in QUIET, [_row(request, line) for line in lines]) for kind, lines in proposal.groups],
        "strip": _strip(proposal),
        "error": error,
        "fields": error.fields if isinstance(error, BadInput) else {},
        "basis": request.POST.get("basis", ""),
        "today": today(),
        "changes": sum(count for kind, count in proposal.counts.items() if kind not in QUIET),
    }
    return render(request, "revise/proposal.html", context, status=422 if error else 200)


def _row(request: PageRequest, line: Line) -> dict[str, Any]:
    """A line with its texts compared, and with what was chosen before an error."""
    old, new = ([], []) if line.kind in QUIET else marked(line.old_text, line.new_text)
    default = {"new": "add", "dropped": line.fate}.get(line.kind, "")
    return {
        "line": line,
        "old": old,
        "new": new,
        "chosen": request.POST.get(line.choice, default),
        "changes": [
            {"change": change, "chosen": request.POST.get(change.name, "" if change.conflict else "new")}
            for change in line.changes
        ],
    }


def _strip(proposal: Proposal) -> list[dict[str, Any]]:
    words = {
        "conflict": _("To choose"),
        "dropped": _("Dropped"),
        "target": _("Targets changed"),
        "new": _("New tasks"),
        "reworded": _("Reworded"),
    }
    counts = proposal.counts
    entries = [{"label": label, "value": counts[kind], "kind": kind} for kind, label in words.items()]
    rest = sum(counts[kind] for kind in QUIET)
    entries.append({"label": _("Stay as they are"), "value": rest, "kind": next((k for k in QUIET if counts[k]), "")})
    return [
        {
            "label": one["label"],
            "value": one["value"],
            "unit": _("items"),
            "href": f"#g-{one['kind']}" if one["value"] else "",
        }
        for one in entries
    ]
