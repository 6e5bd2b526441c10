"""Filters of the console's lists."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models import StoredStanding
from provisioning import approvals, lgo, selectors, states
from provisioning.models import Approval, ApprovalState, Duty, SupportAccess, SupportState
from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from shared_apps.geography.provinces import province_choices
from shared_apps.jobs.models import OutboxJob
from shared_apps.ui.fields import CleanCharField
from shared_apps.ui.filters import DayFilter
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


_OVERDUE = (("yes", _("Something is overdue")), ("no", _("Nothing is overdue")))


def _actions() -> list[tuple[str, str]]:
    """In the order of their words; several actions may bear the same."""
    return sorted(((action, str(label)) for action, label in states.ACTIONS.items()), key=lambda one: one[1])


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
        choices=_OVERDUE,
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
    """Acts by words, kind and day."""

    q = CleanFilter(label=_("Search by local government, person or reason"), method="search", max_length=100)
    action = django_filters.ChoiceFilter(label=_("Action"), choices=lambda: _actions(), empty_label=_("All"))
    first = DayFilter(label=_("From"), field_name="at", lookup_expr="gte")
    last = DayFilter(label=_("Until"), field_name="at", lookup_expr="lte")

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[AuditEntry]", name: str, value: str) -> "QuerySet[AuditEntry]":
        """Every word has to occur."""
        return selectors.search_log(queryset, value)


class JobFilter(django_filters.FilterSet):
    """Jobs that were given up, by words, kind and whose they are."""

    q = CleanFilter(label=_("Search by local government, job or error"), method="search", max_length=100)
    name = django_filters.ChoiceFilter(
        label=_("Job"), choices=lambda: selectors.failed_job_choices(), empty_label=_("All")
    )
    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=(("platform", _("Platform")), ("lgo", _("Local government"))),
        empty_label=_("All"),
        method="by_owner",
    )

    class Meta:
        model = OutboxJob
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[OutboxJob]", name: str, value: str) -> "QuerySet[OutboxJob]":
        """Every word has to occur."""
        return selectors.search_jobs(queryset, value)

    def by_owner(self, queryset: "QuerySet[OutboxJob]", name: str, value: str) -> "QuerySet[OutboxJob]":
        """The platform's own, or those of local governments."""
        return queryset.filter(Q(lgo__isnull=value == "platform"))


class StageFilter(django_filters.FilterSet):
    """LGOs of a stage by words, type, province and whether something is overdue."""

    q = CleanFilter(label=_("Search by name, DLA code or address"), method="search", max_length=100)
    lgo_type = django_filters.ChoiceFilter(
        label=_("Type"), field_name="tenant__lgo_type", choices=lgo.type_choices, empty_label=_("All")
    )
    province_code = django_filters.ChoiceFilter(
        label=_("Province"), field_name="tenant__province_code", choices=province_choices, empty_label=_("All")
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Invoices"), choices=_OVERDUE, empty_label=_("All"), method="by_overdue"
    )

    class Meta:
        model = StoredStanding
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[StoredStanding]", name: str, value: str) -> "QuerySet[StoredStanding]":
        """Every word has to occur."""
        return queryset.filter(tenant__in=selectors.search_tenants(Tenant.objects.all(), value).values("pk"))

    def by_overdue(self, queryset: "QuerySet[StoredStanding]", name: str, value: str) -> "QuerySet[StoredStanding]":
        """Who owes something beyond its day."""
        return queryset.filter(overdue__gt=0) if value == "yes" else queryset.filter(overdue=0)


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
