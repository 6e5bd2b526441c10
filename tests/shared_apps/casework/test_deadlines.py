"""Deadlines, with the vectors of the domain's facts (L): the holidays are those of December 2569."""

from datetime import date, datetime

import pytest

from kit import clock
from kit.calendar import WorkingCalendar
from shared_apps.casework.deadlines import Effect, Fact, Limit, due_after, later, recounted, share_used

CALENDAR = WorkingCalendar(frozenset({date(2026, 12, 7), date(2026, 12, 10), date(2026, 12, 31), date(2027, 1, 1)}))
SEVEN = Limit(7)


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.BANGKOK)


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        (at(2026, 12, 3), SEVEN, date(2026, 12, 16)),
        (at(2026, 12, 25), SEVEN, date(2027, 1, 7)),
        (at(2026, 12, 3), Limit(45, is_working=False), date(2027, 1, 17)),  # a Sunday: not extended for the office
        (at(2026, 11, 20, 23), Limit(1), date(2026, 11, 23)),
    ],
)
def test_the_office_has_until_the_end_of_the_day(received: datetime, limit: Limit, due: date) -> None:
    assert due_after(received, limit, CALENDAR) == datetime(
        due.year, due.month, due.day, 23, 59, 59, 999999, clock.BANGKOK
    )


def test_the_citizens_period_ends_on_a_working_day() -> None:
    assert CALENDAR.citizen_deadline(date(2026, 12, 3), 45) == date(2027, 1, 18)


def test_filed_on_a_holiday_counts_from_the_next_office_hour() -> None:
    assert CALENDAR.legal_receipt(at(2026, 12, 5, 10)) == datetime(2026, 12, 8, 8, 30, tzinfo=clock.BANGKOK)


def test_the_days_on_which_the_citizen_was_asked_do_not_count() -> None:
    due = due_after(at(2026, 12, 3), SEVEN, CALENDAR)
    assert later(due, at(2026, 12, 4), at(2026, 12, 9), CALENDAR).date() == date(2026, 12, 18)


def test_counted_anew_a_case_comes_to_where_its_steps_brought_it() -> None:
    facts = [Fact(Effect.STOP, at(2026, 12, 4)), Fact(Effect.GO_ON, at(2026, 12, 9))]
    assert recounted(at(2026, 12, 3), SEVEN, facts, CALENDAR).date() == date(2026, 12, 18)
    restarted = [*facts, Fact(Effect.RESTART, at(2026, 12, 25))]
    assert recounted(at(2026, 12, 3), SEVEN, restarted, CALENDAR).date() == date(2027, 1, 7)


def test_a_new_holiday_moves_the_due_day_but_not_one_that_was_promised() -> None:
    with_more = WorkingCalendar(CALENDAR.holidays | {date(2026, 12, 14)})
    assert recounted(at(2026, 12, 3), SEVEN, [], with_more).date() == date(2026, 12, 17)
    promised = Fact(Effect.SET, at(2026, 12, 8), due=at(2026, 12, 30))
    assert recounted(at(2026, 12, 3), SEVEN, [promised], with_more) == at(2026, 12, 30)


def test_asked_twice_without_an_answer_the_clock_stands_from_the_first_time() -> None:
    facts = [
        Fact(Effect.STOP, at(2026, 12, 4)),
        Fact(Effect.STOP, at(2026, 12, 8)),
        Fact(Effect.GO_ON, at(2026, 12, 9)),
    ]
    assert recounted(at(2026, 12, 3), SEVEN, facts, CALENDAR).date() == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("today", "share"), [(at(2026, 12, 3), 0), (at(2026, 12, 9), 42), (at(2026, 12, 15), 85), (at(2026, 12, 16), 100)]
)
def test_the_share_of_the_time_that_is_used(today: datetime, share: int) -> None:
    due = due_after(at(2026, 12, 3), SEVEN, CALENDAR)
    assert share_used(at(2026, 12, 3), due, today, CALENDAR) == share
