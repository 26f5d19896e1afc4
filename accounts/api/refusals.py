"""Refusals that Django and axes make before a view is asked, said as problem documents."""

from datetime import timedelta

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse

from accounts.errors import AccountLocked, CsrfFailed
from gis_core.http import problem_json


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, str] | None
) -> HttpResponse:
    """The answer while an account is locked from an address (AXES_LOCKOUT_CALLABLE)."""
    wait = get_cool_off(request) or timedelta(minutes=15)
    answer = problem_json(AccountLocked(minutes=int(wait.total_seconds() // 60)), request)
    answer["Retry-After"] = str(int(wait.total_seconds()))
    return answer


def client_address(request: HttpRequest) -> str | None:
    """Who asks (AXES_CLIENT_IP_CALLABLE): nginx names them, for it is itself the nearest to us."""
    address: str | None = request.META.get("HTTP_X_REAL_IP") or request.META.get("REMOTE_ADDR")
    return address


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form or request from another origin (CSRF_FAILURE_VIEW)."""
    return problem_json(CsrfFailed(), request)
