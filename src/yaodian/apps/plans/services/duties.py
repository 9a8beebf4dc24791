"""What each office is responsible for (职责表): edited by the bureau, begun from the usual duties of usual offices."""

import re
from collections.abc import Iterable

from django.db import transaction

from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import OfficeDuty
from yaodian.apps.plans.services.matching import usual_duties_among
from yaodian.kernel.errors import BadInput

LONGEST = 60
MOST = 200
WEIGHTED = re.compile(r"^(?P<phrase>.+?)\s*[×xX*]\s*(?P<weight>[1-9])$")
DUTY_HOLDERS = (Unit.Kind.OFFICE, Unit.Kind.TOWNSHIP)


@transaction.atomic
def set_duties(*, unit: Unit, phrases: list[str], by: Acting | System) -> list[OfficeDuty]:
    """Replace an office's phrases; 校舍×3 gives one more weight. Those that stay keep their row."""
    require(by, Permission.PLAN_EDIT, unit_path=unit.path)
    if unit.kind not in DUTY_HOLDERS:
        raise BadInput({"phrases": f"“{unit.name}”不是科室，不用写职责词。"})
    wanted = _wanted(phrases)
    old = {duty.phrase: duty for duty in OfficeDuty.objects.select_for_update().filter(unit=unit)}
    gone = [duty.pk for phrase, duty in old.items() if phrase not in wanted]
    OfficeDuty.objects.filter(pk__in=gone).delete()
    changed = [duty for phrase, duty in old.items() if phrase in wanted and duty.weight != wanted[phrase]]
    for duty in changed:
        duty.weight = wanted[duty.phrase]
    OfficeDuty.objects.bulk_update(changed, ["weight"])
    OfficeDuty.objects.bulk_create(
        OfficeDuty(unit=unit, phrase=phrase, weight=weight) for phrase, weight in wanted.items() if phrase not in old
    )
    added = [phrase for phrase in wanted if phrase not in old]
    removed = [phrase for phrase in old if phrase not in wanted]
    if added or removed or changed:
        told = [f"加{_some(added)}" if added else "", f"去掉{_some(removed)}" if removed else ""]
        says = f"修改{unit.name}的职责词：{'；'.join(filter(None, told)) or '调整权重'}"
        changes = {"phrases": [sorted(old), sorted(wanted)]}
        record("duties.set", f"orgs.unit:{unit.pk}", says, changes=changes, by=by)
    return list(OfficeDuty.objects.filter(unit=unit))


def _some(phrases: list[str]) -> str:
    return "、".join(phrases[:5]) + (f"等{len(phrases)}个" if len(phrases) > 5 else "")


def _wanted(phrases: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for typed in phrases:
        words = " ".join(typed.split())
        match = WEIGHTED.match(words)
        phrase, weight = (match["phrase"], int(match["weight"])) if match else (words, 1)
        if not phrase:
            continue
        if len(phrase) < 2:
            raise BadInput({"phrases": f"“{phrase}”只有一个字，会对上太多任务。请写两个字以上的词。"})
        if len(phrase) > LONGEST:
            raise BadInput({"phrases": f"“{phrase[:10]}…”有{len(phrase)}字，最多{LONGEST}字。请写关键的词。"})
        found[phrase] = weight
    if len(found) > MOST:
        raise BadInput({"phrases": f"写了{len(found)}个词，一个科室最多{MOST}个。请留下最能说明职责的。"})
    return found


@transaction.atomic
def load_default_duties(*, bureau: Unit, by: Acting | System) -> int:
    """Give each office that has no phrases yet the usual ones of its name; how many offices got some."""
    require(by, Permission.PLAN_EDIT, unit_path=bureau.path)
    found = Unit.objects.filter(path__startswith=bureau.path, kind=Unit.Kind.OFFICE, valid_to=None)
    offices = list(found.order_by("sort", "code").prefetch_related("duties"))
    usual = usual_duties_among(unit.name for unit in offices)
    filled = [unit for unit in offices if usual[unit.name] and not unit.duties.all()]
    OfficeDuty.objects.bulk_create(
        OfficeDuty(unit=unit, phrase=phrase) for unit in filled for phrase in usual[unit.name]
    )
    if filled:
        names = "、".join(unit.short_name for unit in filled)
        record("duties.defaults", f"orgs.unit:{bureau.pk}", f"载入常用职责词：{names}"[:1000], by=by)
    return len(filled)
