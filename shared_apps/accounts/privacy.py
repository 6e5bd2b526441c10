"""The LGO's privacy notice as citizens are shown it, and what they may agree to besides.

The app of the site owns the text and registers where it comes from:

    privacy.register_notice(notice_at)            # AppConfig.ready; notice_at(at) -> Notice | None
    privacy.register_purpose(privacy.Purpose(code="news", label=_("News"), description=_("…")))
    selectors.has_consent(user.pk, "news")        # before doing it

To have read the notice is no consent: an LGO does its duties without one (PDPA s. 24). Consents are optional, apart,
and can be withdrawn (s. 19).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

NOTICE = "notice"
"""The purpose of a `Consent` row that says that somebody has read the notice."""
SESSION_KEY = "accounts.privacy_notice"
_VERSION_KEY = "accounts:privacy_version"
_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The notice in force. `template` shows its text with `context`."""

    version: str
    effective_from: date
    template: str
    context: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """Something for which an LGO asks people's consent."""

    code: str
    label: Any
    description: Any


NoticeAt = Callable[[datetime], Notice | None]
_source: list[NoticeAt] = []
_purposes: dict[str, Purpose] = {}


def register_notice(notice_at: NoticeAt) -> None:
    """Let `notice_at(time)` give the notice in force."""
    _source[:] = [notice_at]


def register_purpose(purpose: Purpose) -> None:
    """Add a purpose to which people may agree, or replace the one of that code."""
    _purposes[purpose.code] = purpose


def purposes() -> list[Purpose]:
    """What people may agree to."""
    return list(_purposes.values())


def purpose_of(code: str) -> Purpose | None:
    """The purpose of that code."""
    return _purposes.get(code)


def current_notice(at: datetime) -> Notice | None:
    """The notice in force at that time; None before the LGO has one."""
    return _source[0](at) if _source else None


def current_version(at: datetime) -> str:
    """Its version, from the cache; empty before the LGO has one. A new version is seen within five minutes."""
    found: str | None = cache.get(_VERSION_KEY)
    if found is None:
        notice = current_notice(at)
        found = notice.version if notice else ""
        cache.set(_VERSION_KEY, found, _SECONDS)
    return found


def forget_version() -> None:
    """Look the version up anew, after a notice was published."""
    cache.delete(_VERSION_KEY)


def has_seen(request: HttpRequest, version: str) -> bool:
    """Whether this session knows that its person has read that version."""
    return bool(request.session.get(SESSION_KEY) == version)


def note_seen(request: HttpRequest, version: str) -> None:
    """Let the session know it."""
    request.session[SESSION_KEY] = version
