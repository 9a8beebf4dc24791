"""Schools × resources as a sheet; that it was taken out is logged."""

import io
from collections.abc import Sequence
from fractions import Fraction

from yaodian.algebra.figures import shown
from yaodian.apps.audit.services import record
from yaodian.apps.indicators.balance import Ground
from yaodian.apps.orgs.acting import Acting
from yaodian.packs.balance.counted import STAGES
from yaodian.packs.balance.judging import SchoolVerdict
from yaodian.registers.sheets.writing import SheetColumn, Value, write_rows

PASSES = {True: "达标", False: "不达标", None: "未设标准"}


def matrix(ground: Ground, *, by: Acting) -> bytes:
    """An .xlsx: each school that the post sees at each stage; of each resource the figure, how it lies, what is missing."""
    title = f"{ground.scheme.title}各校指标"
    rows = [_row(ground, one) for one in ground.verdicts]
    says = f"导出{title}（{ground.period.name}）{len(rows)}行"
    record("indicator.exported", f"indicators.balance:{ground.scheme.key}", says, by=by)
    held = io.BytesIO()
    write_rows(_columns(ground), rows, title=title, to=held)
    return held.getvalue()


def _columns(ground: Ground) -> Sequence[SheetColumn]:
    found = [
        SheetColumn("学段"),
        SheetColumn("学校"),
        SheetColumn("学区"),
        SheetColumn("学生数（人）", "number"),
    ]
    for one in ground.scheme.resources:
        unit = "" if one.ratio else f"（{one.unit}）"
        found += [
            SheetColumn(f"{one.title}{unit}", "decimal", digits=one.digits),
            SheetColumn(f"{one.title}判定"),
            SheetColumn(f"{one.noun}还差（{one.unit}）", "number"),
        ]
    return [*found, SheetColumn("达标项数", "number"), SheetColumn("结论"), SheetColumn("补齐办法", width=60)]


def _row(ground: Ground, verdict: SchoolVerdict) -> Sequence[Value]:
    school, township = verdict.school, ground.township_of(verdict.school.unit)
    row: list[Value] = [
        STAGES[school.stage],
        school.name,
        "" if township is None else ground.tree.info[township].short_name,
        school.pupils,
    ]
    for one in verdict.judged:
        row += [_scaled(one.value, one.resource.digits), str(one.reach), one.missing]
    return [*row, verdict.reached, PASSES[verdict.passes], "，".join(need.says for need in verdict.needs)]


def _scaled(value: Fraction, digits: int) -> int | None:
    rounded = shown(value, digits)
    return None if rounded is None else int(rounded * 10**digits)
