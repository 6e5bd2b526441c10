"""The adoption of each LGO as a row to take away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from provisioning import review
from shared_apps.geography.provinces import province
from tenants.models import Service


def adoption_headers() -> tuple[object, ...]:
    """The columns."""
    return (
        _("Local government"),
        _("Type"),
        _("Province"),
        _("State"),
        _("Signed up"),
        _("Officers"),
        _("Citizens"),
        _("Cases"),
        _("Cases in seven days"),
        _("Officers at work in seven days"),
        _("Services in use"),
        _("First case"),
        _("Last activity"),
    )


def adoption_row(tenant: Any) -> list[Any]:
    """An LGO, with nothing in the cells of what was never counted."""
    facts = getattr(tenant, "facts", None)
    counted: list[Any] = [None] * 8
    if facts is not None:
        services = ", ".join(str(Service(code).label) for code in facts.services if code in Service.values)
        counted = [
            facts.officers,
            facts.citizens,
            facts.cases,
            facts.cases_week,
            facts.active_officers,
            services,
            facts.first_case_at,
            facts.last_activity_at,
        ]
    return [
        tenant.name,
        review.type_label(tenant.lgo_type),
        str(province(tenant.province_code)),
        str(tenant.get_state_display()),
        tenant.created_at,
        *counted,
    ]
