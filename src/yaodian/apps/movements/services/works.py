"""The background jobs of movements: acts with more children than a page should wait for."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.urls import reverse

from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Progress, start_job, work
from yaodian.apps.ledgers.imports.works import acting_for
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.movements.models import Movement
from yaodian.apps.movements.services.classes import graduate
from yaodian.apps.movements.services.promoting import promote, undo_promotion
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit

GRADUATE, PROMOTE, UNDO = "movements.graduate", "movements.promote", "movements.undo"
AT_ONCE = 200  # children: more are moved in the background


def graduate_later(*, room: Any, pupils: Collection[int], on: date, by: Acting) -> Job:
    """Graduate a large class in the background."""
    arguments = {"class_id": room.pk, "pupils": list(pupils), "on": on.isoformat()}
    return start_job(kind=GRADUATE, key=f"{GRADUATE}:{room.pk}", title=f"{room.name}毕业", arguments=arguments, by=by)


def promote_later(*, school: Unit, by: Acting) -> Job:
    """Promote a large school in the background."""
    key = f"{PROMOTE}:{school.pk}"
    return start_job(kind=PROMOTE, key=key, title=f"{school.short_name}升级", arguments={"school_id": school.pk}, by=by)


def undo_later(*, movement: Movement, by: Acting) -> Job:
    """Undo a large school's promotion in the background."""
    arguments = {"movement_id": movement.pk}
    return start_job(kind=UNDO, key=f"{UNDO}:{movement.pk}", title="撤销升级", arguments=arguments, by=by)


@work(GRADUATE)
def graduate_work(progress: Progress, *, class_id: int, pupils: list[int], on: str) -> dict[str, Any]:
    """Graduate them; a second run finds the class changed and says so."""
    room = rows_of("classes")._default_manager.get(pk=class_id)
    progress.step(0, 1)
    graduate(room=room, pupils=pupils, on=date.fromisoformat(on), by=acting_for(progress.job))
    return {"link": reverse("movements")}


@work(PROMOTE)
def promote_work(progress: Progress, *, school_id: int) -> dict[str, Any]:
    """Promote it; a second run finds it promoted and says so."""
    progress.step(0, 1)
    promote(school=Unit.objects.get(pk=school_id), by=acting_for(progress.job))
    return {"link": reverse("promotion")}


@work(UNDO)
def undo_work(progress: Progress, *, movement_id: int) -> dict[str, Any]:
    """Undo it."""
    progress.step(0, 1)
    undo_promotion(movement=Movement.objects.get(pk=movement_id), by=acting_for(progress.job))
    return {"link": reverse("promotion")}
