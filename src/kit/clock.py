"""The time: aware UTC inside, Bangkok's at the edge. A naive time is an error."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def aware(moment: datetime) -> datetime:
    """The moment itself; ValueError when it does not know its offset."""
    if moment.utcoffset() is None:
        raise ValueError(f"naive datetime: {moment!r}")
    return moment


def bangkok(moment: datetime) -> datetime:
    """The same moment on a clock in Bangkok; ValueError when it is naive."""
    return aware(moment).astimezone(BANGKOK)


def today() -> date:
    """Today's date in Bangkok, which after 17:00 UTC is already tomorrow's in UTC."""
    return bangkok(now()).date()


def bangkok_day(day: date) -> date:
    """The calendar day in Bangkok of a date (itself) or of an aware moment."""
    return bangkok(day).date() if isinstance(day, datetime) else day
