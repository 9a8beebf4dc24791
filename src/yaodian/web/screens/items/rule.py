"""The page that tells the rule of the lights (判灯规则)."""

from django.http import HttpResponse
from django.shortcuts import render

from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.light_rule import examples_of_lights, numbers_of_rule
from yaodian.web.pages import PageRequest, page


@page(Permission.PLAN_READ)
def light_rule(request: PageRequest) -> HttpResponse:
    """The steps, the numbers with their sources, an example of each light."""
    seen: set[str] = set()
    examples = []
    for example in examples_of_lights():
        examples.append({"example": example, "anchor": "" if example.light.code in seen else example.light.code})
        seen.add(example.light.code)
    return render(request, "items/rule.html", {"examples": examples, "numbers": numbers_of_rule()})
