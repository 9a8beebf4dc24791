"""From figures of the catalogue to what an assessment is made of; every number is one that the catalogue has too."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from yaodian.packs.balance.asked import How
from yaodian.packs.balance.dispersion import code_of_spread
from yaodian.packs.balance.judging import SchoolStage
from yaodian.packs.balance.scheme import Scheme

Exact = Callable[[str, int], Fraction | None]  # the exact figure of a code for a unit
TEACHING_POINTS = "schools.teaching_points"  # of a unit that is one: 1


def codes_of(scheme: Scheme) -> tuple[str, ...]:
    """The indicators that are needed for every school."""
    counted = ("pupils", "classes", "music_rooms", "art_rooms")
    by_stage = (
        f"{stage}.{key}"
        for stage in scheme.stages
        for key in (*counted, *(resource.key for resource in scheme.resources))
    )
    return (*by_stage, TEACHING_POINTS)


def county_codes_of(scheme: Scheme) -> tuple[str, ...]:
    """The indicators that are needed for the county."""
    return tuple(code for asked in scheme.asked if asked.how is How.FIGURES for code in asked.figures)


def spread_codes_of(scheme: Scheme) -> tuple[str, ...]:
    """The 差异系数 of the scheme's resources, with their mean where it is judged."""
    of_each = (code_of_spread(stage, one.key) for stage in scheme.stages for one in scheme.resources)
    return (*of_each, *(f"{stage}.composite_cv" for stage in scheme.stages if scheme.composite))


def school_stages(scheme: Scheme, schools: Mapping[int, str], exact: Exact) -> list[SchoolStage]:
    """What each school (by id, with its name) has at each stage in which it has pupils."""
    return [
        _school_stage(scheme, stage, unit, name, exact)
        for stage in scheme.stages
        for unit, name in schools.items()
        if exact(f"{stage}.pupils", unit)
    ]


def _school_stage(scheme: Scheme, stage: str, unit: int, name: str, exact: Exact) -> SchoolStage:
    """An amount is the figure per pupil times the pupils, which is exact."""
    pupils = _whole(exact(f"{stage}.pupils", unit))
    amounts = {
        resource.key: (exact(resource.code(stage), unit) or Fraction()) * pupils / resource.scale
        for resource in scheme.resources
    }
    classes, music, art = (_whole(exact(f"{stage}.{key}", unit)) for key in ("classes", "music_rooms", "art_rooms"))
    point = bool(exact(TEACHING_POINTS, unit))
    return SchoolStage(unit, name, stage, pupils, amounts, classes, music, art, point)


def _whole(figure: Fraction | None) -> int:
    return int(figure or 0)
