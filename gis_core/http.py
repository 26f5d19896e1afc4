"""The HTTP edge that every room shares: domain errors as `application/problem+json` (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language_from_request
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from gis_core.errors import DomainError

PROBLEM_JSON = "application/problem+json"

# What the framework refuses before a rule of ours is asked.
_FRAMEWORK_SENTENCES: dict[str, tuple[str, str]] = {
    "not_authenticated": ("请先登录。", "Sign in first."),
    "authentication_failed": ("用户名、密码或令牌不正确。", "Wrong user name, password or token."),
    "permission_denied": ("您没有这项权限。", "You have no right to do this."),
    "not_found": ("没有找到。", "Not found."),
    "method_not_allowed": ("这里不支持该方法。", "This method is not supported here."),
    "parse_error": ("请求内容不是有效的 JSON。", "The body is not valid JSON."),
    "unsupported_media_type": ("不支持这种内容类型。", "This media type is not supported."),
    "throttled": ("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
    "invalid": ("提交的内容有误，见 errors。", "Some fields are not right; see errors."),
}


def language_of(request: HttpRequest | Request) -> str:
    """Return "en" when Accept-Language prefers English, else "zh-hans"."""
    if "HTTP_ACCEPT_LANGUAGE" not in request.META:
        return "zh-hans"
    raw = request._request if isinstance(request, Request) else request
    return get_language_from_request(raw)


def problem_of(error: DomainError, request: HttpRequest | Request) -> dict[str, Any]:
    """Return the problem document of a domain error: code, sentence and the error's own fields."""
    return {
        "type": f"urn:wangge:problem:{error.code}",
        "title": HTTPStatus(error.status).phrase,
        "status": int(error.status),
        "code": error.code,
        "detail": error.detail(language_of(request)),
        **{name: _plain(value) for name, value in error.fields.items()},
    }


def problem_json(error: DomainError, request: HttpRequest) -> JsonResponse:
    """Answer with the problem document from a plain Django view."""
    return JsonResponse(
        problem_of(error, request),
        status=int(error.status),
        content_type=PROBLEM_JSON,
        json_dumps_params={"ensure_ascii": False},
    )


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal leaves as a problem document."""
    request = context["request"]
    if isinstance(error, DomainError):
        body = problem_of(error, request)
        return Response(body, status=int(error.status), content_type=PROBLEM_JSON)
    response = exception_handler(error, context)
    if response is not None:
        response.data = _framework_problem(error, response, language_of(request))
        response.content_type = PROBLEM_JSON
    return response


def _framework_problem(error: Exception, response: Response, language: str) -> dict[str, Any]:
    code = _framework_code(error)
    zh, en = _FRAMEWORK_SENTENCES.get(code, ("请求无法处理。", "The request cannot be handled."))
    problem: dict[str, Any] = {
        "type": f"urn:wangge:problem:{code}",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "code": code,
        "detail": en if language.startswith("en") else zh,
    }
    if isinstance(error, exceptions.ValidationError):
        problem["errors"] = response.data
    return problem


def _framework_code(error: Exception) -> str:
    if isinstance(error, exceptions.APIException):
        return str(error.default_code)
    return "permission_denied" if "Permission" in type(error).__name__ else "not_found"


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)


def is_statement_timeout(error: OperationalError) -> bool:
    """Whether PostgreSQL cancelled the statement because its time was over (SQLSTATE 57014)."""
    return getattr(error.__cause__, "sqlstate", None) == "57014"
