from datetime import UTC, date, datetime

import pytest
import time_machine

from kit import clock


@time_machine.travel(datetime(2026, 11, 20, 17, 30, tzinfo=UTC), tick=False)
def test_today_is_bangkoks() -> None:
    assert clock.now() == datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.today() == date(2026, 11, 21)


def test_bangkok_is_seven_hours_ahead() -> None:
    moment = clock.bangkok(datetime(2026, 11, 20, 17, 30, tzinfo=UTC))
    assert moment.isoformat() == "2026-11-21T00:30:00+07:00"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock.bangkok(datetime(2026, 11, 20))  # noqa: DTZ001 - the point of the test


def test_the_day_of_a_date_is_itself_and_of_a_moment_bangkoks() -> None:
    assert clock.bangkok_day(date(2026, 11, 20)) == date(2026, 11, 20)
    assert clock.bangkok_day(datetime(2026, 11, 20, 17, 30, tzinfo=UTC)) == date(2026, 11, 21)
