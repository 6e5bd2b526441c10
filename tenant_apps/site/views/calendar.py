"""The office's holidays for citizens: by month, as a list, and for their own calendars."""

from calendar import Calendar
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit import clock
from tenant_apps.site import ics, selectors
from tenant_apps.site.models import Holiday
from tenant_apps.site.views.common import tenant_of

_YEARS = 2
_SUNDAY = 6


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """One month as a calendar, and the year as a list. A month that cannot be read is this one."""
    month = _month(request.GET.get("month", ""))
    found = list(selectors.holidays_of(month.year))
    context = {
        "month": month,
        "weeks": _weeks(month, found),
        "weekdays": [WEEKDAYS_ABBR[number % 7] for number in range(_SUNDAY, _SUNDAY + 7)],
        "before": _moved(month, -1),
        "after": _moved(month, 1),
        "holidays": found,
    }
    return render(request, "site/holidays.html", context)


@login_not_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """This year's holidays and the next one's, as a calendar file."""
    today = clock.today()
    rows = [*selectors.holidays_of(today.year), *selectors.holidays_of(today.year + 1)]
    name = _("Holidays of %(name)s") % {"name": tenant_of(request).name}
    text = ics.calendar_of(rows, name=name, host=request.get_host(), at=clock.now())
    response = HttpResponse(text, content_type=ics.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="holidays.ics"'
    return response


def _month(text: str) -> date:
    """The first day of `2026-11`, within the years that there are."""
    today = clock.today()
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = today
    return (found if abs(found.year - today.year) <= _YEARS else today).replace(day=1)


def _moved(month: date, by: int) -> str:
    """The month before or after, as the address has it; nothing beyond the years that there are."""
    number = month.year * 12 + month.month - 1 + by
    moved = date(number // 12, number % 12 + 1, 1)
    return f"{moved:%Y-%m}" if _month(f"{moved:%Y-%m}") == moved else ""


def _weeks(month: date, found: list[Holiday]) -> list[list[dict[str, Any]]]:
    """Weeks from Sunday, as Thai calendars have them."""
    names = {holiday.day: holiday.name for holiday in found}
    working, today = selectors.working_calendar(), clock.today()
    return [
        [
            {
                "day": day,
                "is_other": day.month != month.month,
                "is_today": day == today,
                "name": names.get(day, ""),
                "is_closed": day in names or day.weekday() in working.weekend,
            }
            for day in week
        ]
        for week in Calendar(_SUNDAY).monthdatescalendar(month.year, month.month)
    ]
