"""Writing of the site's settings, holidays and privacy notice."""

from tenant_apps.site.services.first_day import dismiss_start, skip_step, take_up_step
from tenant_apps.site.services.holidays import (
    add_government_holidays,
    add_holiday,
    change_holiday,
    import_holidays,
    provide_holidays,
    remove_holiday,
    restore_holiday,
)
from tenant_apps.site.services.notices import publish_notice
from tenant_apps.site.services.office import (
    change_settings,
    remove_picture,
    set_colour,
    set_picture,
    switch_services,
)
from tenant_apps.site.services.samples import JOB as SAMPLES_JOB
from tenant_apps.site.services.samples import begin_samples, work_on_samples
from tenant_apps.site.services.seeding import seed

__all__ = [
    "SAMPLES_JOB",
    "add_government_holidays",
    "add_holiday",
    "begin_samples",
    "change_holiday",
    "change_settings",
    "dismiss_start",
    "import_holidays",
    "provide_holidays",
    "publish_notice",
    "remove_holiday",
    "remove_picture",
    "restore_holiday",
    "seed",
    "set_colour",
    "set_picture",
    "skip_step",
    "switch_services",
    "take_up_step",
    "work_on_samples",
]
