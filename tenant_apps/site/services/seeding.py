"""What a new LGO begins with."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit import clock
from kit.dates import buddhist_year
from shared_apps.audit import services as audit
from shared_apps.geography.lgo import district_of
from shared_apps.geography.provinces import province
from tenant_apps.site.models import PrivacyNotice, SiteSettings
from tenant_apps.site.notices import default_text
from tenant_apps.site.services.caching import forget
from tenant_apps.site.services.holidays import add_government_holidays
from tenant_apps.site.services.office import seat_of_province
from tenants.models import Tenant
from tenants.scope import require_tenant


@transaction.atomic
def seed(*, at: datetime) -> None:
    """Give a new LGO its settings, a privacy notice, and the holidays of this year and the next.

    Idempotent; changes nothing twice.
    """
    tenant = require_tenant()
    _row, is_new = SiteSettings.objects.get_or_create(id=1, defaults=_first_settings(tenant, at))
    today = clock.bangkok_day(at)
    for year in (today.year, today.year + 1):
        add_government_holidays(year=year)
    PrivacyNotice.objects.get_or_create(
        version=1,
        defaults={
            "effective_from": today,
            "text_th": default_text("th", name=tenant.name),
            "text_en": default_text("en", name=tenant.name),
            "published_at": at,
        },
    )
    if is_new:
        audit.record("site.seed", actor=None, data={"year": buddhist_year(today)}, at=at)
    forget()


def _first_settings(tenant: Tenant, at: datetime) -> dict[str, Any]:
    place, district = province(tenant.province_code), district_of(tenant.district)
    return {
        "address": f"อ.{district} จ.{place.name_th}" if district else f"จ.{place.name_th}",
        "email": tenant.saraban_email,
        "updated_at": at,
        **seat_of_province(tenant),
    }
