"""Reading of divisions and officers."""

from typing import Any

from django.db import models

from tenant_apps.registry.models import Division, Officer


def divisions(*, active_only: bool = True) -> "models.QuerySet[Division]":
    """The divisions in their order."""
    rows = Division.objects.order_by("order", "pk")
    return rows.filter(is_active=True) if active_only else rows


def division_by_code(*codes: str) -> Division | None:
    """The first of the seeded divisions `codes` that this LGO has in use, else its first division.

    `division_by_code("health", "office")`: small LGOs have no health division, so that waste belongs to the office.
    """
    found = {division.code: division for division in divisions()}
    return next((found[code] for code in codes if code in found), next(iter(found.values()), None))


def officers(*, active_only: bool = True) -> "models.QuerySet[Officer]":
    """The officers by name, with their user and division in the same query."""
    rows = Officer.objects.select_related("user", "division").order_by("user__display_name", "pk")
    return rows.filter(user__is_active=True) if active_only else rows


def officers_of(division: Division) -> "models.QuerySet[Officer]":
    """The active officers of one division."""
    return officers().filter(division=division)


def officer_of(user: Any) -> Officer | None:
    """The officer that `user` is here, or None."""
    key = getattr(user, "pk", None)
    return officers(active_only=False).filter(user_id=key).first() if key else None


def officer_by_id(officer_id: int) -> Officer | None:
    """The officer of this id, active or not."""
    return officers(active_only=False).filter(pk=officer_id).first()
