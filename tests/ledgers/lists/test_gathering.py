"""Several filters at once: the rarest leads on SQLite, few rows are known by their numbers, the count of queries is fixed."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from tests.world import World
from yaodian.apps.ledgers.lists.gathering import among, gathered, numbers
from yaodian.apps.ledgers.lists.listing import list_rows
from yaodian.apps.ledgers.lists.wanted import wanted_from
from yaodian.apps.ledgers.tables import register_named, rows_of

PUPILS = register_named("pupils")
RARE_GRADE = Q(grade="13") & Q(sex="1") & Q(status="10")  # a fifth of the rows, a half, all
RARE_SEX = Q(status="10") & Q(sex="9") & Q(grade__in=["11", "12"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses itself")
@pytest.mark.parametrize(("within", "leads"), [(RARE_GRADE, "grade"), (RARE_SEX, "sex")])
def test_the_rarest_filter_leads(world: World, pupils: list[int], within: Q, leads: str) -> None:
    for condition in (within, Q(school_id__in=[world.first.pk, world.second.pk]) & within):
        plan = gathered(PUPILS, condition).values("version").explain()
        assert f"{leads}=?" in plan
        assert not [other for other in {"grade", "sex", "status"} - {leads} if f"{other}=?" in plan]


@pytest.mark.parametrize(
    "within",
    [
        Q(),
        RARE_GRADE,
        RARE_SEX,
        Q(sex="1") & (Q(grade="11") | Q(grade__isnull=True)),
        Q(sex="1") & Q(born_on__gte="2012-03-10") & Q(born_on__lte="2012-03-20"),
        Q(sex="1") | Q(grade="11"),
        ~Q(sex="1"),
        Q(pk__in=[]) & Q(sex="1") & Q(grade="11"),
    ],
)
def test_what_is_gathered_is_what_is_asked(pupils: list[int], within: Q) -> None:
    asked = set(rows_of("pupils")._default_manager.filter(within).values_list("pk", flat=True))
    assert set(gathered(PUPILS, within).values_list("pk", flat=True)) == asked


def test_rows_are_known_by_their_numbers_up_to_a_bound(pupils: list[int]) -> None:
    rows = rows_of("pupils")._default_manager
    assert numbers(rows.order_by("pk"), 90) == pupils
    assert numbers(rows.order_by("pk"), 89) is None
    assert set(rows.filter(among(pupils[3:5])).values_list("pk", flat=True)) == set(pupils[3:5])
    assert not rows.filter(among([])).exists()


@pytest.mark.parametrize("size", [2, 60])
def test_three_filters_need_the_same_queries_for_few_rows_and_many(world: World, pupils: list[int], size: int) -> None:
    wanted = wanted_from(PUPILS, {"sex": "1", "grade": ["11", "12"], "status": "10"}, world.bai)
    with CaptureQueriesContext(connection) as queries:
        assert list_rows(PUPILS, replace(wanted, size=size), world.bai).lines
    assert len(queries) == (7 if connection.vendor == "sqlite" else 4)
