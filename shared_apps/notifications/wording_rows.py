"""The list of texts: one row an event, with a text for each channel and language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kit.thai import search_fold
from shared_apps.notifications import events, selectors
from shared_apps.notifications.events import Event, Group
from shared_apps.notifications.models import Channel, Wording
from shared_apps.notifications.texts import Text, shipped_source


@dataclass(frozen=True)
class WordingText:
    """One text; `own` when the LGO changed it."""

    event: Event
    channel: Channel
    language: str
    own: Wording | None

    @property
    def label(self) -> str:
        """Channel and language."""
        return f"{self.channel.label} · {dict(settings.LANGUAGES)[self.language]}"

    @property
    def language_label(self) -> str:
        """In which language."""
        return str(dict(settings.LANGUAGES)[self.language])

    @property
    def text(self) -> Text:
        """What is sent."""
        if self.own:
            return Text(self.own.subject, self.own.body)
        return shipped_source(self.event.code, self.channel, self.language)


@dataclass(frozen=True)
class WordingRow:
    """An event with its texts."""

    event: Event
    group: Group
    texts: tuple[WordingText, ...]

    @property
    def label(self) -> str:
        """What it is about."""
        return str(self.event.label)

    @property
    def by_channel(self) -> list[tuple[str, list[WordingText]]]:
        """The texts of each channel, so that a row shows them in a line each."""
        return [(channel, list(texts)) for channel, texts in groupby(self.texts, lambda text: str(text.channel.label))]

    @property
    def group_label(self) -> str:
        """To which part of the work it belongs."""
        return str(self.group.label)

    @property
    def audience(self) -> str:
        """Whom it goes to."""
        return _("to officers") if self.event.audience == "officer" else _("to citizens")

    @property
    def changed_at(self) -> datetime | None:
        """When the LGO last changed one of them."""
        return max((text.own.changed_at for text in self.texts if text.own), default=None)

    @property
    def last_change(self) -> float:
        """The same as a number to sort by; what nobody changed comes first."""
        return self.changed_at.timestamp() if self.changed_at else 0


def editable() -> list[Event]:
    """The events whose texts an LGO may change."""
    return events.lgo_events()


def groups() -> list[Group]:
    """The groups of these events."""
    used = {event.group_code for event in editable()}
    return [one for one in events.groups() if one.code in used]


def rows(chosen: Mapping[str, Any]) -> list[WordingRow]:
    """The rows that fit `q`, `group`, `audience` and `changed` (`own` or `shipped`); empty values choose all."""
    own = selectors.wordings()
    found = [_row(event, own) for event in editable()]
    return [row for row in found if _fits(row, chosen)]


def _row(event: Event, own: Mapping[tuple[str, str, str], Wording]) -> WordingRow:
    texts = tuple(
        WordingText(event, Channel(channel), language, own.get((event.code, channel, language)))
        for channel in event.channels
        for language, _label in settings.LANGUAGES
    )
    return WordingRow(event, events.group_of(event), texts)


def _fits(row: WordingRow, chosen: Mapping[str, Any]) -> bool:
    is_own = row.changed_at is not None
    text = search_fold(f"{row.label} {row.group_label}")
    return (
        all(word in text for word in search_fold(chosen.get("q") or "").split())
        and chosen.get("group") in {None, "", row.event.group_code}
        and chosen.get("audience") in {None, "", row.event.audience}
        and chosen.get("changed") in {None, "", "own" if is_own else "shipped"}
    )
