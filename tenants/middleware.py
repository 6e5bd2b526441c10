"""From a host to a scope, and out again."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string
from django.utils import translation

from kit.errors import gettext_noop
from tenants import openings, scope
from tenants.models import Tenant
from tenants.resolver import tenant_of
from tenants.workflow import TenantState

Handler = Callable[[HttpRequest], HttpResponse]
READ_ONLY = gettext_noop("This site is read only at the moment: nothing can be sent or changed. Try again later.")
CLOSED = gettext_noop("This site is closed at the moment. Contact the local government directly.")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CLOSED_PAGES = {
    TenantState.REQUESTED: ("ui/tenant_preparing.html", 503),
    TenantState.PROVISIONING: ("ui/tenant_preparing.html", 503),
}


class HealthMiddleware:
    """`/healthz` on any host: the process answers. It needs neither a tenant nor the database."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        return self.get_response(request)


class TenantMiddleware:
    """Enters the scope of the host and leaves it after the response, whatever happens.

    An unknown host gets a 404; it never falls through to the operator's site.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = _host(request)
        if host is None:
            return _no_such_site()
        tenant = None
        if host not in {settings.BASE_DOMAIN, f"www.{settings.BASE_DOMAIN}"}:
            tenant = tenant_of(host)
            if tenant is None or tenant.state in {TenantState.TERMINATED, TenantState.DECLINED}:
                return _no_such_site()
        return self._serve(request, tenant)

    def _serve(self, request: HttpRequest, tenant: Tenant | None) -> HttpResponse:
        closed = _closed_page(request, tenant) if tenant else None
        if closed is not None:
            return closed
        request.tenant = tenant
        request.urlconf = settings.TENANT_URLCONF if tenant else settings.PUBLIC_SCHEMA_URLCONF
        with scope.tenant_scope(tenant) if tenant else scope.public_scope():
            return self.get_response(request)


class SessionTenantMiddleware:
    """A session names its tenant; one that names another, or none, is emptied.

    Sessions lie in the tenant's schema anyway; this holds too when rows are copied or a table is shared by mistake.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = scope.current_key()
        if not request.session.is_empty() and request.session.get("tenant") != key:
            request.session.flush()
        response = self.get_response(request)
        if request.session.modified and not request.session.is_empty():
            request.session["tenant"] = key
        return response


def _host(request: HttpRequest) -> str | None:
    """The host of the request, lower case and without port; None when it is no valid name."""
    try:
        raw = request.get_host()
    except DisallowedHost:
        return None
    if request.META.get("HTTP_HOST", "").split(":")[0].endswith("."):
        return None
    return raw.rsplit(":", 1)[0].lower()


def _no_such_site() -> HttpResponse:
    """A page without a tenant, for a host that nobody has."""
    with translation.override(settings.LANGUAGE_CODE):
        return HttpResponseNotFound(render_to_string("ui/no_such_site.html"))


def _closed_page(request: HttpRequest, tenant: Tenant) -> HttpResponse | None:
    """The page of a site that does not answer now, or that may not be written to; None for what stays open."""
    with translation.override(settings.LANGUAGE_CODE):
        page = _CLOSED_PAGES.get(TenantState(tenant.state))
        if page is not None:
            return HttpResponse(_notice(page[0], tenant), status=page[1], headers={"Retry-After": "60"})
        writes, closed = request.method not in _SAFE, tenant.state == TenantState.SUSPENDED
        if not closed and (tenant.may_write or not writes):
            return None
        if openings.stays_open(request.path, writes=writes, closed=closed):
            return None
        if closed:
            return _refusal("ui/tenant_suspended.html", tenant, status=503, code="closed", detail=CLOSED)
        return _refusal("ui/tenant_read_only.html", tenant, status=403, code="read_only", detail=READ_ONLY)


def _refusal(template: str, tenant: Tenant, *, status: int, code: str, detail: str) -> HttpResponse:
    """A page that says why; the edge of the programming interface makes `problem` of it."""
    response = HttpResponse(_notice(template, tenant), status=status)
    response.__dict__["problem"] = {"code": code, "detail": detail}
    return response


def _notice(template: str, tenant: Tenant) -> str:
    """A page without context processors: the tenant's schema, and even its role, may not be there yet."""
    signposts = openings.signposts(closed=tenant.state == TenantState.SUSPENDED)
    return render_to_string(template, {"tenant": tenant, "signposts": signposts})
