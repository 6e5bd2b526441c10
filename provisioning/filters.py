"""Filters of the console's lists."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from provisioning import approvals, lgo, selectors, states
from provisioning.models import Approval, ApprovalState, Duty, SupportAccess, SupportState
from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from shared_apps.geography.provinces import province_choices
from shared_apps.ui.fields import CleanCharField
from tenants.models import Tenant
from tenants.workflow import TenantState


class CleanFilter(django_filters.CharFilter):
    """A search box whose text is in one spelling."""

    field_class = CleanCharField


_AT_LEAST = {
    50: _("50 % or more"),
    80: _("80 % or more"),
    90: _("90 % or more"),
    100: _("100 % or more"),
}


def _plans() -> list[tuple[str, Any]]:
    return [*selectors.plan_choices(), ("none", _("None (trial or ended)"))]


class TenantFilter(django_filters.FilterSet):
    """Local governments by words, state, type and province."""

    q = CleanFilter(label=_("Search by name, DLA code or address"), method="search", max_length=100)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=lambda: TenantState.choices, widget=forms.CheckboxSelectMultiple
    )
    lgo_type = django_filters.ChoiceFilter(label=_("Type"), choices=lgo.type_choices, empty_label=_("All"))
    province_code = django_filters.ChoiceFilter(label=_("Province"), choices=province_choices, empty_label=_("All"))

    plan = django_filters.ChoiceFilter(
        label=pgettext_lazy("yearly plan", "Package"), choices=lambda: _plans(), empty_label=_("All"), method="by_plan"
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Invoices"),
        choices=(("yes", _("Something is overdue")), ("no", _("Nothing is overdue"))),
        empty_label=_("All"),
        method="by_overdue",
    )
    usage = django_filters.ChoiceFilter(
        label=_("Storage in use"),
        choices=[(str(percent), _AT_LEAST[percent]) for percent in (50, 80, 90, 100)],
        empty_label=_("All"),
        method="by_usage",
    )

    class Meta:
        model = Tenant
        fields: ClassVar[list[str]] = []

    def by_plan(self, queryset: "QuerySet[Tenant]", name: str, value: str) -> "QuerySet[Tenant]":
        """Whose running package it is."""
        return selectors.with_plan(queryset, value)

    def by_overdue(self, queryset: "QuerySet[Tenant]", name: str, value: str) -> "QuerySet[Tenant]":
        """Who owes something beyond its day."""
        return selectors.with_overdue(queryset, value == "yes")

    def by_usage(self, queryset: "QuerySet[Tenant]", name: str, value: str) -> "QuerySet[Tenant]":
        """Who uses at least so much."""
        return selectors.with_usage(queryset, int(value))

    def search(self, queryset: "QuerySet[Tenant]", name: str, value: str) -> "QuerySet[Tenant]":
        """Every word has to occur."""
        return selectors.search_tenants(queryset, value)


class StaffFilter(django_filters.FilterSet):
    """The staff by words, duty and account."""

    q = CleanFilter(label=_("Search by name or e-mail"), method="search", max_length=100)
    duty = django_filters.ChoiceFilter(
        label=_("Duty"), choices=[*Duty.choices, ("none", _("Looking only"))], empty_label=_("All"), method="by_duty"
    )
    is_active = django_filters.ChoiceFilter(
        label=_("Account"), choices=(("1", _("Account open")), ("0", _("Account closed"))), empty_label=_("All")
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        """Every word has to occur."""
        return selectors.search_staff(queryset, value)

    def by_duty(self, queryset: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        """Who was given it."""
        return selectors.with_duty(queryset, value)


class LogFilter(django_filters.FilterSet):
    """Acts by kind and person."""

    actor_name = CleanFilter(label=_("By"), lookup_expr="icontains", max_length=100)
    action = django_filters.ChoiceFilter(
        label=_("Action"), choices=lambda: list(states.ACTIONS.items()), empty_label=_("All")
    )

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []


class ApprovalFilter(django_filters.FilterSet):
    """Requests for approval by words, state and kind."""

    q = CleanFilter(label=_("Search by local government, person or reason"), method="search", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: ApprovalState.choices, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(
        label=_("What is asked for"),
        choices=lambda: [(kind.code, kind.label) for kind in approvals.kinds()],
        empty_label=_("All"),
    )

    class Meta:
        model = Approval
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[Approval]", name: str, value: str) -> "QuerySet[Approval]":
        """Every word has to occur."""
        return selectors.search_approvals(queryset, value)


class VisitFilter(django_filters.FilterSet):
    """Visits of the support by words and state."""

    q = CleanFilter(label=_("Search by local government, person or reason"), method="search", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: SupportState.choices, empty_label=_("All"))

    class Meta:
        model = SupportAccess
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[SupportAccess]", name: str, value: str) -> "QuerySet[SupportAccess]":
        """Every word has to occur."""
        return selectors.search_visits(queryset, value)


class OperatorLogFilter(django_filters.FilterSet):
    """Acts of the operator by words."""

    q = CleanFilter(label=_("Search by person or reason"), method="search", max_length=100)

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[AuditEntry]", name: str, value: str) -> "QuerySet[AuditEntry]":
        """Every word has to occur."""
        return selectors.search_operator_log(queryset, value)


class AdoptionFilter(django_filters.FilterSet):
    """Whose use is counted."""

    lgo_type = django_filters.ChoiceFilter(label=_("Type"), choices=lgo.type_choices, empty_label=_("All"))
    province_code = django_filters.ChoiceFilter(label=_("Province"), choices=province_choices, empty_label=_("All"))

    class Meta:
        model = Tenant
        fields: ClassVar[list[str]] = []
