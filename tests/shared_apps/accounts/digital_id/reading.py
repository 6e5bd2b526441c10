"""What signing in left behind."""

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.models import SocialAccount

from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import tenant_scope

KEY = "k" * 40
Come = Callable[..., Any]


def accounts_in(tenant: Tenant) -> list[SocialAccount]:
    with tenant_scope(tenant):
        return list(SocialAccount.objects.select_related("user").order_by("pk"))


def actions_in(tenant: Tenant) -> list[str]:
    with tenant_scope(tenant):
        return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
