from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import dates

DAY = date(2026, 11, 20)
LATE = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
DATES = st.dates(min_value=date(1858, 1, 1), max_value=date(2150, 1, 1))


class TestBuddhistYear:
    @pytest.mark.parametrize(
        ("day", "year"),
        [
            (date(2026, 11, 20), 2569),
            (date(1941, 1, 1), 2484),
            (date(1940, 12, 31), 2483),
            (date(1940, 4, 1), 2483),
            (date(1940, 3, 31), 2482),
            (date(1932, 1, 15), 2474),
        ],
    )
    def test_vectors(self, day: date, year: int) -> None:
        assert dates.buddhist_year(day) == year
        assert dates.from_buddhist(year, day.month, day.day) == day

    @given(DATES)
    def test_round_trip(self, day: date) -> None:
        assert dates.from_buddhist(dates.buddhist_year(day), day.month, day.day) == day

    @pytest.mark.parametrize(("year", "month", "day"), [(2483, 2, 1), (2568, 2, 29), (2569, 13, 1), (99999, 1, 1)])
    def test_days_that_never_were(self, year: int, month: int, day: int) -> None:
        with pytest.raises(ValueError, match=r".+"):
            dates.from_buddhist(year, month, day)

    def test_leap_years_go_by_the_christian_year(self) -> None:
        assert dates.from_buddhist(2571, 2, 29) == date(2028, 2, 29)


class TestYears:
    @pytest.mark.parametrize(
        ("day", "year", "quarter"),
        [
            (date(2026, 9, 30), 2569, 4),
            (date(2026, 10, 1), 2570, 1),
            (date(2026, 11, 20), 2570, 1),
            (date(2027, 1, 1), 2570, 2),
            (date(2027, 4, 1), 2570, 3),
            (date(2027, 7, 1), 2570, 4),
            (datetime(2026, 9, 30, 17, 0, tzinfo=UTC), 2570, 1),
        ],
    )
    def test_fiscal_year_and_quarter(self, day: date, year: int, quarter: int) -> None:
        assert (dates.fiscal_year(day), dates.fiscal_quarter(day)) == (year, quarter)

    @given(DATES)
    def test_a_day_is_within_its_fiscal_year(self, day: date) -> None:
        first, last = dates.fiscal_year_bounds(dates.fiscal_year(day))
        assert first <= day <= last

    def test_letters_restart_in_january(self) -> None:
        assert dates.letter_year(date(2025, 12, 31)) == 2568
        assert dates.letter_year(date(2026, 1, 1)) == 2569
        assert dates.letter_year(datetime(2025, 12, 31, 17, 0, tzinfo=UTC)) == 2569


class TestFormats:
    def test_dates(self) -> None:
        assert dates.format_long(DAY) == "วันศุกร์ที่ ๒๐ พฤศจิกายน ๒๕๖๙"
        assert dates.format_long(DAY, thai_digits=False) == "วันศุกร์ที่ 20 พฤศจิกายน 2569"
        assert dates.format_medium(DAY) == "20 พฤศจิกายน 2569"
        assert dates.format_medium(DAY, thai_digits=True) == "๒๐ พฤศจิกายน ๒๕๖๙"
        assert dates.format_short(DAY) == "20 พ.ย. 69"
        assert dates.format_short(DAY, full_year=True) == "20 พ.ย. 2569"

    def test_a_moment_is_shown_as_in_bangkok(self) -> None:
        assert dates.format_long(LATE) == "วันเสาร์ที่ ๒๑ พฤศจิกายน ๒๕๖๙"
        assert dates.format_moment(LATE) == "21 พฤศจิกายน 2569 เวลา 00.30 น."
        assert dates.format_moment_short(LATE) == "21 พ.ย. 69 00.30 น."

    def test_times(self) -> None:
        assert dates.format_time(time(9, 30)) == "09.30 น."
        assert dates.format_time(time(9, 30), thai_digits=True) == "๐๙.๓๐ น."

    def test_naive_moments_are_refused(self) -> None:
        with pytest.raises(ValueError, match="naive"):
            dates.format_medium(datetime(2026, 11, 20))  # noqa: DTZ001 - the point of the test


class TestRelative:
    @pytest.mark.parametrize(
        ("ago", "words"),
        [
            (timedelta(seconds=20), "เมื่อสักครู่"),
            (timedelta(0), "เมื่อสักครู่"),
            (timedelta(minutes=5, seconds=59), "5 นาทีที่แล้ว"),
            (timedelta(hours=3), "3 ชั่วโมงที่แล้ว"),
            (timedelta(days=1), "1 วันที่แล้ว"),
            (timedelta(days=2), "2 วันที่แล้ว"),
            (timedelta(hours=47), "2 วันที่แล้ว"),
            (timedelta(days=65), "2 เดือนที่แล้ว"),
            (timedelta(days=800), "2 ปีที่แล้ว"),
            (-timedelta(seconds=20), "อีกสักครู่"),
            (-timedelta(days=3), "อีก 3 วัน"),
        ],
    )
    def test_words(self, ago: timedelta, words: str) -> None:
        now = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
        assert dates.relative(now - ago, now=now) == words
