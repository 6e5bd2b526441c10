"""Expected failures become pages; the only other place that knows their status codes is the API."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.common import CommonMiddleware
from django.shortcuts import render
from django.template import loader
from django.urls import resolve

from kit.errors import DomainError, ErrorKind
from shared_apps.ui.errors import message_of

STATUS = {
    ErrorKind.CONFLICT: 409,
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.REFUSED: 403,
    ErrorKind.INVALID: 422,
    ErrorKind.OVER_LIMIT: 429,
}


class DomainErrorMiddleware:
    """Shows a `DomainError` that no view has caught, as a page, a message of htmx or JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return _explained(request, response) if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        status, message = STATUS[error.kind], message_of(error)
        if request.headers.get("hx-request"):
            response = render(request, "ui/alert.html", {"message": message}, status=status)
            response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML show:window:top"
            return response
        if request.headers.get("accept", "").startswith("application/json"):
            return JsonResponse({"error": message, "code": error.code}, status=status)
        return render(request, "ui/refused.html", {"message": message, "kind": str(error.kind)}, status=status)


def _explained(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page instead of nothing for who opens the address of a form, such as after signing in again."""
    if request.method == "GET" and not response.content and request.accepts("text/html"):
        response.content = loader.render_to_string("405.html", request=request)
    return response


class SlashMiddleware(CommonMiddleware):
    """Adds a slash where a page has one; the route that forgives a slash too many is no page."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        if not super().should_redirect_with_slash(request):
            return False
        found = resolve(f"{request.path_info}/", urlconf=request.urlconf)
        return found.view_name != "without_slash"
