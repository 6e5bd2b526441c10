"""Tables of the console."""

from typing import Any
from uuid import UUID

import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from provisioning import review, selectors, states
from shared_apps.audit.models import AuditEntry
from shared_apps.geography.provinces import province
from shared_apps.jobs.models import OutboxJob
from shared_apps.ui.templatetags.thai import status_badge, thaidate, thaidatetime, thainumber
from tenants.models import Tenant

_LEAD = {"td": {"class": "row-head"}}
_ONE_LINE = {"td": {"class": "nowrap"}}
_NUMBER = {"td": {"class": "numeric"}, "th": {"class": "numeric"}}


class TenantTable(tables.Table):
    """Local governments."""

    name = tables.Column(verbose_name=_("Local government"), attrs=_LEAD)
    province_code = tables.Column(verbose_name=_("Province"))
    state = tables.Column(verbose_name=_("State"))
    plan = tables.Column(verbose_name=pgettext_lazy("yearly plan", "Package"), default="–")
    used = tables.Column(verbose_name=_("Storage"), default="–", attrs=_NUMBER)
    overdue = tables.Column(verbose_name=_("Overdue (baht)"), default="–", attrs=_NUMBER)
    entitled_until = tables.Column(verbose_name=_("Entitled until"), default="–", attrs=_ONE_LINE)

    class Meta:
        empty_text = _("No local government fits.")

    def render_name(self, record: Tenant) -> SafeString:
        url = reverse("console_tenant", args=[record.pk])
        return format_html(
            '<a href="{}">{}</a><span class="row-sub">{}</span><span class="row-sub reference">{}</span>',
            url,
            record.name,
            host_of(record),
            record.dla_code,
        )

    def render_province_code(self, record: Tenant) -> SafeString:
        kind = review.short_type_label(record.lgo_type)
        return format_html('{}<span class="row-sub">{}</span>', province(record.province_code), kind)

    def render_used(self, value: float) -> str:
        return f"{thainumber(round(value))} %"

    def render_overdue(self, value: Any) -> str:
        return thainumber(value, 2)

    def order_used(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """LGOs that were never counted come last."""
        return _empty_last(queryset, "used", is_descending)

    def order_overdue(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """LGOs that owe nothing come last."""
        return _empty_last(queryset, "overdue", is_descending)

    def render_state(self, record: Tenant) -> SafeString:
        return status_badge(states.tenant_badge(record.state))

    def render_entitled_until(self, value: Any) -> str:
        return thaidate(value)


def _empty_last(queryset: Any, name: str, is_descending: bool) -> tuple[Any, bool]:
    order = F(name).desc(nulls_last=True) if is_descending else F(name).asc(nulls_last=True)
    return queryset.order_by(order, "pk"), True


def host_of(tenant: Tenant) -> str:
    """The primary host name, from what was fetched."""
    return next((domain.domain for domain in tenant.domains.all() if domain.is_primary), "")


def export_headers() -> tuple[object, ...]:
    """The columns of the export."""
    return (
        pgettext_lazy("sign-up", "Name"),
        _("Type"),
        _("DLA code"),
        _("Province"),
        _("District"),
        _("State"),
        pgettext_lazy("yearly plan", "Package"),
        _("Storage in use (%)"),
        _("Overdue (baht)"),
        _("Web address"),
        _("Central e-mail"),
        _("Signed up"),
        _("Entitled until"),
    )


def export_row(tenant: Any) -> list[object]:
    """A tenant as a row of the export; codes stay text."""
    return [
        tenant.name,
        review.type_label(tenant.lgo_type),
        tenant.dla_code,
        str(province(tenant.province_code)),
        tenant.district,
        str(tenant.get_state_display()),
        tenant.plan or "",
        None if tenant.used is None else round(tenant.used, 1),
        tenant.overdue,
        host_of(tenant),
        tenant.saraban_email,
        tenant.created_at,
        tenant.entitled_until,
    ]


class JobTable(tables.Table):
    """Jobs that were given up."""

    name = tables.Column(verbose_name=_("Job"), attrs=_LEAD)
    schema_name = tables.Column(verbose_name=_("Local government"), order_by="lgo")
    attempts = tables.Column(verbose_name=_("Attempts"), attrs={"td": {"class": "numeric"}})
    created_at = tables.Column(verbose_name=_("Time"), attrs=_ONE_LINE)
    last_error = tables.TemplateColumn(
        verbose_name=_("Error"), template_name="provisioning/_job_error.html", orderable=False
    )
    replay = tables.TemplateColumn(
        verbose_name="", template_name="provisioning/_job_replay.html", orderable=False, empty_values=()
    )

    class Meta:
        empty_text = _("No job has failed, or none that fits.")

    def before_render(self, request: Any) -> None:
        """Names of the tenants on this page, in one query."""
        shown: set[str] = {row.record.schema_name for row in self.paginated_rows}
        self.names: dict[str, tuple[UUID, str]] = selectors.names_by_schema(shown)

    def render_name(self, record: OutboxJob) -> str:
        return record.label

    def render_schema_name(self, record: OutboxJob) -> Any:
        if record.schema_name not in self.names:
            return _("Platform")
        pk, name = self.names[record.schema_name]
        return format_html('<a href="{}">{}</a>', reverse("console_tenant", args=[pk]), name)

    def render_created_at(self, value: Any) -> str:
        return thaidatetime(value)


class LogTable(tables.Table):
    """What was done on the operator's side."""

    action = tables.Column(verbose_name=_("Action"), attrs=_LEAD)
    target_id = tables.Column(verbose_name=_("Local government"), orderable=False, empty_values=())
    actor_name = tables.Column(verbose_name=_("By"), empty_values=())
    at = tables.Column(verbose_name=_("Time"), attrs=_ONE_LINE)
    data = tables.Column(verbose_name=_("Reason"), orderable=False, empty_values=())

    class Meta:
        order_by = "-at"
        empty_text = _("Nothing was done yet.")

    def before_render(self, request: Any) -> None:
        """Names of the tenants on this page, in one query."""
        keys = {row.record.target_id for row in self.paginated_rows if row.record.target_type == "tenants.tenant"}
        self.names: dict[str, str] = selectors.names_by_pk(keys)

    def render_action(self, value: str) -> str:
        return states.action_label(value)

    def render_target_id(self, record: AuditEntry) -> Any:
        name = self.names.get(record.target_id)
        if name is None:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("console_tenant", args=[record.target_id]), name)

    def render_actor_name(self, record: AuditEntry) -> Any:
        return record.actor_name or _("The system or a visitor")

    def render_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_data(self, record: AuditEntry) -> str:
        return str(record.data.get("reason") or "–")


def job_headers() -> tuple[object, ...]:
    """The columns of the export of jobs."""
    return (_("Job"), _("Local government"), _("Attempts"), _("Time"), _("Error"))


def job_row(job: Any) -> list[object]:
    """A job that was given up as a row of the export."""
    return [job.label, job.lgo or str(_("Platform")), job.attempts, job.created_at, job.last_error]


def log_headers() -> tuple[object, ...]:
    """The columns of the export of the log."""
    return (_("Time"), _("Action"), _("Local government"), _("By"), _("Reason"))


def log_row(entry: Any) -> list[object]:
    """An act as a row of the export."""
    by = entry.actor_name or str(_("The system or a visitor"))
    return [entry.at, states.action_label(entry.action), entry.lgo or "", by, str(entry.data.get("reason") or "")]
