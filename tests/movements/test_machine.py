"""Random movements of a few children through the services: one open spell at most, head counts that add up, on every day."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.movements.children import add_child, add_class, fresh
from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.movements.models import Transfer
from yaodian.apps.movements.selectors.counting import by_school, of_school
from yaodian.apps.movements.services import dropping_out, single, transfers
from yaodian.apps.movements.services.classes import change_class
from yaodian.kernel.errors import BadInput, NotNow

CHILD = st.integers(0, 2)
BEGAN = date(2026, 9, 1)


class Movements(RuleBasedStateMachine):
    """Two schools with two classes each, three children, and a day that goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world: World = small_world()
        schools = (self.world.first, self.world.second)
        self.day = BEGAN
        self.counted: dict[date, Counter[int]] = {}
        with at(self.day):
            self.rooms = {school.pk: [add_class(school, number=n) for n in (1, 2)] for school in schools}
            room = self.rooms[self.world.first.pk][0]
            self.children = [add_child(self.world.first, room, entered_on=BEGAN) for _ in range(3)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @contextmanager
    def now(self) -> Iterator[None]:
        """Act on the machine's day; what the rules forbid is as good as not tried."""
        with at(self.day), suppress(NotNow, BadInput):
            yield

    def clerk(self, school_id: int) -> Any:
        return self.world.an if school_id == self.world.first.pk else self.world.chang

    @rule(days=st.integers(1, 4))
    def a_day_passes(self, days: int) -> None:
        with at(self.day):
            self.counted[self.day] = self.files()
        self.day += timedelta(days=days)
        with at(self.day):
            transfers.carry_out_due()

    @rule(number=CHILD, days=st.integers(0, 4))
    def asked(self, number: int, days: int) -> None:
        row = fresh(self.children[number])
        other = self.world.second if row.school_id == self.world.first.pk else self.world.first
        with self.now():
            transfers.ask(
                pupil=row.pk, receiver=other, reason="moved", note="", grade="13",
                class_id=self.rooms[other.pk][0].pk, on=self.day + timedelta(days=days), by=self.clerk(other.pk),
            )  # fmt: skip

    @precondition(lambda _self: Transfer.objects.filter(state__in=["asked", "released"]).exists())
    @rule(answer=st.sampled_from(["release", "release", "refuse", "withdraw"]))
    def answered(self, answer: str) -> None:
        transfer = Transfer.objects.filter(state__in=["asked", "released"]).earliest("pk")
        with self.now():
            if answer == "release":
                transfers.release(transfer=transfer, by=self.clerk(transfer.sender_id))
            elif answer == "refuse":
                transfers.refuse(transfer=transfer, answer="欠材料", by=self.clerk(transfer.sender_id))
            else:
                transfers.withdraw(transfer=transfer, by=self.clerk(transfer.receiver_id))

    @rule(number=CHILD)
    def suspended_or_back(self, number: int) -> None:
        row = fresh(self.children[number])
        with self.now():
            if row.status == "20":
                room = self.rooms[row.school_id][1].pk
                single.take_back(row=row, on=self.day, class_id=room, by=self.clerk(row.school_id))
            else:
                until = self.day + timedelta(days=90)
                single.suspend(row=row, on=self.day, until=until, reason="病", by=self.clerk(row.school_id))

    @rule(number=CHILD)
    def dropped_out_or_back(self, number: int) -> None:
        row = fresh(self.children[number])
        spell = rows_of("dropouts")._default_manager.filter(pupil=row.pk, returned_on=None).first()
        with self.now():
            by = self.clerk(row.school_id)
            if spell is not None:
                dropping_out.close_spell(spell=spell, on=self.day, result="1", class_id=None, by=by)
            else:
                dropping_out.open_spell(row=row, on=self.day, reason="01", note="", helper="", helper_phone="", by=by)

    @rule(number=CHILD)
    def another_class(self, number: int) -> None:
        row = fresh(self.children[number])
        room = next((room for room in self.rooms[row.school_id] if room.pk == row.class_room_id), None)
        if room is not None:
            target = next(each for each in self.rooms[row.school_id] if each.pk != room.pk)
            with self.now():
                by = self.clerk(row.school_id)
                change_class(room=room, pupils=[row.pk], target_id=target.pk, reason="", by=by)

    def files(self) -> Counter[int]:
        """How many children each school has in school today, by their files."""
        rows = rows_of("pupils")._default_manager.filter(status="10").values_list("school_id", flat=True)
        return Counter(rows)

    def counts(self, day: date) -> Counter[int]:
        """The same by the page that counts spells."""
        return Counter({line.key: line.count for line in by_school(self.world.bai, day)})  # type: ignore[misc]

    @invariant()
    def one_open_spell_at_most(self) -> None:
        opened = rows_of("enrolments")._default_manager.filter(left_on=None)
        pupils = Counter(opened.values_list("pupil_id", flat=True))
        assert max(pupils.values(), default=0) <= 1
        here = set(rows_of("pupils")._default_manager.filter(status="10").values_list("pk", "school_id"))
        assert here == set(opened.values_list("pupil_id", "school_id"))

    @invariant()
    def head_counts_add_up(self) -> None:
        assert self.counts(self.day) == self.files()
        for day, counted in list(self.counted.items())[-4:]:
            assert self.counts(day) == counted, day
        school = self.world.first
        below = sum(line.count for line in of_school(self.world.bai, self.day, school))
        assert below == self.counts(self.day)[school.pk]


def test_a_pupil_is_never_in_two_schools(db: None) -> None:
    run_state_machine_as_test(Movements, settings=settings(max_examples=5, stateful_step_count=12, deadline=None))


@pytest.mark.slow
def test_a_pupil_is_never_in_two_schools_however_long(db: None) -> None:
    run_state_machine_as_test(Movements, settings=settings(max_examples=60, stateful_step_count=40, deadline=None))
