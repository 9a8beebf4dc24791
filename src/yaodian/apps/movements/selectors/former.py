"""Children who left a school: its own period of a file, as it stood on the child's last day there (history)."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.timezone import make_aware

from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.access import Action, require_for, scope
from yaodian.apps.ledgers.rows import reference_of
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.ledgers.unmasking import UNMASKED, sensitive_columns
from yaodian.apps.orgs.acting import Acting
from yaodian.registers.columns import Column

CLASS_CHANGED = "14"


def former_for(by: Acting) -> QuerySet[Any]:
    """The last spells, at schools within reach, of children whose file another school keeps now; who left last first."""
    ended = scope(register_named("enrolments"), by).filter(left_on__isnull=False).exclude(left_how=CLASS_CHANGED)
    later = rows_of("enrolments")._default_manager.filter(
        pupil=OuterRef("pupil"), school=OuterRef("school"), entered_on__gt=OuterRef("entered_on")
    )
    last = ended.exclude(pupil__school=F("school")).exclude(Exists(later))
    found: QuerySet[Any] = last.select_related("pupil", "school")
    return found.order_by("-left_on", "-pk")


def former_spell(by: Acting, spell_id: int) -> Any:
    """One of them, or None."""
    return former_for(by).filter(pk=spell_id).first()


def file_on_last_day(spell: Any) -> Any:
    """The version of the child's file that held at the end of the spell; the school's first one where it was recorded later."""
    versions = history_of("pupils")._default_manager.filter(row=spell.pupil_id, school_id=spell.school_id, gone=False)
    end = make_aware(datetime.combine(spell.left_on + timedelta(days=1), time.min))
    return versions.filter(record_from__lt=end).order_by("-version").first() or versions.order_by("version").first()


def unmask_former(*, spell: Any, purpose: str, by: Acting) -> list[Column]:
    """Log that a school sees the sensitive values of its own period of a file; the columns to show."""
    register = register_named("pupils")
    require_for(by, Action.UNMASK, register, unit=spell.school)
    columns = sensitive_columns(register)
    titles = "、".join(column.title for column in columns)
    record(UNMASKED, reference_of(register, spell.pupil_id), f"原学校查看在校期间的{titles}；用途：{purpose}", by=by)
    return columns
