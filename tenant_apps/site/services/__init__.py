"""Writing of the site's settings, holidays and privacy notice."""

from tenant_apps.site.services.holidays import (
    add_government_holidays,
    add_holiday,
    remove_holiday,
)
from tenant_apps.site.services.notices import publish_notice
from tenant_apps.site.services.office import change_settings
from tenant_apps.site.services.seeding import seed

__all__ = [
    "add_government_holidays",
    "add_holiday",
    "change_settings",
    "publish_notice",
    "remove_holiday",
    "seed",
]
