"""What both pages show: the plans to choose from, the filter's chips, a page of rows, a file to save."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from yaodian.apps.plans.selectors.comparing import comparable_plans
from yaodian.papers.grid import Grid, grid_document, grid_workbook
from yaodian.text.compare.model import LABELS
from yaodian.web.pages import PageRequest

A_PAGE = 30
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of the filter with how many rows it shows."""

    key: str
    label: str
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The plans to choose from; None where the address names none, 404 where it names one that is not there."""

    plans: list[Any]

    def named(self, word: str) -> Any:
        """The plan of this number."""
        if not word:
            return None
        found = next((plan for plan in self.plans if str(plan.pk) == word), None)
        if found is None:
            raise Http404("没有这份要点，或您不能看。")
        return found

    @property
    def out(self) -> list[Any]:
        """Those that were published, newest first: what is meant where the address names none."""
        return [plan for plan in self.plans if plan.state in (plan.State.PUBLISHED, plan.State.CLOSED)]


def choice_of(request: PageRequest) -> Choice:
    """The plans this post may compare."""
    return Choice(comparable_plans(request.by))


def chips(counts: Mapping[Any, int], asked: str, *, first: str, first_label: str, quiet: str) -> list[Chip]:
    """The filter: first what matters (all but `quiet`), then each kind that occurs, then everything."""
    whole = sum(counts.values())
    found = [Chip(first, first_label, whole - counts[quiet], asked == first)]
    found += [Chip(kind, LABELS[kind], count, asked == kind) for kind, count in counts.items() if count]
    return [*found, Chip("all", "全部", whole, asked == "all")]


def asked_kind(request: PageRequest, counts: Mapping[Any, int], first: str) -> str:
    """Which kind the address asks for; the first, where it asks for none that there is."""
    asked = request.GET.get("kind", "")
    return asked if asked == "all" or asked in counts else first


def page_of(request: PageRequest, rows: Sequence[Any]) -> Any:
    """The rows of the page asked for."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def saved(grid: Grid, name: str, paper: str) -> HttpResponse:
    """The table as a file, whose Chinese name every browser gets right."""
    clean = re.sub(r'[\\/:*?"<>|\r\n\t]', "_", f"{name}.{paper}")
    made = grid_workbook(grid) if paper == "xlsx" else grid_document(grid)
    response = HttpResponse(made, content_type=TYPES[paper])
    response["Content-Disposition"] = f"attachment; filename=\"table.{paper}\"; filename*=UTF-8''{quote(clean)}"
    return response
