"""The one place that turns a refusal, or anything else that went wrong, into a status and problem+json (RFC 9457)."""

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from backend.api.body import sentence_and_place
from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Overdue, Refused, Unavailable
from reports import refusals

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"

STATUSES: Mapping[type[Refused], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 400,
    Conflict: 409,
    Overdue: 409,
    Unavailable: 503,
    Refused: 409,
}
TITLES: Mapping[int, str] = {
    400: "填写有误",
    401: "未登录或令牌无效",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种操作",
    409: "与现状冲突",
    413: "内容过大",
    415: "内容类型不对",
    500: "系统内部错误",
    503: "系统暂时不可用",
}
# What the framework refuses before a deed is reached, by status.
CODES: Mapping[int, str] = {
    400: "request_invalid",
    401: "token_needed",
    404: "path_unknown",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_type_unknown",
    500: "internal_error",
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why it was not done. `code` is stable; `facts` hold the field, the limit and what else the sentence names."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    facts: dict[str, Any] = {}


def refused(request: Request[Any, Any, Any], error: Refused) -> Response[Problem]:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    headers = {"Retry-After": RETRY_SECONDS} if status == 503 else {}
    return answer(request, status, error.code, error.facts, headers)


def invalid(request: Request[Any, Any, Any], error: ValidationException) -> Response[Problem]:
    """A parameter of the path or the query; bodies are read by `body.decoded`."""
    first: Any = next(iter(error.extra), {}) if isinstance(error.extra, list) else {}
    reason, inner = sentence_and_place(first.get("message", ""))
    return answer(
        request, 400, "field_invalid", {"field": first.get("key") or inner, "reason": reason}, error.headers
    )


def http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    code = CODES.get(error.status_code, "request_refused")
    return answer(request, error.status_code, code, {}, error.headers)


def unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Nothing of it is told; the log has it all."""
    log.error("unexpected at %s %s", request.method, request.scope.get("path_template", ""), exc_info=error)
    return answer(request, 500, "internal_error", {})


def answer(
    request: Request[Any, Any, Any],
    status: int,
    code: str,
    facts: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> Response[Problem]:
    problem = Problem(
        type=f"urn:steward:problem:{code}",
        title=TITLES.get(status, "没有办成"),
        status=status,
        code=code,
        detail=refusals.sentence(code, facts),
        instance=request.url.path,
        facts=msgspec.to_builtins(dict(facts), enc_hook=str, str_keys=True),
    )
    return Response(problem, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


HANDLERS: ExceptionHandlersMap = {
    Refused: refused,
    ValidationException: invalid,
    HTTPException: http,
    Exception: unexpected,
}
