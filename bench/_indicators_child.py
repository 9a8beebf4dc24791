"""The whole catalogue over the county's database, in a process that has seen nothing of it yet; prints its figures."""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

YEARS, TRANSFERS = 3, 5
BY_ORM = ("primary.pupils", "junior.pupils", "primary.girls_share")  # what Django's ORM is asked to compute as well
Figures = dict[tuple[str, str], dict[int, Fraction | None]]  # by unit, by indicator and period


def first() -> dict[str, Any]:
    """Seconds of the catalogue where no plan of a scan was ever made."""
    start()
    return {"county_first_s": round(timed(whole_catalogue)[0].wall, 3)}


def measure() -> dict[str, Any]:
    """Seconds of the catalogue, cold, with the rows mirrored, with all kept; milliseconds of a page; peer and transfers."""
    start()
    from yaodian.apps.indicators.catalogue import catalogue  # noqa: PLC0415
    from yaodian.apps.indicators.live import living  # noqa: PLC0415

    cold, found = timed(whole_catalogue)
    with living() as held:
        held.keeper.kept.clear()
        rows = sum(table.num_rows for table in held.mirror.tables.values())
    warm, again = timed(whole_catalogue)
    assert again == found
    kept, _again = timed(whole_catalogue)
    page, _page = timed(one_indicator)
    indicators = len(catalogue().indicators)
    return {
        "indicators": indicators,
        "rows": rows,
        "figures": sum(map(len, found.values())),
        "county_cold_s": round(cold.wall, 3),
        "county_warm_s": round(warm.wall, 3),
        "county_cold_cpu_s": round(cold.cpu, 3),
        "county_warm_cpu_s": round(warm.cpu, 3),
        "county_kept_s": round(kept.wall, 3),
        "page_ms": round(page.wall * 1000, 1),
        **peer(found, warm.cpu / indicators),
        **transfers(),
    }


def start() -> None:
    """The process as it serves, with all its modules and the packs' declarations."""
    import django  # noqa: PLC0415  # its settings are set by now

    django.setup()
    from importlib import import_module  # noqa: PLC0415

    import_module("yaodian.config.wsgi")
    import_module("yaodian.packs").catalogue()


def whole_catalogue(units: frozenset[int] | None = None) -> Figures:
    """Every indicator for all units (or some) in the last three periods of its kind."""
    from yaodian.apps.indicators.catalogue import catalogue  # noqa: PLC0415
    from yaodian.apps.indicators.figures import exact  # noqa: PLC0415

    indicators = catalogue().indicators
    periods = {cycle: last_periods(cycle) for cycle in {one.cycle for one in indicators.values()}}
    held = exact(indicators, periods=chain(*periods.values()), units=units)
    return {
        (code, period.key): held.values(code, period)
        for code, one in indicators.items()
        for period in periods[one.cycle]
    }


def last_periods(cycle: Any) -> list[Any]:
    """The one that runs and those before."""
    from yaodian.apps.audit.clock import today  # noqa: PLC0415
    from yaodian.kernel.period import Period  # noqa: PLC0415

    found = [Period.of(cycle, today())]
    while len(found) < YEARS:
        found.append(found[-1].before())
    return found


def one_indicator() -> Figures:
    """What a page shows of one indicator, its parts kept: all units, three school years."""
    from yaodian.apps.indicators.figures import exact  # noqa: PLC0415
    from yaodian.kernel.period import Cycle  # noqa: PLC0415

    code, periods = BY_ORM[-1], last_periods(Cycle.SCHOOL_YEAR)
    held = exact([code], periods=periods)
    return {(code, period.key): held.values(code, period) for period in periods}


def peer(found: Figures, ours: float) -> dict[str, float]:
    """Processor time of an indicator by Django's ORM, over ours; it must find the same for the schools."""
    from yaodian.kernel.period import Cycle  # noqa: PLC0415

    taken, theirs = timed(lambda: [row for period in last_periods(Cycle.SCHOOL_YEAR) for row in orm_rows(period)])
    for period, school, primary, junior, girls in theirs:
        if school in found[BY_ORM[0], period]:
            share = Fraction(100 * girls, primary) if primary else None
            assert [found[code, period][school] for code in BY_ORM] == [primary, junior, share]
    return {"orm_s": round(taken.wall, 3), "vs_orm": round(taken.cpu / len(BY_ORM) / ours, 1)}


def orm_rows(period: Any) -> list[tuple[str, int, int, int, int]]:
    """Pupils of primary and of junior schools, and primary girls, by school."""
    from django.db.models import Count, Q  # noqa: PLC0415

    from yaodian.apps.ledgers.tables import rows_of  # noqa: PLC0415

    there = Q(entered_on__lte=period.first) & (Q(left_on=None) | Q(left_on__gt=period.first))
    primary, junior = (Q(class_room__stage=stage) for stage in ("primary", "junior"))
    counted = (
        rows_of("enrolments")
        ._default_manager.filter(there)
        .values("school")
        .annotate(
            primary=Count("pk", filter=primary),
            junior=Count("pk", filter=junior),
            girls=Count("pk", filter=primary & Q(pupil__sex="2")),
        )
    )
    return [(period.key, *values) for values in counted.values_list("school", "primary", "junior", "girls")]


def transfers() -> dict[str, Any]:
    """From the commit of a transfer to the figures of both schools, both townships and the county: the median of some."""
    from yaodian.apps.indicators.live import living  # noqa: PLC0415

    whole_catalogue()
    taken = []
    for _round in range(TRANSFERS):
        units = transfer_one()
        spent, found = timed(lambda units=units: whole_catalogue(units))
        taken.append(spent)
    after = whole_catalogue()
    with living() as held:
        held.keeper.kept.clear()
        held.mirror.tables.clear()
    assert after == whole_catalogue()
    assert all(after[place].items() >= figures.items() for place, figures in found.items())
    return {
        "one_transfer_ms": round(statistics.median(one.wall for one in taken) * 1000, 1),
        "one_transfer_cpu_ms": round(statistics.median(one.cpu for one in taken) * 1000, 1),
        "transfers_ms": [round(one.wall * 1000, 1) for one in taken],  # the first plans its scans
    }


def transfer_one() -> frozenset[int]:
    """Move a child between two primary schools of different townships; the two schools and all above them."""
    from yaodian.apps.audit.clock import today  # noqa: PLC0415
    from yaodian.apps.indicators.tree import tree_on  # noqa: PLC0415
    from yaodian.apps.ledgers.tables import rows_of  # noqa: PLC0415
    from yaodian.apps.movements.models import Transfer  # noqa: PLC0415
    from yaodian.apps.movements.services.transfers import ask, release  # noqa: PLC0415
    from yaodian.apps.orgs.acting import System  # noqa: PLC0415
    from yaodian.apps.orgs.models import Unit  # noqa: PLC0415

    paths = tree_on(today()).units.paths
    moved = Transfer.objects.values_list("pupil", flat=True)
    child = rows_of("pupils")._default_manager.filter(status="10", grade="13").exclude(pk__in=moved).first()
    rooms = rows_of("classes")._default_manager.filter(grade="13", closed_on=None).order_by("-pk")
    room = next(room for room in rooms if paths[room.school_id][1] != paths[child.school_id][1])
    receiver = Unit.objects.get(pk=room.school_id)
    asked = ask(
        pupil=child.pk, receiver=receiver, reason=Transfer.Reason.values[0], note="", grade="13", class_id=room.pk,
        on=today(), by=System(),
    )  # fmt: skip
    done = release(transfer=asked, by=System())
    assert done.state == Transfer.State.DONE, done.trouble
    return frozenset({*paths[child.school_id], *paths[receiver.pk]})


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of the processor: a shared machine's clock measures neighbours."""

    wall: float
    cpu: float


def timed(work: Callable[[], Any]) -> tuple[Spent, Any]:
    """What it took, and what it gave."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu), found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(first() if sys.argv[1:] == ["first"] else measure()) + "\n")
