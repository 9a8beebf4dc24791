"""Indicators over the API: the catalogue, and figures as `indicators.shown` gives them, small counts hidden."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from yaodian.api.access import NotFound, caller_of
from yaodian.api.shapes import Told
from yaodian.apps.indicators.bases import LIVE
from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.shown import figures
from yaodian.apps.orgs.selectors import unit_codes
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import FIRST_DAY, LAST_DAY, Period
from yaodian.packs import registers
from yaodian.registers.indicator import Indicator


class IndicatorShape(Schema):
    """One indicator of the catalogue."""

    code: str
    title: str = Field(description="名称")
    group: str = Field(description="分组")
    unit: str = Field(description="单位，空为无量纲")
    version: int = Field(description="第几版口径")
    cycle: str = Field(description="按什么时期算：year、school-year、term、month")
    definition: str = Field(description="口径")
    breakdowns: list[str] = Field(description="可用的细分")


class PartShape(Schema):
    """What a figure is made of."""

    name: str = Field(description="名称")
    label: str = Field(description="数的是什么")
    value: str | None = Field(description="精确值，分数写作 a/b；隐去或未知时为 null")


class FigureShape(Schema):
    """One figure."""

    unit: str = Field(description="单位代码")
    period: str
    cell: str | None = Field(description="细分的值；null 为全部")
    cell_title: str = Field(description="细分值的名称")
    value: str | None = Field(description="精确值，分数写作 a/b；隐去或未知时为 null")
    text: str = Field(description="供阅读的值，带单位")
    hidden: bool = Field(description="人数太少，或会推算出人数太少的数，因而隐去")
    parts: list[PartShape]
    on: date = Field(description="统计日")
    incomplete: str = Field(description="上报口径：还有谁没有报；空为齐全")


class Asked(Schema):
    """Which figures."""

    period: str = Field(description="时期，如 2026-2027、2026-2027/1、2026、2026-09")
    kind: str = Field(LIVE, pattern="^(live|filed)$", description="live 实时，filed 上报口径")
    breakdown: str = Field("", description="细分，见指标的 breakdowns")


def build() -> Router:
    """The routes of indicators."""
    router = Router(tags=["指标"])
    errors: dict[int, Any] = {401: Told, 403: Told, 404: Told, 422: Told}
    router.get("", response={200: list[IndicatorShape], **errors}, operation_id="indicators_list", summary="列出指标")(
        listed
    )
    router.get(
        "/{code}",
        response={200: list[FigureShape], **errors},
        operation_id="indicators_figures",
        summary="一个指标在一个时期的数",
    )(shown)
    return router


def listed(request: HttpRequest) -> Any:
    """The indicators over registers that the token may read."""
    caller = caller_of(request)
    held = catalogue()
    return [_told(each) for each in held.indicators.values() if each.registers <= set(caller.token.registers)]


def shown(request: HttpRequest, code: str, asked: Query[Asked]) -> Any:
    """The figures that the token's post may see."""
    caller = caller_of(request)
    indicator = catalogue().indicators.get(code)
    if indicator is None:
        raise NotFound("没有这个指标。")
    for key in sorted(indicator.registers):
        caller.require(registers()[key])
    found = figures([indicator], by=caller.by, periods=[_period(asked)], kind=asked.kind, breakdown=asked.breakdown)
    codes = unit_codes(each.unit for each in found)
    return [_figure(each, codes) for each in found]


def _told(indicator: Indicator) -> dict[str, Any]:
    held = catalogue()
    return {
        "code": indicator.code,
        "title": indicator.title,
        "group": indicator.group,
        "unit": indicator.unit,
        "version": indicator.version,
        "cycle": indicator.cycle,
        "definition": held.explain(indicator.measure),
        "breakdowns": [each.key for each in held.split_by(indicator)],
    }


def _figure(figure: Figure, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "unit": codes[figure.unit],
        "period": figure.period.key,
        "cell": None if not figure.cell or figure.cell[0] is None else str(figure.cell[0]),
        "cell_title": figure.cell_title,
        "value": None if figure.value is None else str(figure.value),
        "text": figure.text,
        "hidden": figure.hidden,
        "parts": [
            {"name": part.name, "label": part.label, "value": None if part.value is None else str(part.value)}
            for part in figure.parts
        ],
        "on": figure.on,
        "incomplete": figure.incomplete,
    }


def _period(asked: Asked) -> Period:
    try:
        found = Period.read(asked.period)
    except ValueError:
        raise BadInput({"period": f"“{asked.period}”不是时期。学年写2026-2027，年写2026，月写2026-09。"}) from None
    if not FIRST_DAY <= found.first <= LAST_DAY:
        raise BadInput({"period": "时期要在1950年到2100年之间。"})
    return found
