"""Writing of the site's settings and holidays."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kit import clock
from kit.calendar import thai_government_holidays
from kit.dates import buddhist_year
from shared_apps.audit import services as audit
from shared_apps.files.services import store_image
from shared_apps.geography.provinces import province
from tenant_apps.site.models import PICTURE_PURPOSE, Holiday, SiteSettings
from tenant_apps.site.selectors import HOLIDAYS_KEY, SETTINGS_KEY
from tenants.models import Tenant
from tenants.scope import require_tenant, tenant_scope

OFFICE_HOURS = "จันทร์–ศุกร์ 08.30–16.30 น. เว้นวันหยุดราชการ"


@transaction.atomic
def seed(*, at: datetime) -> None:
    """Give a new LGO its settings and the holidays of this year and the next. Idempotent; changes nothing twice."""
    tenant = require_tenant()
    _row, is_new = SiteSettings.objects.get_or_create(id=1, defaults=_first_settings(tenant, at))
    today = clock.bangkok_day(at)
    for year in (today.year, today.year + 1):
        add_government_holidays(year=year)
    if is_new:
        audit.record("site.seed", actor=None, data={"year": buddhist_year(today)}, at=at)
    _forget()


@transaction.atomic
def add_government_holidays(*, year: int) -> int:
    """Add the government's holidays of a Christian year that are not there yet; returns how many there are."""
    rows = [Holiday(day=day, name=name[:150]) for day, name in thai_government_holidays(year).items()]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    _forget()
    return len(rows)


@transaction.atomic
def add_holiday(*, day: date, name: str, actor: Any, at: datetime) -> Holiday:
    """Announce a day on which this office is closed, or rename one."""
    holiday, _is_new = Holiday.objects.update_or_create(day=day, defaults={"name": name, "is_local": True})
    audit.record("site.add_holiday", actor=actor, target=holiday, data={"day": day.isoformat()}, at=at)
    _forget()
    return holiday


@transaction.atomic
def remove_holiday(*, holiday: Holiday, actor: Any, at: datetime) -> None:
    """Work on a day that was a holiday, as Cabinet sometimes decides."""
    audit.record("site.remove_holiday", actor=actor, target=holiday, data={"day": holiday.day.isoformat()}, at=at)
    Holiday.objects.filter(pk=holiday.pk).delete()
    _forget()


@transaction.atomic
def change_settings(
    *, values: Mapping[str, Any], actor: Any, at: datetime, seal: "UploadedFile[Any] | None" = None
) -> SiteSettings:
    """Change some of the site's settings, and the seal when there is a new one.

    Raises:
        kit.errors.Invalid: the seal is no picture that we can take.
    """
    changed = {**values, "updated_at": at}
    if "latitude" in values:
        known = values["latitude"] is not None
        changed |= {"is_place_known": known} | ({} if known else _seat_of_province(require_tenant()))
    if seal is not None:
        changed["seal"] = store_image(seal, actor=actor, purpose=PICTURE_PURPOSE, at=at)
    settings, _is_new = SiteSettings.objects.update_or_create(id=1, defaults=changed)
    audit.record("site.change_settings", actor=actor, target=settings, data={"fields": sorted(changed)}, at=at)
    _forget()
    return settings


def _first_settings(tenant: Tenant, at: datetime) -> dict[str, Any]:
    place = province(tenant.province_code)
    return {
        "address": f"อ.{tenant.district} จ.{place.name_th}" if tenant.district else f"จ.{place.name_th}",
        "email": tenant.saraban_email,
        "office_hours": OFFICE_HOURS,
        "updated_at": at,
        **_seat_of_province(tenant),
    }


def _seat_of_province(tenant: Tenant) -> dict[str, Any]:
    place = province(tenant.province_code)
    return {"latitude": Decimal(str(place.latitude)), "longitude": Decimal(str(place.longitude))}


def _forget() -> None:
    """Now for this transaction, and after the commit since a page could put the old values back before."""
    tenant = require_tenant()
    _clear(tenant)
    transaction.on_commit(lambda: _clear(tenant))


def _clear(tenant: Tenant) -> None:
    with tenant_scope(tenant):  # the commit may come after the scope was left
        cache.delete_many([SETTINGS_KEY, HOLIDAYS_KEY])
