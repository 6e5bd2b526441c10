"""What an LGO publishes of its cases."""

from typing import Any

from django.utils import timezone

from tenant_apps.complaints import services
from tenants.models import Tenant
from tenants.scope import tenant_scope


def publish(tenant: Tenant, **values: Any) -> None:
    """Change the LGO's options of publication."""
    with tenant_scope(tenant):
        services.change_citizen_options(values=values, actor=None, at=timezone.now())
