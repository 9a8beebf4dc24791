"""The API's routes: for every register the same five, generated from its declaration, and the indicators'."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Router, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from yaodian.api import indicators, shapes
from yaodian.api.access import NotFound, TokenAuth, caller_of
from yaodian.api.shapes import Told
from yaodian.api.values import read, told
from yaodian.apps.ledgers.access import scope
from yaodian.apps.ledgers.rows import add_row, change_row, remove_row
from yaodian.apps.ledgers.tables import rows_of
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow, YaodianError
from yaodian.packs import registers
from yaodian.registers.register import Register

MOST = 1000
UNKNOWN_CALLER = "没有令牌，或令牌已过期、已作废。请在请求头写“Authorization: Bearer 令牌”；令牌请系统管理员发放。"
STATUS: dict[type[YaodianError], int] = {NotAllowed: 403, NotNow: 409, BadInput: 422}


class Where(Schema):
    """Which rows: after a row's number, at most so many."""

    after: int = Field(0, ge=0, description="从行号大于它的开始；第一页写0")
    limit: int = Field(200, ge=1, le=MOST, description=f"最多几行，不超过{MOST}")


class Why(Schema):
    """Why a row is taken out."""

    reason: str = Field(max_length=200, description="为什么删，记入历史")


def router_of(register: Register) -> Router:
    """The five routes of one register."""
    router = Router(tags=[register.title])
    row = shapes.row_shape(register)
    page = shapes.page_shape(register, row)
    new, change = shapes.values_shape(register, adding=True), shapes.values_shape(register, adding=False)
    errors: dict[int, Any] = {401: Told, 403: Told, 404: Told, 409: Told, 422: Told}

    def listed(request: HttpRequest, where: Query[Where]) -> Any:
        caller = caller_of(request)
        caller.require(register)
        found = scope(register, caller.by).filter(pk__gt=where.after).order_by("pk")[: where.limit + 1]
        rows = list(found)
        more = len(rows) > where.limit
        shown = told(register, rows[: where.limit], unmasked=caller.sees_all(register))
        return {"rows": shown, "next": rows[where.limit - 1].pk if more else None}

    def one(request: HttpRequest, row_id: int) -> Any:
        caller = caller_of(request)
        caller.require(register)
        return told(register, [_row(register, caller.by, row_id)], unmasked=caller.sees_all(register))[0]

    def added(request: HttpRequest, values: Any) -> Any:
        caller = caller_of(request)
        caller.require(register, writes=True)
        given = values.model_dump(exclude_unset=True)
        reason = given.pop("reason", "")
        stored = add_row(register=register, values=read(register, given, adding=True), by=caller.by, reason=reason)
        return Status(201, told(register, [stored], unmasked=False)[0])

    def changed(request: HttpRequest, row_id: int, values: Any) -> Any:
        caller = caller_of(request)
        caller.require(register, writes=True)
        given = values.model_dump(exclude_unset=True)
        version, reason = given.pop("version"), given.pop("reason", "")
        held = _row(register, caller.by, row_id)
        change_row(
            register=register,
            row=held,
            values=read(register, given, adding=False),
            version=version,
            by=caller.by,
            reason=reason,
        )
        return told(register, [rows_of(register.key)._default_manager.get(pk=row_id)], unmasked=False)[0]

    def removed(request: HttpRequest, row_id: int, why: Query[Why]) -> Any:
        caller = caller_of(request)
        caller.require(register, writes=True)
        remove_row(register=register, row=_row(register, caller.by, row_id), reason=why.reason, by=caller.by)
        return Status(204, None)

    added.__annotations__["values"], changed.__annotations__["values"] = new, change
    key = register.key
    router.get("", response={200: page, **errors}, operation_id=f"{key}_list", summary=f"列出{register.title}")(listed)
    router.get("/{int:row_id}", response={200: row, **errors}, operation_id=f"{key}_row", summary="一行")(one)
    router.post("", response={201: row, **errors}, operation_id=f"{key}_add", summary="新增一行")(added)
    router.patch("/{int:row_id}", response={200: row, **errors}, operation_id=f"{key}_change", summary="改一行")(
        changed
    )
    router.delete("/{int:row_id}", response={204: None, **errors}, operation_id=f"{key}_remove", summary="删一行")(
        removed
    )
    return router


def _row(register: Register, by: Any, row_id: int) -> Any:
    found = scope(register, by).filter(pk=row_id).first()
    if found is None:
        raise NotFound("没有这一行，或不在令牌的权限范围内。")
    return found


def build() -> NinjaAPI:
    """The API of all registers, and of the indicators over them."""
    api = NinjaAPI(title="要点 Yaodian 台账接口", version="1", auth=TokenAuth(), docs_url=None, urls_namespace="api")
    for register in registers().values():
        api.add_router(f"/{register.key}", router_of(register))
    api.add_router("/indicators", indicators.build())

    @api.exception_handler(YaodianError)
    def say(request: HttpRequest, error: YaodianError) -> HttpResponse:
        status = 404 if isinstance(error, NotFound) else STATUS.get(type(error), 422)
        fields = error.fields if isinstance(error, BadInput) else {}
        return api.create_response(request, {"says": str(error), "fields": fields}, status=status)

    _say_the_rest(api)
    return api


def _say_the_rest(api: NinjaAPI) -> None:
    """What the framework itself refuses, told in the same shape."""

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return api.create_response(request, {"says": UNKNOWN_CALLER, "fields": {}}, status=401)

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {
            str(each["loc"][-1]): "缺少这一项。" if each["type"] == "missing" else "这个值不能用，写法见接口说明。"
            for each in error.errors
        }
        return api.create_response(
            request, {"says": f"这些项不对：{'、'.join(fields)}。", "fields": fields}, status=422
        )

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        told = {"says": "请求的内容读不出来。请按接口说明写成 JSON。", "fields": {}}
        return api.create_response(request, told, status=error.status_code)
