"""The tenant's colours, and the pages of errors."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shared_apps.ui import theme

_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_DAY = 24 * 3600
_YEAR = 365 * _DAY
_NOT_FOR_SEARCH_ENGINES = ("/accounts/", "/api/", "/console/", "/desk/", "/my-cases", "/officers/", "/open311/")


@login_not_required
@require_safe
@cache_control(public=True, max_age=_YEAR, immutable=True)
def tenant_css(request: HttpRequest) -> HttpResponse:
    """The colours of this host's tenant; the address carries their hash."""
    tenant = getattr(request, "tenant", None)
    css = theme.tenant_css(theme.colour_of(tenant) if tenant else theme.DEFAULT_BRAND)
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=_DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon, for what asks at this address because it has no page to read it from: a PDF, a download."""
    return HttpResponseRedirect(static("ui/favicon.svg"))


@login_not_required
@require_safe
@cache_control(public=True, max_age=_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone (RFC 9309): what needs a sign-in, and answers for programs."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_SEARCH_ENGINES)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when too much was sent."""
    if isinstance(exception, _TOO_BIG):
        return HttpResponse(loader.render_to_string("413.html"), status=413)
    return HttpResponse(loader.render_to_string("400.html"), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or that another site sent."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without context: nothing that may be broken takes part."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


@login_not_required
@require_safe
def without_slash(request: HttpRequest, path: str) -> HttpResponse:
    """Send people who type one slash too many to the page they mean."""
    try:
        resolve(f"/{path}", urlconf=request.urlconf)
    except Resolver404 as error:
        raise Http404 from error
    query = request.GET.urlencode()
    return HttpResponsePermanentRedirect(f"/{path.lstrip('/')}" + (f"?{query}" if query else ""))
