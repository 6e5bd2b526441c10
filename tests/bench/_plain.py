"""What takes the place of tenancy in the plain Django of the request bench."""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.http import HttpRequest, HttpResponse

_db: Any = connection


class PlainTenants(AppConfig):
    """The tables of `tenants` without the guard."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"


class OneTenantMiddleware:
    """Every request is for the one LGO in the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.tenant: Any = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from tenants.models import Tenant

        self.tenant = self.tenant or Tenant.objects.get()
        _db.set_tenant(self.tenant)
        request.tenant = self.tenant
        return self.get_response(request)
