"""Counting how much an LGO uses the platform, once a night. Inside the LGO; only counts leave it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from kit import clock
from provisioning.models import MonthlyFacts, TenantFacts
from shared_apps.accounts.models import User, UserKind
from shared_apps.accounts.selectors import officers
from shared_apps.audit.selectors import entries
from shared_apps.casework.use import ServiceUse, uses
from tenants.scope import public_scope, require_tenant

WEEK = timedelta(days=7)


def count_use(*, at: datetime) -> TenantFacts:
    """Count the LGO in scope and keep the counts in public; run again, it writes the same."""
    tenant = require_tenant()
    month = clock.bangkok_day(at).replace(day=1)
    begin = datetime(month.year, month.month, 1, tzinfo=clock.BANGKOK)
    found = list(uses(since=at - WEEK, since_month=begin))
    values = _people(at) | _cases(found)
    with transaction.atomic(), public_scope():
        facts, _is_new = TenantFacts.objects.update_or_create(tenant=tenant, defaults={**values, "counted_at": at})
        MonthlyFacts.objects.update_or_create(
            tenant=tenant,
            month=month,
            defaults={
                "cases": sum(one.since_month for one in found),
                "services": [one.service for one in found if one.since_month],
            },
        )
    return facts


def _cases(found: list[ServiceUse]) -> dict[str, Any]:
    first = [one.first_at for one in found if one.first_at is not None]
    return {
        "cases": sum(one.cases for one in found),
        "cases_week": sum(one.lately for one in found),
        "services": [one.service for one in found if one.cases],
        "first_case_at": min(first, default=None),
    }


def _people(at: datetime) -> dict[str, Any]:
    """Officers who did anything that is on record; signing in is."""
    done = entries().order_by().filter(actor__kind=UserKind.OFFICER)
    return {
        "officers": officers().filter(is_active=True).count(),
        "citizens": User.objects.filter(kind=UserKind.CITIZEN).count(),
        "active_officers": done.filter(at__gte=at - WEEK).values("actor").distinct().count(),
        "first_officer_at": officers().order_by().aggregate(first=Min("date_joined"))["first"],
        "last_activity_at": done.aggregate(last=Max("at"))["last"],
    }
