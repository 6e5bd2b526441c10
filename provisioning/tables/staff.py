"""Tables of the staff, and of what they ask each other for."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from provisioning import approvals, states
from provisioning.models import Approval, Duty
from shared_apps.accounts.models import User
from shared_apps.ui.templatetags.thai import status_badge, thaidate, thaidatetime

_ONE_LINE = {"td": {"class": "nowrap"}}


class ApprovalTable(tables.Table):
    """Requests for approval."""

    kind = tables.Column(verbose_name=_("What is asked for"), attrs={"td": {"class": "row-head"}})
    tenant = tables.Column(verbose_name=_("Local government"), order_by="tenant__name", default="–")
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    asked_by = tables.Column(verbose_name=_("Asked by"), order_by="asked_by__display_name")
    asked_at = tables.Column(verbose_name=_("Asked"), attrs=_ONE_LINE)
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "-asked_at"
        empty_text = _("Nothing waits for a decision.")

    def render_kind(self, record: Approval) -> SafeString:
        url = reverse("console_approval", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, approvals.label_of(record.kind))

    def render_asked_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_state(self, record: Approval) -> SafeString:
        return status_badge(states.approval_badge(record.state))


class StaffTable(tables.Table):
    """Who works for the operator, and may do what."""

    display_name = tables.Column(verbose_name=_("Name"), attrs={"td": {"class": "row-head"}})
    email = tables.Column(verbose_name=_("E-mail"))
    duties = tables.Column(accessor="staff_duties", verbose_name=_("Duties"), orderable=False, empty_values=())
    is_active = tables.Column(verbose_name=_("Account"))
    last_login = tables.Column(verbose_name=_("Last sign-in"), default="–", attrs=_ONE_LINE)
    date_joined = tables.Column(verbose_name=_("Since"), attrs=_ONE_LINE)

    class Meta:
        empty_text = _("Nobody of the staff fits.")

    def render_display_name(self, record: User) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("console_staff_person", args=[record.pk]), record)

    def render_duties(self, record: User) -> str:
        return duties_in_words(record)

    def render_is_active(self, value: bool) -> SafeString:
        return status_badge(states.account_badge(value))

    def render_last_login(self, value: Any) -> str:
        return thaidatetime(value)

    def render_date_joined(self, value: Any) -> str:
        return thaidate(value)


def duties_in_words(person: Any) -> str:
    """The duties of somebody of the list."""
    return ", ".join(str(Duty(row.duty).label) for row in person.staff_duties.all()) or str(_("Looking only"))


def staff_headers() -> tuple[object, ...]:
    """The columns of the export."""
    return (_("Name"), _("E-mail"), _("Duties"), _("Account"), _("Last sign-in"), _("Since"))


def staff_row(one: Any) -> list[Any]:
    """Somebody of the staff as a row of the export."""
    account = str(states.account_badge(one.is_active).label)
    return [str(one), one.email, duties_in_words(one), account, one.last_login, one.date_joined]


def approval_headers() -> tuple[object, ...]:
    """The columns of the export."""
    return (
        _("What is asked for"),
        _("Local government"),
        _("Reason"),
        _("Asked by"),
        _("Asked"),
        _("State"),
        _("Decided by"),
        _("Decided"),
        _("Note"),
    )


def approval_row(one: Approval) -> list[Any]:
    """A request as a row of the export."""
    return [
        approvals.label_of(one.kind),
        str(one.tenant or ""),
        one.reason,
        str(one.asked_by),
        one.asked_at,
        str(one.get_state_display()),
        str(one.decided_by or ""),
        one.decided_at,
        one.note,
    ]
