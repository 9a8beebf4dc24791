"""义务教育均衡: the county's assessment by a scheme from its figures; all that is judged is in `packs.balance`."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.figures import exact
from yaodian.apps.indicators.reading import reader_of
from yaodian.apps.indicators.sources import LIVE, Source
from yaodian.apps.indicators.tree import Tree, tree_on
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import NotAllowed
from yaodian.kernel.period import Period
from yaodian.packs.balance.assessing import Assessment, assess
from yaodian.packs.balance.assurance import CountyFigure
from yaodian.packs.balance.gathering import codes_of, county_codes_of, school_stages
from yaodian.packs.balance.scheme import Norms, Scheme
from yaodian.rules import Parameters


def assessment(scheme: Scheme, *, period: Period, by: Acting | System, source: Source = LIVE) -> Assessment:
    """The county in a school year by a scheme (of `packs.balance.scheme.SCHEMES`), from live rows or others (`pinned.Filed`).

    It names every school, so NotAllowed for whoever may not see these figures of all schools.
    """
    tree = tree_on(period.first)
    schools = {unit: facts.name for unit, facts in tree.info.items() if tree.units.levels.get(unit) == "school"}
    county = next(unit for unit, above in tree.units.parents.items() if above is None)
    of_schools, of_county = codes_of(scheme), county_codes_of(scheme)
    _require(by, of_schools, tree, schools)
    found = exact([*of_schools, *of_county], periods=[period], source=source)
    held = catalogue().indicators
    told = {
        code: CountyFigure(held[code].title, held[code].unit, held[code].digits, found.value(code, county, period))
        for code in of_county
    }
    norms = Norms(Parameters(Path(settings.PARAMETERS_ROOT)), period.first)
    return assess(
        scheme, school_stages(scheme, schools, lambda code, unit: found.value(code, unit, period)), told, norms
    )


def _require(by: Acting | System, codes: Iterable[str], tree: Tree, schools: Iterable[int]) -> None:
    """NotAllowed where some of the schools' figures are not for this post."""
    for code in codes:
        indicator = catalogue().indicators[code]
        if not set(schools) <= reader_of(by, indicator, tree).seen:
            raise NotAllowed(
                f"均衡评估要用各校的“{indicator.title}”，“{by.post_name}”这个岗位看不到全县学校的。"
                "请切换到能看的岗位，或找系统管理员调整岗位权限。"
            )
