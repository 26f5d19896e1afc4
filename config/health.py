"""Whether this process serves and reaches its database: what nginx and an operator ask."""

from django.db import OperationalError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when a query comes back, 503 when the database does not answer."""
    try:
        connection.ensure_connection()
        usable = connection.is_usable()
    except OperationalError:
        usable = False
    return JsonResponse({"ok": usable}, status=200 if usable else 503)
