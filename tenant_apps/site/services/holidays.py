"""Writing of holidays."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kit.calendar import thai_government_holidays
from shared_apps.audit import services as audit
from tenant_apps.site.models import Holiday
from tenant_apps.site.services.caching import forget


@transaction.atomic
def add_government_holidays(*, year: int) -> int:
    """Add the government's holidays of a Christian year that are not there yet; returns how many there are."""
    rows = [Holiday(day=day, name=name[:150]) for day, name in thai_government_holidays(year).items()]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    forget()
    return len(rows)


@transaction.atomic
def add_holiday(*, day: date, name: str, actor: Any, at: datetime) -> Holiday:
    """Announce a day on which this office is closed, or rename one."""
    holiday, _is_new = Holiday.objects.update_or_create(day=day, defaults={"name": name, "kind": Holiday.Kind.LOCAL})
    audit.record("site.add_holiday", actor=actor, target=holiday, data={"day": day.isoformat()}, at=at)
    forget()
    return holiday


@transaction.atomic
def remove_holiday(*, holiday: Holiday, actor: Any, at: datetime) -> None:
    """Work on a day that was a holiday, as Cabinet sometimes decides."""
    audit.record("site.remove_holiday", actor=actor, target=holiday, data={"day": holiday.day.isoformat()}, at=at)
    Holiday.objects.filter(pk=holiday.pk).delete()
    forget()
