"""Writing of what the LGO says about itself."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shared_apps.audit import services as audit
from shared_apps.files.services import store_image
from shared_apps.geography.provinces import province
from tenant_apps.site import hours
from tenant_apps.site.models import PICTURE_PURPOSE, SiteSettings
from tenant_apps.site.services.caching import forget
from tenants.models import Tenant
from tenants.scope import require_tenant

_NOT_A_CHANGE = frozenset({"updated_at", "is_place_known", "steps_skipped", "start_dismissed_at"})


@transaction.atomic
def change_settings(
    *, values: Mapping[str, Any], actor: Any, at: datetime, seal: "UploadedFile[Any] | None" = None
) -> SiteSettings:
    """Change some of the site's settings, and the seal when there is a new one.

    Raises:
        kit.errors.Invalid: the seal is no picture that we can take, or the hours cannot be.
    """
    if "weekly_hours" in values:
        hours.check(values["weekly_hours"])
    changed = {**values, "updated_at": at}
    if "latitude" in values:
        known = values["latitude"] is not None
        changed |= {"is_place_known": known} | ({} if known else seat_of_province(require_tenant()))
    if seal is not None:
        changed["seal"] = store_image(seal, actor=actor, purpose=PICTURE_PURPOSE, at=at)
    settings = _locked_row()
    before = {name: getattr(settings, name) for name in changed}
    for name, value in changed.items():
        setattr(settings, name, value)
    settings.save()
    after = {name: value for name, value in changed.items() if name not in _NOT_A_CHANGE}
    audit.record_change("site.change_settings", actor=actor, target=settings, before=before, after=after, at=at)
    forget()
    return settings


def seat_of_province(tenant: Tenant) -> dict[str, Any]:
    """Where maps are centred until the LGO says where its office is."""
    place = province(tenant.province_code)
    return {"latitude": Decimal(str(place.latitude)), "longitude": Decimal(str(place.longitude))}


def _locked_row() -> SiteSettings:
    row, _is_new = SiteSettings.objects.select_for_update().get_or_create(id=1)
    return row
