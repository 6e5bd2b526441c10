"""The edges of the programming interfaces: what holds for every address under `/api/`, whatever answers."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared_apps.api import limits
from shared_apps.api.callers import Caller, caller_with
from shared_apps.api.problems import failure

Handler = Callable[[HttpRequest], HttpResponse]
API = "/api/"
OPEN311 = "/open311/"
OPEN_DATA = "/open-data/"
PUBLIC_READING = ("/api/v1/public/", "/api/v1/openapi.json", OPEN311, OPEN_DATA)
"""What any web page may read: no personal data, no key."""
LARGEST = 20 * 1024 * 1024
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_BODIES = frozenset({"POST", "PUT", "PATCH"})
_BEARER = "bearer "
_FORM = "multipart/form-data"

BAD_TOKEN = _("This token is not known here, has run out or was revoked.")
SLOW_DOWN = _("Too many requests. Try again in %(seconds)s seconds.")
TOO_LARGE = _("The request is too large. Send each photo by itself, with at most 15 MB.")
ONLY_JSON = _("Send JSON with the header Content-Type: application/json.")


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path.startswith((API, OPEN311, OPEN_DATA))


class ApiEdgeMiddleware:
    """Outermost: request ids, no cookies, sizes, CORS; every failure below becomes problem+json.

    It knows no tenant, so it also covers a site that is closed, a host that nobody has and a fault of the system.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith((API, *PUBLIC_READING)):
            return self.get_response(request)
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.META["HTTP_X_REQUEST_ID"] = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        # Another site's page can send a browser's cookies, and no CSRF token is asked for here.
        request.COOKIES = {}
        response = self._answer(request)
        response["X-Request-ID"] = request.META["HTTP_X_REQUEST_ID"]
        if request.path.startswith(PUBLIC_READING) and request.method in {"GET", "HEAD", "OPTIONS"}:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy, X-Request-ID"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS" and request.path.startswith(PUBLIC_READING):
            return _preflight()
        if is_api(request) and _length(request) > LARGEST:
            with _language_of(request):
                return failure(request, 413, detail=str(TOO_LARGE))
        response = self.get_response(request)
        is_page = response.get("Content-Type", "text/html").startswith("text/html")
        if is_api(request) and response.status_code >= 400 and is_page:
            return _as_problem(request, response)
        return response


def _preflight() -> HttpResponse:
    headers = {
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Accept-Language, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _language_of(request: HttpRequest) -> Any:
    return translation.override(translation.get_language_from_request(request))


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The failure of a page or of a middleware below, in the form that programs read."""
    with _language_of(request):
        known = getattr(response, "problem", {"detail": "", "code": ""})
        why = known["detail"]
        detail = gettext(why) if why else ""
        made = failure(request, response.status_code, detail=detail, code=known["code"])
        made["Content-Language"] = translation.get_language() or ""
    for name in ("Allow", "Retry-After"):
        if name in response:
            made[name] = response[name]
    patch_vary_headers(made, ["Accept-Language"])
    return made


class ApiMiddleware:
    """Inside the tenant: who calls, how often, and in what form a body comes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request) or getattr(request, "tenant", None) is None:
            return self.get_response(request)
        text = request.headers.get("authorization", "")
        caller = _caller(text)
        allowance = limits.count(caller, get_adapter().get_client_ip(request))
        response = self._answer(request, caller, allowance, is_unknown=bool(text) and caller is None)
        for name, value in allowance.headers.items():
            response[name] = value
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        if not request.path.startswith(PUBLIC_READING):
            response["Cache-Control"] = "no-store"
        return response

    def _answer(
        self, request: HttpRequest, caller: Caller | None, allowance: limits.Allowance, *, is_unknown: bool
    ) -> HttpResponse:
        if allowance.is_used_up:
            response: HttpResponse = failure(request, 429, detail=str(SLOW_DOWN) % {"seconds": allowance.reset})
            response["Retry-After"] = str(allowance.reset)
            return response
        if is_unknown:
            response = failure(request, 401, detail=str(BAD_TOKEN), code="bad_token")
            response["WWW-Authenticate"] = 'Bearer realm="api", error="invalid_token"'
            return response
        if request.method in _BODIES and not _is_accepted(request):
            return failure(request, 415, detail=str(ONLY_JSON))
        request.__dict__["api_caller"] = caller
        return self.get_response(request)


def _caller(text: str) -> Caller | None:
    return caller_with(text[len(_BEARER) :].strip()) if text.lower().startswith(_BEARER) else None


def _is_accepted(request: HttpRequest) -> bool:
    """JSON, photos as a form, or no body at all; Open311 speaks in forms."""
    kind = request.content_type or ""
    if request.path.startswith(OPEN311):
        return _length(request) == 0 or kind in {_FORM, "application/x-www-form-urlencoded"}
    is_photo = kind == _FORM and request.path.endswith("/photos")
    return _length(request) == 0 or kind == "application/json" or is_photo
