"""Office hours: for each weekday, Monday first, the spans during which the office is open."""

from collections.abc import Sequence
from datetime import date, time
from itertools import groupby, pairwise

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kit.calendar import SATURDAY, SUNDAY, Hours, WorkingCalendar
from kit.errors import Invalid
from shared_apps.ui.templatetags.thai import is_thai

WeeklyHours = Sequence[Sequence[Sequence[str]]]
WRONG_ORDER = gettext_lazy("The office must close later than it opens.")
NEVER_OPEN = gettext_lazy(
    "Open the office on at least one day from Monday to Friday; deadlines are counted in those days."
)
_WEEKEND = frozenset({SATURDAY, SUNDAY})


def spans_of(day: Sequence[Sequence[str]]) -> tuple[Hours, ...]:
    """The spans of one weekday as times."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)


def calendar_of(weekly: WeeklyHours, *, weekend_counts: bool, holidays: frozenset[date]) -> WorkingCalendar:
    """The calendar of an office with these hours.

    Saturdays and Sundays are no working days by law; `weekend_counts` says that those on which it is open are.
    """
    spans = [spans_of(day) for day in weekly]
    closed = frozenset(weekday for weekday, one in enumerate(spans) if not one)
    return WorkingCalendar(
        holidays=holidays,
        weekend=closed if weekend_counts else closed | _WEEKEND,
        other_hours=tuple(enumerate(spans)),
    )


def check(weekly: WeeklyHours) -> None:
    """Refuse hours that overlap or run backwards, and an office that never opens from Monday to Friday.

    Raises:
        Invalid: they do.
    """
    for day in weekly:
        moments = [moment for span in spans_of(day) for moment in span]
        if any(earlier >= later for earlier, later in pairwise(moments)):
            raise Invalid(WRONG_ORDER, code="wrong_order")
    if not any(weekly[:SATURDAY]):
        raise Invalid(NEVER_OPEN, code="never_open")


def lines(weekly: WeeklyHours) -> list[str]:
    """The hours in words, weekdays of the same hours together: `Monday–Friday 08.30–12.00, 13.00–16.30`."""
    made = []
    for hours, group in groupby(enumerate(weekly), key=lambda pair: [tuple(span) for span in pair[1]]):
        days = [weekday for weekday, _spans in group]
        made.append(f"{_days(days)} {_spans_in_words(hours)}")
    return made


def _days(weekdays: list[int]) -> str:
    first, last = str(WEEKDAYS[weekdays[0]]), str(WEEKDAYS[weekdays[-1]])
    return first if len(weekdays) == 1 else f"{first}–{last}"


def _spans_in_words(spans: Sequence[Sequence[str]]) -> str:
    if not spans:
        return _("closed")
    times = ", ".join(f"{opens}–{closes}" for opens, closes in spans)
    return pgettext("office hours", "%(times)s") % {"times": times.replace(":", ".") if is_thai() else times}
