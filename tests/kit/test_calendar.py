from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.calendar import WorkingCalendar, add_calendar_days, thai_government_holidays
from kit.clock import BANGKOK

HOLIDAYS = {**thai_government_holidays(2026), **thai_government_holidays(2027)}
CALENDAR = WorkingCalendar(frozenset(HOLIDAYS))
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 11, 1))


def bangkok(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=BANGKOK)


class TestHolidays:
    def test_children_and_labour_are_not_for_government(self) -> None:
        for day in (date(2026, 1, 10), date(2026, 5, 1), date(2027, 5, 1), date(2027, 5, 3)):
            assert day not in HOLIDAYS

    @pytest.mark.parametrize(
        ("day", "name"),
        [
            (date(2026, 5, 13), "วันพืชมงคล"),
            (date(2026, 7, 30), "วันเข้าพรรษา"),
            (date(2026, 6, 1), "ชดเชยวันวิสาขบูชา"),
            (date(2026, 12, 10), "วันรัฐธรรมนูญ"),
            (date(2026, 12, 31), "วันสิ้นปี"),
            (date(2027, 1, 1), "วันขึ้นปีใหม่"),
        ],
    )
    def test_names(self, day: date, name: str) -> None:
        assert HOLIDAYS[day] == name

    def test_the_substitute_of_5_december(self) -> None:
        assert "ชดเชยวันชาติ" in HOLIDAYS[date(2026, 12, 7)]

    def test_days_are_in_order(self) -> None:
        days = list(thai_government_holidays(2026))
        assert days == sorted(days)


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("start", "end"),
        [(date(2026, 12, 3), date(2026, 12, 16)), (date(2026, 12, 25), date(2027, 1, 7))],
    )
    def test_seven_working_days(self, start: date, end: date) -> None:
        assert CALENDAR.add_working_days(start, 7) == end
        assert CALENDAR.working_days_between(start, end) == 7
        assert CALENDAR.working_days_between(end, start) == -7

    def test_on_or_after(self) -> None:
        assert CALENDAR.on_or_after(date(2026, 12, 5)) == date(2026, 12, 8)
        assert CALENDAR.on_or_after(date(2026, 12, 8)) == date(2026, 12, 8)

    @given(DAYS, st.integers(min_value=0, max_value=30))
    def test_adding_and_counting_agree(self, day: date, count: int) -> None:
        end = CALENDAR.add_working_days(day, count)
        assert CALENDAR.working_days_between(day, end) == count
        assert end == day or CALENDAR.is_working_day(end)

    def test_days_are_counted_forward(self) -> None:
        with pytest.raises(ValueError, match="forward"):
            CALENDAR.add_working_days(date(2026, 12, 3), -1)
        with pytest.raises(ValueError, match="forward"):
            add_calendar_days(date(2026, 12, 3), -1)

    @pytest.mark.parametrize("never", [{"weekend": frozenset(range(7))}, {"office_hours": ()}])
    def test_an_office_that_never_opens_is_refused(self, never: dict[str, frozenset[int]]) -> None:
        with pytest.raises(ValueError, match="never opens"):
            WorkingCalendar(**never)  # type: ignore[arg-type]  # one of two fields


class TestDeadlines:
    def test_a_sunday_holds_the_office_but_not_the_citizen(self) -> None:
        start = date(2026, 12, 3)
        assert CALENDAR.officer_deadline(start, 45) == date(2027, 1, 17)
        assert CALENDAR.citizen_deadline(start, 45) == date(2027, 1, 18)


class TestLegalReceipt:
    @pytest.mark.parametrize(
        ("submitted", "received"),
        [
            (bangkok(5, 10), bangkok(8, 8, 30)),
            (bangkok(8, 7), bangkok(8, 8, 30)),
            (bangkok(8, 8, 30), bangkok(8, 8, 30)),
            (bangkok(8, 11, 59), bangkok(8, 11, 59)),
            (bangkok(8, 12), bangkok(8, 13)),
            (bangkok(8, 16, 29), bangkok(8, 16, 29)),
            (bangkok(8, 16, 30), bangkok(9, 8, 30)),
            (bangkok(9, 20), bangkok(11, 8, 30)),
        ],
    )
    def test_vectors(self, submitted: datetime, received: datetime) -> None:
        assert CALENDAR.legal_receipt(submitted) == received
        assert CALENDAR.legal_receipt(submitted.astimezone(UTC)) == received

    def test_an_office_open_on_saturday_morning(self) -> None:
        calendar = WorkingCalendar(weekend=frozenset({6}), office_hours=((time(9), time(11)),))
        assert calendar.legal_receipt(bangkok(5, 10)) == bangkok(5, 10)

    def test_hours_that_differ_by_weekday(self) -> None:
        calendar = WorkingCalendar(weekend=frozenset({6}), other_hours=((5, ((time(9), time(11)),)),))
        assert calendar.legal_receipt(bangkok(5, 10)) == bangkok(5, 10)
        assert calendar.legal_receipt(bangkok(5, 11)) == bangkok(7, 8, 30)
        assert calendar.legal_receipt(bangkok(4, 16, 45)) == bangkok(5, 9)
        assert calendar.is_open(bangkok(5, 9))
        assert not calendar.is_open(bangkok(6, 10))
        assert calendar.hours_on(date(2026, 12, 6)) == ()

    def test_hours_on_days_off_only_are_refused(self) -> None:
        with pytest.raises(ValueError, match="never opens"):
            WorkingCalendar(office_hours=(), other_hours=((5, ((time(9), time(11)),)),))

    @given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 11, 1)))  # noqa: DTZ001 - made aware below
    def test_never_before_filing_and_always_in_office_hours(self, naive: datetime) -> None:
        submitted = naive.replace(tzinfo=UTC)
        received = CALENDAR.legal_receipt(submitted)
        assert submitted <= received < submitted + timedelta(days=8)
        assert CALENDAR.is_working_day(received.date())
        assert CALENDAR.legal_receipt(received) == received

    def test_naive_times_are_refused(self) -> None:
        with pytest.raises(ValueError, match="naive"):
            CALENDAR.legal_receipt(datetime(2026, 12, 5))  # noqa: DTZ001 - the point of the test
