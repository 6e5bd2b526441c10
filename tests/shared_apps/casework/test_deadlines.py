"""Deadlines by the LGO's own calendar."""

from datetime import date, datetime

from kit.clock import BANGKOK
from shared_apps.casework.deadlines import legal_receipt, working_day_deadline


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BANGKOK)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute


def test_working_days_pass_over_weekends_and_holidays() -> None:
    friday = _at(2026, 11, 20, 9, 30)
    assert working_day_deadline(friday, days=1, holidays=[]).date() == date(2026, 11, 23)
    assert working_day_deadline(friday, days=1, holidays=[date(2026, 11, 23)]).date() == date(2026, 11, 24)
    assert working_day_deadline(friday, days=15, holidays=[]).date() == date(2026, 12, 11)


def test_a_deadline_is_the_end_of_its_day_in_bangkok() -> None:
    due = working_day_deadline(_at(2026, 11, 20, 23, 0), days=1, holidays=[])
    assert (due.hour, due.minute, str(due.tzinfo)) == (23, 59, "Asia/Bangkok")


def test_what_comes_after_hours_counts_when_the_office_opens() -> None:
    assert legal_receipt(_at(2026, 11, 20, 20, 0), holidays=[]) == _at(2026, 11, 23, 8, 30)
    assert legal_receipt(_at(2026, 11, 20, 20, 0), holidays=[date(2026, 11, 23)]) == _at(2026, 11, 24, 8, 30)
    assert legal_receipt(_at(2026, 11, 20, 10, 0), holidays=[]) == _at(2026, 11, 20, 10, 0)
