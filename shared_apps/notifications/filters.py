"""Filters of the list of messages."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kit.thai import normalise_text
from shared_apps.notifications import events
from shared_apps.notifications.models import Channel, Message, MessageState


def _event_choices() -> list[tuple[str, list[tuple[str, Any]]]]:
    """What the people of an LGO get, under the headings under which the texts are."""
    of_group: dict[str, list[tuple[str, Any]]] = {}
    for event in events.all_events():
        if not event.is_operators:
            of_group.setdefault(str(events.group_of(event).label), []).append((event.code, event.label))
    return list(of_group.items())


class MessageFilter(filters.FilterSet):
    """Search by whole address or words of the subject; state, channel, event."""

    q = filters.CharFilter(label=_("Search by whole address or by subject"), method="search", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=MessageState.choices, empty_label=_("All"))
    channel = filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices, empty_label=_("All"))
    event = filters.ChoiceFilter(label=_("Event"), choices=_event_choices, empty_label=_("All"))

    class Meta:
        model = Message
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[Message]", _name: str, value: Any) -> "QuerySet[Message]":
        """A whole address, or words of the subject."""
        text = normalise_text(str(value))
        words = Q()
        for word in text.split()[:8]:
            words &= Q(subject__icontains=word)
        return queryset.filter(words | Q(to__in=[text, text.lower()]))
