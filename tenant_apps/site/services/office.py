"""Writing of what the LGO says about itself; the audit's action names the part: `site.change_contact`."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.colour import TEXT_CONTRAST, WHITE, contrast, darken_until, parse_colour
from kit.errors import Invalid, NotFound
from shared_apps.audit import services as audit
from shared_apps.files.services import store_image
from shared_apps.geography.provinces import province
from tenant_apps.site import extensions, hours
from tenant_apps.site.models import PICTURE_PURPOSE, SiteSettings
from tenant_apps.site.pictures import Picture, kind_of
from tenant_apps.site.services.caching import forget
from tenant_apps.site.services.holidays import announce_calendar
from tenants.models import Tenant
from tenants.scope import require_tenant

_NOT_A_CHANGE = frozenset({"updated_at", "is_place_known", "steps_skipped", "start_dismissed_at"})
TOO_PALE = _(
    "White text on this colour is hard to read: its contrast is %(ratio)s and must be at least 4.5. Use %(near)s."
)
NO_SUCH_PICTURE = _("There is no such picture.")


@transaction.atomic
def change_settings(*, values: Mapping[str, Any], actor: Any, at: datetime, part: str = "settings") -> SiteSettings:
    """Change some of the site's settings, recorded as `site.change_<part>`.

    Raises:
        kit.errors.Invalid: the hours cannot be.
    """
    if "weekly_hours" in values:
        hours.check(values["weekly_hours"])
    changed = {**values, "updated_at": at}
    if "latitude" in values:
        known = values["latitude"] is not None
        changed |= {"is_place_known": known} | ({} if known else seat_of_province(require_tenant()))
    settings = locked_row()
    before = {name: getattr(settings, name) for name in changed}
    for name, value in changed.items():
        setattr(settings, name, value)
    settings.save()
    if {"weekly_hours", "weekend_counts"} & {*values}:
        announce_calendar()
    after = {name: value for name, value in changed.items() if name not in _NOT_A_CHANGE}
    audit.record_change(f"site.change_{part}", actor=actor, target=settings, before=before, after=after, at=at)
    forget()
    return settings


@transaction.atomic
def set_picture(*, picture: str, upload: "UploadedFile[Any]", actor: Any, at: datetime) -> SiteSettings:
    """Replace the logo, seal or banner; the file is encoded anew and cut to what it is for.

    Raises:
        Invalid: no picture that we can take, or too small; NotFound: there is no such picture.
    """
    kind = kind_of(picture)
    if kind is None:
        raise NotFound(NO_SUCH_PICTURE)
    file = store_image(upload, actor=actor, purpose=PICTURE_PURPOSE, at=at, shape=kind.shape)
    return change_settings(values={str(kind.name): file}, actor=actor, at=at, part="pictures")


def remove_picture(*, picture: Picture, actor: Any, at: datetime) -> SiteSettings:
    """Show no logo, seal or banner any more. The file stays, as the history names it."""
    return change_settings(values={str(picture): None}, actor=actor, at=at, part="pictures")


def set_colour(*, colour: str, actor: Any, at: datetime) -> SiteSettings:
    """Choose the brand colour; nothing returns to the one the site was set up with.

    Raises:
        Invalid: no colour, or white text on it has less contrast than WCAG 2.2 AA asks for.
    """
    if colour:
        chosen = parse_colour(colour)
        ratio = contrast(chosen, WHITE)
        if ratio < TEXT_CONTRAST:
            near = darken_until(chosen, WHITE)
            params = {"ratio": f"{ratio:.1f}", "near": str(near)}
            raise Invalid(TOO_PALE, field="colour", code="too_pale", params=params)
        colour = str(chosen)
    return change_settings(values={"brand_colour": colour}, actor=actor, at=at, part="colour")


def switch_services(*, on: frozenset[str], actor: Any, at: datetime) -> SiteSettings:
    """Switch the registered services on or off. Cases that were begun go on."""
    off = [service.code for service in extensions.services() if service.code not in on]
    return change_settings(values={"services_off": off}, actor=actor, at=at, part="services")


def seat_of_province(tenant: Tenant) -> dict[str, Any]:
    """Where maps are centred until the LGO says where its office is."""
    place = province(tenant.province_code)
    return {"latitude": Decimal(str(place.latitude)), "longitude": Decimal(str(place.longitude))}


def locked_row() -> SiteSettings:
    """The settings as they are in the database, locked until the transaction ends."""
    row, _is_new = SiteSettings.objects.select_for_update().get_or_create(id=1)
    return row
