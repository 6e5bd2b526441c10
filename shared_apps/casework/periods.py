"""Which days a report is about: a fiscal year, a quarter of it, or any days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import clock
from kit.dates import THAI_MONTHS_SHORT, buddhist_year, fiscal_year, fiscal_year_bounds, format_medium
from shared_apps.ui.fields import ThaiDateField

_YEARS = 6


@dataclass(frozen=True)
class Period:
    """From a day to a day, both with; None is open."""

    first: date | None
    last: date | None

    @property
    def start(self) -> datetime | None:
        """Its first moment."""
        return datetime.combine(self.first, time.min, clock.BANGKOK) if self.first else None

    @property
    def end(self) -> datetime | None:
        """The moment after its last."""
        return datetime.combine(self.last + timedelta(days=1), time.min, clock.BANGKOK) if self.last else None

    def of(self, field: str) -> dict[str, datetime]:
        """Conditions for a queryset on a field of time."""
        bounds = {f"{field}__gte": self.start, f"{field}__lt": self.end}
        return {name: moment for name, moment in bounds.items() if moment}

    def __str__(self) -> str:
        if self.first and self.last:
            return f"{format_medium(self.first)} – {format_medium(self.last)}"
        if self.first:
            return _("from %(day)s") % {"day": format_medium(self.first)}
        if self.last:
            return _("until %(day)s") % {"day": format_medium(self.last)}
        return _("All the time")


def _years() -> list[tuple[str, Any]]:
    now = fiscal_year(clock.today())
    return [("", gettext_lazy("All")), *((str(year), str(year)) for year in range(now, now - _YEARS, -1))]


_QUARTERS = [
    ("", gettext_lazy("The whole year")),
    ("1", gettext_lazy("1 (October–December)")),
    ("2", gettext_lazy("2 (January–March)")),
    ("3", gettext_lazy("3 (April–June)")),
    ("4", gettext_lazy("4 (July–September)")),
]


class PeriodForm(forms.Form):
    """The period of a report. Days go before the fiscal year."""

    year = forms.ChoiceField(label=gettext_lazy("Fiscal year"), choices=_years, required=False)
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"), choices=_QUARTERS, required=False)
    first = ThaiDateField(label=gettext_lazy("From"), required=False)
    last = ThaiDateField(label=gettext_lazy("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("quarter") and not values.get("year"):
            self.add_error("year", _("Choose the fiscal year of the quarter."))
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first one."))
        return values

    @property
    def period(self) -> Period:
        """What was chosen; everything when it is wrong."""
        values = self.cleaned_data if self.is_valid() else {}
        if values.get("first") or values.get("last"):
            return Period(values.get("first"), values.get("last"))
        if not values.get("year"):
            return Period(None, None)
        start, end = fiscal_year_bounds(int(values["year"]))
        return _quarter(start, int(values["quarter"])) if values.get("quarter") else Period(start, end)


def _quarter(start: date, number: int) -> Period:
    first = _month_later(start, 3 * (number - 1))
    return Period(first, _month_later(first, 3) - timedelta(days=1))


def _month_later(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def month_label(month: date) -> str:
    """`พ.ย. 69`."""
    return f"{THAI_MONTHS_SHORT[month.month - 1]} {buddhist_year(month) % 100:02}"
