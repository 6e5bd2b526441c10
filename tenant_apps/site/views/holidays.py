"""Settings of the holidays."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.views import links
from shared_apps.ui.templatetags.thai import thaidate
from tenant_apps.site import extensions, holidays, selectors, services
from tenant_apps.site.filters import HolidayFilter
from tenant_apps.site.forms.holidays import HolidayForm, ImportForm, RemovalForm
from tenant_apps.site.models import Holiday
from tenant_apps.site.tables import HolidayTable
from tenant_apps.site.views.common import add_domain_error, officer_of, posted

_PER_PAGE = 40
_edits = require_http_methods(["GET", "HEAD", "POST"])
_guarded = right_required("site", "settings")


@require_safe
@_guarded
def holiday_list(request: HttpRequest) -> HttpResponse:
    """The holidays of a year, with the substitution days that are due and the year to import next."""
    query = request.GET.copy()
    query.setdefault("year", str(clock.today().year))
    found = HolidayFilter(query, queryset=selectors.all_holidays(), request=request)
    table = HolidayTable(found.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    years = selectors.holiday_years()
    context = {
        "table": table,
        "filter": found,
        "exports": links(request, "holidays"),
        "suggestions": holidays.suggestions(selectors.all_holidays().filter(day__gte=clock.today())),
        "next_year": max([*years, clock.today().year]) + 1,
    }
    return render(request, "site/settings/holidays.html", context)


@_edits
@_guarded
def add(request: HttpRequest) -> HttpResponse:
    """A new holiday; the address may suggest one."""
    form = HolidayForm(posted(request), initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_holiday(**form.cleaned_data, actor=officer_of(request), at=clock.now())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return _done(request, _("The holiday is added."), [form.cleaned_data["day"]])
    context = {"form": form, "part": "holidays", "title": _("Add a holiday")}
    return render(request, "site/settings/holiday.html", context, status=422 if form.errors else 200)


@_edits
@_guarded
def change(request: HttpRequest, holiday_id: int) -> HttpResponse:
    """One holiday: correct it, work on it after all, or close after all."""
    holiday = _holiday(holiday_id)
    form = HolidayForm.of(holiday, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_holiday(holiday=holiday, **form.cleaned_data, actor=officer_of(request), at=clock.now())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return _done(request, _("Saved."), [holiday.day, form.cleaned_data["day"]])
    return _page(request, holiday, form, RemovalForm(), status=422 if form.errors else 200)


@require_POST
@_guarded
def remove(request: HttpRequest, holiday_id: int) -> HttpResponse:
    """Work on the day, with the reason; or close after all."""
    holiday, actor = _holiday(holiday_id), officer_of(request)
    if "restore" in request.POST:
        services.restore_holiday(holiday=holiday, actor=actor, at=clock.now())
        return _done(request, _("The office is closed on this day again."), [holiday.day])
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return _page(request, holiday, HolidayForm.of(holiday), form, status=422)
    services.remove_holiday(holiday=holiday, reason=form.cleaned_data["reason"], actor=actor, at=clock.now())
    return _done(request, _("The office works on this day."), [holiday.day])


@_edits
@_guarded
def import_year(request: HttpRequest, year: int) -> HttpResponse:
    """What an import of a Christian year would add; and the import."""
    if not abs(year - clock.today().year) <= 2:
        raise Http404
    rows = selectors.all_holidays().filter(day__year=year)
    found = holidays.incoming(year, rows)
    new = [one for one in found if one.state == "new"]
    choices = [(one.day.isoformat(), f"{thaidate(one.day, 'long')} – {one.name}") for one in new]
    form = ImportForm(posted(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        days = [date.fromisoformat(day) for day in form.cleaned_data["days"]]
        count = services.import_holidays(year=year, days=days, actor=officer_of(request), at=clock.now())
        text = ngettext("%(count)s holiday is added.", "%(count)s holidays are added.", count) % {"count": count}
        return _done(request, text, days)
    context = {
        "form": form,
        "new": new,
        "known": [one for one in found if one.state == "known"],
        "cancelled": [one for one in found if one.state == "cancelled"],
        "concerned": _concerned([one.day for one in new]),
        "year": date(year, 1, 1),
    }
    return render(request, "site/settings/holidays_import.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, holiday: Holiday, form: Any, removal: Any, *, status: int) -> HttpResponse:
    context = {
        "holiday": holiday,
        "form": form,
        "removal": removal,
        "forms": [form, removal],
        "concerned": _concerned([holiday.day]),
        "part": "holidays",
        "title": thaidate(holiday.day, "long"),
    }
    return render(request, "site/settings/holiday.html", context, status=status)


def _holiday(holiday_id: int) -> Holiday:
    found = selectors.holiday_by_id(holiday_id)
    if found is None:
        raise Http404
    return found


def _suggested(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        day = None
    known = {"kind": kind} if kind in Holiday.Kind.values else {}
    return {"day": day, "name": request.GET.get("name", "")[:150], **known}


def _concerned(days: list[date]) -> int:
    return sum(listener.concerned(days) for listener in extensions.calendar_listeners()) if days else 0


def _done(request: HttpRequest, text: str, days: list[date]) -> HttpResponse:
    """Say how many open cases are counted anew."""
    count = _concerned(days)
    told = ngettext(
        "The due day of %(count)s open case is counted anew.",
        "The due days of %(count)s open cases are counted anew.",
        count,
    )
    messages.success(request, f"{text} {told % {'count': count}}" if count else text)
    return redirect("site_holidays")
