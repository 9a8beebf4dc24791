"""Uploads that nobody confirms are dropped after two weeks, and who uploaded them is told."""

from datetime import timedelta

from tests.ledgers.imports.conftest import Upload, confirmed, line, workbook
from tests.world import World
from yaodian.apps.audit.clock import at, today
from yaodian.apps.ledgers.daily import daily
from yaodian.apps.ledgers.imports.expiring import KEPT_DAYS, drop_stale
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.tables import staged_of
from yaodian.apps.notices.models import Notice

SHEET = workbook([line("1")])
LATER = timedelta(days=KEPT_DAYS + 1)


def test_what_nobody_confirms_is_dropped_and_told(world: World, upload: Upload) -> None:
    stale, done = upload(SHEET), confirmed(upload(workbook([line("2")])), world.an)
    with at(today() + LATER - timedelta(days=2)):
        assert drop_stale() == 0
    with at(today() + LATER):
        young = upload(workbook([line("3")]))
        daily(None)
    states = dict(Import.objects.values_list("pk", "state"))
    assert states == {stale.pk: "cancelled", done.pk: "done", young.pk: "checked"}
    assert set(staged_of("buildings")._default_manager.values_list("run", flat=True)) == {young.pk}
    (told,) = Notice.objects.filter(kind="import.stale")
    assert (told.post, "没有确认" in told.says) == (world.an.post, True)
    with at(today() + LATER):
        assert drop_stale() == 0


def test_what_somebody_goes_on_with_just_now_is_left(world: World, upload: Upload) -> None:
    run = upload(SHEET)
    Import.objects.filter(pk=run.pk).update(state=Import.State.WRITING)
    with at(today() + LATER):
        assert drop_stale() == 0
