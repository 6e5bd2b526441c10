"""Reading of the site's settings, from the cache where a page needs them."""

from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import models

from kit import clock
from kit.calendar import WorkingCalendar
from tenant_apps.site import hours
from tenant_apps.site.models import Holiday, PrivacyNotice, SampleRun, SiteSettings
from tenants.scope import require_tenant

SETTINGS_KEY = "site:settings"
HOLIDAYS_KEY = "site:holidays"
_SECONDS = 300
_STALLED = timedelta(minutes=2)


def site_settings() -> SiteSettings:
    """The LGO's settings: one row, cached. Before the seed, an empty one that is not stored."""
    found: SiteSettings | None = cache.get(SETTINGS_KEY)
    if found is None:
        found = SiteSettings.objects.first() or SiteSettings()
        cache.set(SETTINGS_KEY, found, _SECONDS)
    return found


def chosen_colour() -> str:
    """The brand colour that the LGO has chosen, or nothing."""
    return site_settings().brand_colour


def service_is_on(code: str) -> bool:
    """Whether citizens may begin something in this service: it is in the package, and the LGO has not switched it off.

    Officers finish what was begun, whatever this says.
    """
    return code in require_tenant().services and code not in site_settings().services_off


def holidays() -> frozenset[date]:
    """The days that the office is or was closed, cached; for deadlines."""
    found: frozenset[date] | None = cache.get(HOLIDAYS_KEY)
    if found is None:
        rows = Holiday.objects.filter(is_cancelled=False)
        found = frozenset(rows.values_list("day", flat=True))
        cache.set(HOLIDAYS_KEY, found, _SECONDS)
    return found


def working_calendar() -> WorkingCalendar:
    """The days and hours on which this LGO works: its office hours and its own holidays. For all deadlines."""
    site = site_settings()
    return hours.calendar_of(site.weekly_hours, weekend_counts=site.weekend_counts, holidays=holidays())


def current_privacy_notice(at: datetime) -> PrivacyNotice | None:
    """The notice in force at that time; None only before the LGO was seeded."""
    day = clock.bangkok_day(at)
    return PrivacyNotice.objects.filter(effective_from__lte=day).order_by("-effective_from", "-version").first()


def privacy_notices() -> "models.QuerySet[PrivacyNotice]":
    """All versions, newest first."""
    return PrivacyNotice.objects.order_by("-version")


def privacy_notice(version: int) -> PrivacyNotice | None:
    """One version."""
    return PrivacyNotice.objects.filter(version=version).first()


def next_holidays(today: date) -> "models.QuerySet[Holiday]":
    """The five holidays from `today` on."""
    return Holiday.objects.filter(is_cancelled=False, day__gte=today).order_by("day")[:5]


def holidays_of(year: int) -> "models.QuerySet[Holiday]":
    """The days of a Christian year on which the office is closed, in order."""
    return Holiday.objects.filter(day__year=year, is_cancelled=False).order_by("day")


def all_holidays() -> "models.QuerySet[Holiday]":
    """All holidays, cancelled ones too, in order."""
    return Holiday.objects.order_by("day")


def holiday_by_id(holiday_id: int) -> Holiday | None:
    """One of them."""
    return Holiday.objects.filter(pk=holiday_id).first()


def holiday_years() -> list[int]:
    """The Christian years of which there are holidays, newest first."""
    return [day.year for day in Holiday.objects.dates("day", "year", order="DESC")]


def sample_run() -> SampleRun:
    """The last loading or clearing of samples, done or under way."""
    return SampleRun.objects.select_related("by").first() or SampleRun()


def is_stalled(run: SampleRun, *, at: datetime) -> bool:
    """Whether a run has made no step for so long that it may be begun anew; its job, should it live, then stops."""
    return run.state == SampleRun.State.RUNNING and (run.moved_at is None or at - run.moved_at > _STALLED)
