"""What people are told of: every event, to whom, with which words, and by which ways.

Apps register their events in `AppConfig.ready`:

    events.register_group(Group(code="complaints", label=_("Complaints and requests"), order=10))
    events.register(Event(code="complaints/accept", label=_("A case is accepted"), audience="citizen",
                          placeholders=("number", "title", "due")))

`placeholders` are names known to `WORDS`, or `Placeholder`s of the app's own. The shipped text lies in the app's
`templates/notifications/<code>.txt` (`.sms.txt` and `.line.txt` where a channel needs another).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

Audience = Literal["citizen", "officer"]


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """A word of a text that is filled in, shown as `sample`. A text without a `required` one is of no use."""

    name: str
    label: Any
    sample: Any
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """Events for which a person chooses the ways together. The operator's own are no LGO's to choose or to word."""

    code: str
    label: Any
    order: int = 100
    is_operators: bool = False


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that people are told of.

    `statutory`: it goes out whatever the person chose (a notice by law, or one that guards an account).
    `urgent`: an officer gets it in quiet hours too, and never in the daily summary.
    `group` is the part of `code` before the slash, when not given. `channels` in the order in which they are preferred;
    SMS is used only when a person is reached by no other. `is_operators`: nobody of an LGO gets it.
    """

    code: str
    label: Any
    audience: Audience = "citizen"
    placeholders: tuple[str | Placeholder, ...] = ()
    statutory: bool = False
    urgent: bool = False
    group: str = ""
    channels: tuple[str, ...] = ("line", "email", "sms")
    is_operators: bool = False

    @property
    def group_code(self) -> str:
        """The group it belongs to."""
        return self.group or self.code.partition("/")[0]

    @property
    def words(self) -> tuple[Placeholder, ...]:
        """All that can be filled in, those that every event has included."""
        return (*(_word(one) for one in self.placeholders), *_EVERYWHERE)


def _words(*rows: tuple[str, Any, Any, bool]) -> dict[str, Placeholder]:
    return {
        name: Placeholder(name=name, label=label, sample=sample, required=required)
        for name, label, sample, required in rows
    }


WORDS = _words(
    ("number", _("case number"), "RQ-2569-000123", True),
    ("title", _("subject"), _("The street light is out"), False),
    ("due", _("answer by"), _("5 Dec 2026"), False),
    ("note", _("what the officer wrote"), _("The team comes tomorrow morning."), False),
    ("code", _("code"), "482916", True),
    ("minutes", _("minutes the code is good for"), "10", False),
    ("days", _("days"), "7", False),
    ("url", _("address to open"), "https://example.go.th/desk", True),
    ("inviter", _("who invites"), _("Somchai Jaidee"), False),
    ("lgo", _("local government"), _("Ban Mai Subdistrict Administrative Organization"), False),
    ("reason", _("reason"), _("The documents are not complete."), False),
    ("category", _("category"), _("Street lights"), False),
    ("by", _("by whom"), _("Somchai Jaidee"), False),
    ("division", _("division"), _("Public Works Division"), False),
    ("officer", _("officer"), _("Somchai Jaidee"), False),
    ("count", _("how many"), "12", False),
    ("list", _("list, one a line"), "RQ-2569-000123\nRQ-2569-000124", False),
)
"""Words that several events share."""

_EVERYWHERE = tuple(
    _words(
        ("sender", _("name of the office"), _("Ban Mai Subdistrict Administrative Organization"), False),
        ("name", _("name of the recipient"), _("Manee Meena"), False),
    ).values()
)

_events: dict[str, Event] = {}
_groups: dict[str, Group] = {}


def _word(one: str | Placeholder) -> Placeholder:
    return one if isinstance(one, Placeholder) else WORDS[one]


def register(*events: Event) -> None:
    """Declare events, or replace those of the same codes.

    Raises:
        LookupError: a placeholder's name is not in `WORDS`; give a `Placeholder`.
    """
    for event in events:
        unknown = [one for one in event.placeholders if isinstance(one, str) and one not in WORDS]
        if unknown:
            raise LookupError(f"{event.code}: give a Placeholder for {', '.join(unknown)}")
        _events[event.code] = event


def register_group(group: Group) -> None:
    """Declare a group, or replace the one of that code."""
    _groups[group.code] = group


def get(code: str) -> Event:
    """The event of this code; one that nobody declared still reaches people, and has no text that could be edited."""
    return _events.get(code) or Event(code=code, label=code)


def find(code: str) -> Event | None:
    """The declared event of this code."""
    return _events.get(code)


def all_events(audience: Audience | None = None) -> list[Event]:
    """The declared events by group and in the order in which they were declared."""
    found: Iterable[Event] = _events.values()
    order = {group.code: place for place, group in enumerate(groups())}
    chosen = [event for event in found if audience in (None, event.audience)]
    return sorted(chosen, key=lambda event: order.get(event.group_code, len(order)))


def lgo_events(audience: Audience | None = None) -> list[Event]:
    """Those of `all_events` that an LGO and its people may change."""
    return [event for event in all_events(audience) if not group_of(event).is_operators]


def groups() -> list[Group]:
    """The groups in their order."""
    return sorted(_groups.values(), key=lambda group: (group.order, group.code))


def group_of(event: Event) -> Group:
    """The group of an event."""
    return _groups.get(event.group_code) or Group(code=event.group_code, label=event.label)
