"""Writing of holidays. Every change is told to those whose deadlines follow the calendar."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.dates import buddhist_year
from kit.errors import Conflict, Invalid
from shared_apps.accounts.selectors import active_administrators
from shared_apps.audit import services as audit
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.services import notify, recipient_of
from shared_apps.ui.templatetags.thai import thaidate
from tenant_apps.site import extensions
from tenant_apps.site.holidays import government_holidays, kind_of_name
from tenant_apps.site.models import Holiday
from tenant_apps.site.services.caching import forget

ALREADY = _("This day is a holiday already. Open it in the list to change it.")
WHY = _("Write why the office works on this day, for example the Cabinet resolution.")
_FIELDS = ("day", "name", "kind", "is_cancelled", "reason")
_ACTION = "site.change_holidays"


@transaction.atomic
def add_government_holidays(*, year: int) -> int:
    """Add the government's holidays of a Christian year that are not there yet; returns how many there are."""
    rows = [Holiday(day=day, name=name, kind=kind_of_name(name)) for day, name in government_holidays(year).items()]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    forget()
    return len(rows)


@transaction.atomic
def provide_holidays(*, at: datetime) -> list[int]:
    """Add the government's holidays of this year and the next where none are there, so that no deadline runs over a
    year without any; the administrators are asked to check them. Returns the Christian years; run again, none.
    """
    this_year = clock.bangkok_day(at).year
    known = Holiday.objects.filter(kind=Holiday.Kind.GOVERNMENT)
    years = [year for year in (this_year, this_year + 1) if not known.filter(day__year=year).exists()]
    for year in years:
        count = add_government_holidays(year=year)
        audit.record("site.provide_holidays", actor=None, data={"year": year, "days": count}, at=at)
        _tell_administrators(year, count)
    if years:
        _announce()
    return years


def _tell_administrators(year: int, count: int) -> None:
    words = {"year": str(buddhist_year(date(year, 12, 31))), "count": str(count)}
    for administrator in active_administrators():
        notify("site/holidays", to=recipient_of(administrator), context=words, key=f"{administrator.pk}:{year}")


@transaction.atomic
def add_holiday(
    *, day: date, name: str, actor: Any, at: datetime, kind: str = Holiday.Kind.LOCAL, reason: str = ""
) -> Holiday:
    """Close the office on a day.

    Raises:
        Conflict: the day is a holiday already.
    """
    holiday = Holiday(day=day, name=name, kind=kind, reason=reason)
    try:
        with transaction.atomic():
            _save(holiday, before={}, actor=actor, at=at)
    except IntegrityError as error:
        raise Conflict(ALREADY, field="day", code="already") from error
    _announce()
    return holiday


@transaction.atomic
def change_holiday(*, holiday: Holiday, day: date, name: str, kind: str, actor: Any, at: datetime) -> Holiday:
    """Correct a holiday's day, name or kind.

    Raises:
        Conflict: another holiday is on that day.
    """
    locked = _locked(holiday)
    before = _values(locked)
    locked.day, locked.name, locked.kind = day, name, kind
    try:
        with transaction.atomic():
            _save(locked, before=before, actor=actor, at=at)
    except IntegrityError as error:
        raise Conflict(ALREADY, field="day", code="already") from error
    _announce()
    return locked


@transaction.atomic
def remove_holiday(*, holiday: Holiday, reason: str, actor: Any, at: datetime) -> Holiday:
    """Work on a day that was a holiday, as Cabinet sometimes orders. It stays in the list, so no import brings it back.

    Raises:
        Invalid: no reason is given.
    """
    if not reason.strip():
        raise Invalid(WHY, field="reason")
    return _set_cancelled(holiday, True, reason, actor, at)


@transaction.atomic
def restore_holiday(*, holiday: Holiday, actor: Any, at: datetime) -> Holiday:
    """Close the office on that day after all."""
    return _set_cancelled(holiday, False, "", actor, at)


@transaction.atomic
def import_holidays(*, year: int, days: Collection[date], actor: Any, at: datetime) -> int:
    """Add the chosen ones of the government's holidays of a Christian year; returns how many were not there."""
    known = set(Holiday.objects.select_for_update().filter(day__year=year).values_list("day", flat=True))
    chosen = {day: name for day, name in government_holidays(year).items() if day in days and day not in known}
    for day, name in chosen.items():
        add_holiday(day=day, name=name, kind=kind_of_name(name), actor=actor, at=at)
    return len(chosen)


def announce_calendar() -> None:
    """Let deadlines be counted anew after the transaction; office hours changed as well."""
    _announce()


def _set_cancelled(holiday: Holiday, cancelled: bool, reason: str, actor: Any, at: datetime) -> Holiday:
    locked = _locked(holiday)
    before = _values(locked)
    locked.is_cancelled, locked.reason = cancelled, reason
    _save(locked, before=before, actor=actor, at=at)
    _announce()
    return locked


def _locked(holiday: Holiday) -> Holiday:
    return Holiday.objects.select_for_update().get(pk=holiday.pk)


def _values(holiday: Holiday) -> dict[str, object]:
    return {name: getattr(holiday, name) for name in _FIELDS}


def _save(holiday: Holiday, *, before: Mapping[str, object], actor: Any, at: datetime) -> None:
    after = {name: value for name, value in _values(holiday).items() if before or value}
    if before == after:
        return
    holiday.changed_at, holiday.changed_by = at, str(actor) if actor else ""
    holiday.save()
    # Which day it was about stands first, whatever of it changed.
    said = {"holiday": f"{thaidate(holiday.day)} {holiday.name}"} if before else {}
    audit.record_change(_ACTION, actor=actor, target=holiday, before=before, after={**said, **after}, at=at)


def _announce() -> None:
    forget()
    for listener in extensions.calendar_listeners():
        enqueue(listener.job)
