"""The programming interface of an LGO's host, version 1: what is in it, and the one place that knows its statuses."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from config.api_texts import in_words_of_reader
from config.api_words import worded
from kit.errors import DomainError
from kit.workflow import TransitionRefused
from shared_apps.api.callers import NEEDS_TOKEN
from shared_apps.api.parsing import StrictParser
from shared_apps.api.problems import problem
from shared_apps.api.schema import documented, errors_of
from shared_apps.ui.errors import message_of
from shared_apps.ui.middleware import STATUS
from tenant_apps.complaints import api as complaints
from tenant_apps.reports.api import router as reports

SPECIAL = {"stale": 412, "precondition_required": 428, "bad_cursor": 400, "storage_full": 409}
"""Codes whose status HTTP has a name for."""


class Api(NinjaAPI):
    """NinjaAPI whose description also says what every operation may answer."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """OpenAPI 3.1, in the language of the request."""
        return worded(in_words_of_reader(documented(super().get_openapi_schema(**options))))


api = Api(
    title="Thongthin",
    version="1.0",
    urls_namespace="api-v1",
    parser=StrictParser(),
    docs_url=None,
)


@api.exception_handler(DomainError)
def _domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    errors = [{"pointer": f"#/{error.field}", "detail": message_of(error), "code": error.code}] if error.field else []
    status = 409 if isinstance(error, TransitionRefused) else SPECIAL.get(error.code, STATUS[error.kind])
    return problem(request, status, detail=message_of(error), code=error.code, errors=errors)


@api.exception_handler(ValidationError)
def _validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, 422, errors=errors_of(error.errors))


@api.exception_handler(AuthenticationError)
def _unauthenticated(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(request, 401, detail=str(NEEDS_TOKEN))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, 404)


api.add_router("/public", complaints.public)
api.add_router("", complaints.citizens)
api.add_router("/my", complaints.following)
api.add_router("/desk", complaints.desk)
api.add_router("/desk/complaints", complaints.moves)
api.add_router("/desk/reports", reports)


def urls() -> Any:
    """The addresses, open to those who are not signed in: tokens open them, not sessions."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        pattern.callback.__dict__["login_required"] = False
    return patterns, app_name, namespace
