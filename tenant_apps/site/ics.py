"""Holidays as an iCalendar file (RFC 5545), for the calendars of telephones and Outlook."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from tenant_apps.site.models import Holiday

CONTENT_TYPE = "text/calendar; charset=utf-8"
_WIDEST = 75
"""Octets of a line."""


def calendar_of(holidays: Iterable[Holiday], *, name: str, host: str, at: datetime) -> str:
    """The file. `host` makes the events' ids, so that a newer file replaces them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Thongthin//Holidays//TH", f"X-WR-CALNAME:{_escaped(name)}"]
    for holiday in holidays:
        lines += _event(holiday, host, at)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(holiday: Holiday, host: str, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:holiday-{holiday.day:%Y%m%d}@{host}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{holiday.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{holiday.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(holiday.name)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for special in ("\\", ";", ","):
        text = text.replace(special, f"\\{special}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, never cut inside a letter; the rest begins with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _WIDEST:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
