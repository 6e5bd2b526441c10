"""Dates, numbers, icons and states as people read them: Buddhist years in Thai, Christian ones in English."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import phonenumbers
from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_english
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import get_language, gettext

from kit import clock, dates
from shared_apps.ui.vendor import ICONS

register = template.Library()

_KNOWN_ICONS = frozenset(ICONS)
_UNKNOWN_ICON = "question-circle"
_TONES = frozenset({"neutral", "info", "success", "warning", "danger", "brand"})
_ENGLISH_DATES = {"short": "j M Y", "medium": "j F Y", "long": "l j F Y"}


class State(Protocol):
    """What `status_badge` shows."""

    @property
    def label(self) -> Any: ...

    @property
    def tone(self) -> str: ...


def is_thai() -> bool:
    """Whether the page is in Thai, and its years are Buddhist."""
    return (get_language() or "th").startswith("th")


@register.filter
def thaidate(value: date | None, style: str = "short") -> str:
    """`20 พ.ย. 2569`, with "medium" `20 พฤศจิกายน 2569`, with "long" also the day of the week."""
    if not value:
        return ""
    day = clock.bangkok_day(value)
    if not is_thai():
        return format_english(day, _ENGLISH_DATES[style])
    if style == "long":
        return dates.format_long(day, thai_digits=False)
    return dates.format_medium(day) if style == "medium" else dates.format_short(day, full_year=True)


@register.filter
def thaiyear(value: date) -> str:
    """`2569`; in English the Christian year."""
    return str(dates.buddhist_year(clock.bangkok_day(value)) if is_thai() else value.year)


@register.filter
def thaimonth(value: date) -> str:
    """`พฤศจิกายน 2569`."""
    return thaidate(value, "medium").split(" ", 1)[1] if is_thai() else f"{value:%B %Y}"


@register.filter
def thaidatetime(value: datetime | None, style: str = "short") -> str:
    """`20 พ.ย. 2569 09.30 น.`"""
    if not value:
        return ""
    if is_thai():
        return f"{thaidate(value, style)} {dates.format_time(value)}"
    return f"{thaidate(value, style)}, {clock.bangkok(value):%H:%M}"


@register.filter
def thairelative(value: datetime | None) -> str:
    """`2 นาทีที่แล้ว`, `อีก 3 วัน`."""
    if not value:
        return ""
    now = timezone.now()
    if is_thai():
        return dates.relative(value, now=now)
    if value > now:
        return gettext("in %(time)s") % {"time": timeuntil(value, now, depth=1)}
    return gettext("%(time)s ago") % {"time": timesince(value, now, depth=1)}


@register.filter
def thainumber(value: float | Decimal | None, decimals: int | None = None) -> str:
    """`1,240`, and with decimals `1,240.00`."""
    if value is None or value == "":
        return ""
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def phone(value: str | None) -> str:
    """`081 234 5678`; what is no number of Thailand stays as it is."""
    if not value:
        return ""
    try:
        parsed = phonenumbers.parse(value, "TH")
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_possible_number(parsed):
        return value
    extension, parsed.extension = parsed.extension, None
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    if not extension:
        return number
    return gettext("%(number)s ext. %(extension)s") % {"number": number, "extension": extension}


@register.simple_tag
def icon(name: str, size: str = "", title: str = "") -> SafeString:
    """An icon of the sprite; decoration, unless it has a title."""
    known = name if name in _KNOWN_ICONS else _UNKNOWN_ICON
    css = "icon icon-lg" if size == "lg" else "icon"
    href = f"{static('vendor/icons.svg')}#{known}"
    if title:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, title, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, href)


@register.simple_tag
def status_badge(state: State) -> SafeString:
    """The label of a state on the ground of its tone: neutral, info, success, warning, danger or brand."""
    tone = state.tone if state.tone in _TONES else "neutral"
    return format_html('<span class="status status-{}">{}</span>', tone, state.label)


@register.simple_tag
def sample_badge() -> SafeString:
    """What marks a case that was loaded for officers to try."""
    return format_html('<span class="status status-brand nowrap">{}</span>', gettext("Sample"))
