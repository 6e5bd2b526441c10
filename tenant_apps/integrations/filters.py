"""Filters of the log of deliveries."""

from typing import Any, ClassVar

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from tenant_apps.integrations import selectors
from tenant_apps.integrations.events import TEST, all_events, label_of
from tenant_apps.integrations.models import Delivery, Webhook, WebhookState


def _events(*_arguments: Any) -> list[tuple[str, Any]]:
    return [(event.code, event.label) for event in all_events()] + [(TEST, label_of(TEST))]


class WebhookFilter(filters.FilterSet):
    """Search, state, event."""

    q = filters.CharFilter(label=_("Search by name or address"), method="search", max_length=100)
    state = filters.ChoiceFilter(
        label=_("State"), choices=WebhookState.choices, method="by_state", empty_label=_("All")
    )
    event = filters.ChoiceFilter(
        label=_("Event"), choices=_events, field_name="events", lookup_expr="contains", empty_label=_("All")
    )

    class Meta:
        model = Webhook
        fields: ClassVar[list[str]] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:
        """Every word must be found somewhere."""
        return selectors.named(queryset, value)

    def by_state(self, queryset: Any, _name: str, value: str) -> Any:
        """As the list shows it."""
        return selectors.in_state(queryset, value)


class DeliveryFilter(filters.FilterSet):
    """Search, state, event."""

    q = filters.CharFilter(label=_("Search by case number or answer"), method="search", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=Delivery.State.choices, empty_label=_("All"))
    event = filters.ChoiceFilter(label=_("Event"), choices=_events, empty_label=_("All"))

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:
        """Every word must be found somewhere."""
        return selectors.matching(queryset, value)
