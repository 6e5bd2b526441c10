"""Filters of what the payment provider tells."""

from typing import ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import Dispute, DisputeState, EventState, Payout, PayoutState, ProviderEvent
from provisioning.filters import CleanFilter

KINDS = (
    ("checkout.session.", _("Page to pay on")),
    ("payment_intent.", _("Payment")),
    ("refund.", _("Refund")),
    ("charge.dispute.", _("Dispute")),
    ("payout.", _("Payout")),
)
"""What messages are about, by how their kinds begin."""


class MessageFilter(django_filters.FilterSet):
    """Messages by reference, subject, state and how they came."""

    q = CleanFilter(label=_("Search by reference"), method="search", max_length=120)
    about = django_filters.ChoiceFilter(
        label=_("About"), choices=KINDS, field_name="kind", lookup_expr="startswith", empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: EventState.choices, empty_label=_("All"))
    by_poll = django_filters.ChoiceFilter(
        label=_("How it came"),
        choices=(("true", _("Found by asking")), ("false", _("Sent by the provider"))),
        empty_label=_("All"),
        method="by_way",
    )

    class Meta:
        model = ProviderEvent
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[ProviderEvent]", name: str, value: str) -> "QuerySet[ProviderEvent]":
        """The beginning of the message's reference or of what it is about."""
        return queryset.filter(Q(reference__startswith=value) | Q(subject__startswith=value))

    def by_way(self, queryset: "QuerySet[ProviderEvent]", name: str, value: str) -> "QuerySet[ProviderEvent]":
        """Whether it reached us, or had to be asked for."""
        return queryset.filter(by_poll=value == "true")


class DisputeFilter(django_filters.FilterSet):
    """Disputes by local government, reference and state."""

    q = CleanFilter(label=_("Search by local government or reference"), method="search", max_length=120)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: DisputeState.choices, empty_label=_("All"))

    class Meta:
        model = Dispute
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[Dispute]", name: str, value: str) -> "QuerySet[Dispute]":
        """A part of the name, or the beginning of a reference."""
        by_reference = Q(reference__startswith=value) | Q(payment__reference__startswith=value)
        return queryset.filter(Q(payment__tenant__name__icontains=value) | by_reference)


class PayoutFilter(django_filters.FilterSet):
    """Payouts by reference and state."""

    q = CleanFilter(label=_("Search by reference"), field_name="reference", lookup_expr="startswith", max_length=120)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: PayoutState.choices, empty_label=_("All"))

    class Meta:
        model = Payout
        fields: ClassVar[list[str]] = []
