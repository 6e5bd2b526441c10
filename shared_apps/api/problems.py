"""Failures as RFC 9457 `application/problem+json`, in the reader's language."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"
TITLES: dict[int, Any] = {
    400: _("The request cannot be read"),
    401: _("A valid token is needed"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This address does not know the method"),
    406: _("This form of answer is not available"),
    409: _("In conflict with what is there"),
    411: _("The length of the request is missing"),
    412: _("Changed in the meantime"),
    413: _("The request is too large"),
    414: _("The address is too long"),
    415: _("This content type is not accepted"),
    422: _("Something in the request cannot be right"),
    428: _("The header If-Match is needed"),
    429: _("Too many requests"),
    500: _("The system failed"),
    503: _("The site does not answer now"),
}
CODES = {
    400: "malformed",
    401: "unauthenticated",
    403: "refused",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    412: "stale",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    428: "precondition_required",
    429: "over_limit",
    500: "internal",
    503: "unavailable",
}


def problem(
    request: HttpRequest,
    status: int,
    *,
    detail: str = "",
    code: str = "",
    errors: Sequence[dict[str, str]] = (),
) -> JsonResponse:
    """A failure for programs (`code`, `errors`) and people (`title`, `detail`)."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status, TITLES[500])),
        "status": status,
        "code": code or CODES.get(status, "error"),
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    body["instance"] = f"urn:request:{request.META.get('HTTP_X_REQUEST_ID', '')}"
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


Format = Callable[[HttpRequest, int, str], HttpResponse]
_formats: dict[str, Format] = {}


def register_format(prefix: str, made: Format) -> None:
    """Let failures under `prefix` be told in another standard's form: `made(request, status, detail)`."""
    _formats[prefix] = made


def failure(request: HttpRequest, status: int, *, detail: str = "", code: str = "") -> HttpResponse:
    """A failure in the form that is spoken at this address."""
    for prefix, made in _formats.items():
        if request.path.startswith(prefix):
            return made(request, status, detail or str(TITLES.get(status, TITLES[500])))
    return problem(request, status, detail=detail, code=code)
