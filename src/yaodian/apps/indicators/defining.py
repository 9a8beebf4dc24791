"""The bureau's own indicators 自定指标: made, changed and retired by who answers for statistics, tried out before that.

A definition is a form (`definitions`); what is kept beside it are its nodes, so that old versions stay what they were.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.serial import measure_from_json, to_json
from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.indicators.definition_nodes import measure_of
from yaodian.apps.indicators.definitions import Definition, definition_from
from yaodian.apps.indicators.models import OwnIndicator, OwnVersion
from yaodian.apps.ledgers.access import Action, duties, may
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.kernel.period import Cycle
from yaodian.packs import catalogue, registers
from yaodian.registers.indicator import Direction, Indicator, Taken

GROUP, SOURCE = "自定指标", "本局自定"
OFFICE = "general"  # of an indicator whose definer's office has no duty of its own
TITLE_MOST = 60


def own_indicators() -> Mapping[str, Indicator]:
    """The latest version of each own indicator that is not retired, by code."""
    return {held.code: of_version(held.versions.all()[0]) for held in _held().filter(retired_at=None)}


def of_version(version: OwnVersion) -> Indicator:
    """A version as an indicator."""
    form, held = definition_from(version.form), version.indicator
    return _indicator(form, held.code, held.office, measure=version.measure, number=version.number)


def tried(definition: Definition, *, by: Acting | System) -> Indicator:
    """What a form would be as an indicator, for the preview; BadInput names what is wrong, NotAllowed what may not be named."""
    require(by, Permission.INDICATOR_DEFINE)
    _refuse_unseen(definition, by)
    return _indicator(definition, "own.tried", _office(by), measure=_measure_json(definition), number=1)


def define(*, definition: Definition, by: Acting | System) -> OwnIndicator:
    """Make an own indicator."""
    indicator = tried(definition, by=by)
    with transaction.atomic():
        _refuse_double(definition.title, None)
        held = OwnIndicator.objects.create(created_at=now(), office=indicator.office)
        _add_version(held, 1, definition, "", by)
        record("indicator.defined", subject_of(held), f"自定指标“{definition.title}”", by=by)
    return held


def redefine(*, indicator: OwnIndicator, definition: Definition, reason: str, by: Acting | System) -> OwnVersion:
    """A new version; figures published before keep theirs."""
    tried(definition, by=by)
    if not reason.strip():
        raise BadInput({"reason": "请写明为什么改口径，看数的人要知道前后为何不同。"})
    with transaction.atomic():
        held = _locked(indicator)
        _refuse_double(definition.title, held)
        latest = held.versions.all()[0]
        if latest.form == definition.as_json():
            raise NotNow("口径没有改动，不用另存一版。")
        version = _add_version(held, latest.number + 1, definition, reason.strip(), by)
        says = f"修改自定指标“{definition.title}”，第{version.number}版：{version.reason}"
        record("indicator.redefined", subject_of(held), says, by=by)
    return version


def retire(*, indicator: OwnIndicator, reason: str, by: Acting | System) -> None:
    """Offer it no longer; what was published stays."""
    require(by, Permission.INDICATOR_DEFINE)
    if not reason.strip():
        raise BadInput({"reason": "请写明为什么停用。"})
    with transaction.atomic():
        held = _locked(indicator)
        held.retired_at = now()
        held.save(update_fields=["retired_at"])
        record("indicator.retired", subject_of(held), f"停用自定指标“{held.versions.all()[0].title}”：{reason}", by=by)


def subject_of(indicator: OwnIndicator) -> str:
    """How the log names it."""
    return f"indicators.own:{indicator.pk}"


def _indicator(form: Definition, code: str, office: str, *, measure: object, number: int) -> Indicator:
    nodes = catalogue().finished(measure_from_json(measure))
    wrong: dict[str, str] = {}
    for name, kind, says in (
        ("direction", Direction, "请选择越高越好、越低越好或中性。"),
        ("cycle", Cycle, "请选择按年、学年、学期还是月算。"),
        ("taken", Taken, "请选择取期初还是期末。"),
    ):
        if getattr(form, name) not in [each.value for each in kind]:
            wrong[name] = says
    if wrong:
        raise BadInput(wrong)
    try:
        return Indicator(
            code=code,
            title=form.title.strip(),
            measure=nodes,
            group=GROUP,
            office=office,
            source=SOURCE,
            digits=form.digits,
            direction=Direction(form.direction),
            cycle=Cycle(form.cycle),
            taken=Taken(form.taken),
            about_people=any(registers()[part.register].about_people for part in form.parts),
            note=form.note,
            version=number,
        )
    except DeclarationError as error:
        raise BadInput({"digits": "小数位数请填0到6。"}) from error


def _measure_json(definition: Definition) -> object:
    return to_json(measure_of(definition))


def _refuse_unseen(definition: Definition, by: Acting | System) -> None:
    """NotAllowed where a form names what its author may not see: whoever may not see a column may not count by it either."""
    for register, column in definition.named:
        if not may(by, Action.READ, register):
            raise NotAllowed(f"“{by.post_name}”不能看《{register.title}》，也就不能用它定指标。")
        if column.sensitive and not may(by, Action.UNMASK, register):
            raise NotAllowed(
                f"“{column.title}”是《{register.title}》的敏感栏，由主管科室使用。“{by.post_name}”不能用它定指标。"
            )
    for part in definition.parts:
        held = registers().get(part.register)
        if held is not None and not may(by, Action.READ, held):
            raise NotAllowed(f"“{by.post_name}”不能看《{held.title}》，也就不能用它定指标。")


def _refuse_double(title: str, own: OwnIndicator | None) -> None:
    if len(title.strip()) > TITLE_MOST:
        raise BadInput({"title": f"名称最多{TITLE_MOST}个字。"})
    others = {each.code: each.title for each in catalogue().indicators.values()}
    others |= {code: each.title for code, each in own_indicators().items() if own is None or code != own.code}
    if title.strip() in others.values():
        raise BadInput({"title": "已有同名的指标。请换一个名称，或直接用它。"})


def _add_version(
    held: OwnIndicator, number: int, definition: Definition, reason: str, by: Acting | System
) -> OwnVersion:
    return OwnVersion.objects.create(
        indicator=held,
        number=number,
        title=definition.title.strip(),
        form=definition.as_json(),
        measure=_measure_json(definition),
        reason=reason,
        at=now(),
        by_user=by.user_id,
        by_name=by.name,
        by_post=by.post_name,
    )


def _office(by: Acting | System) -> str:
    return next(iter(sorted(duties(by.post.unit))), OFFICE) if isinstance(by, Acting) else OFFICE


def _locked(indicator: OwnIndicator) -> OwnIndicator:
    held = OwnIndicator.objects.select_for_update().get(pk=indicator.pk)
    if held.retired_at is not None:
        raise NotNow("这个指标已经停用。")
    return held


def _held() -> QuerySet[OwnIndicator]:
    return OwnIndicator.objects.prefetch_related("versions")
