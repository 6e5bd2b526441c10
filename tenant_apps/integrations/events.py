"""What webhooks can be told of. Apps declare their events in `AppConfig.ready`.

events.register(Event(code="complaint.filed", label=_("A case was filed")))
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

TEST = "test"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happens; its payload holds nothing of people."""

    code: str
    label: Any
    order: int = 100


_events: dict[str, Event] = {}


def register(*events: Event) -> None:
    """Declare events, or replace those of their codes."""
    _events.update({event.code: event for event in events})


def all_events() -> list[Event]:
    """Every event in its order."""
    return sorted(_events.values(), key=lambda event: (event.order, event.code))


def label_of(code: str) -> Any:
    """What an event is called."""
    return _("Test message") if code == TEST else _events[code].label if code in _events else code
