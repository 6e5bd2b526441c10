"""An LGO's page in the console, in words and badges."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from billing.ladder import Stage
from billing.models import Invoice
from kit.masking import masked_email, masked_name, masked_phone
from provisioning import action_forms, approvals, selectors, states, tables, tenant_kinds
from provisioning.models import ProvisioningRun, RunState
from provisioning.review import run_view, type_label
from provisioning.selectors import Money
from shared_apps.accounts.selectors import accounts_in_use, active_administrators
from shared_apps.audit.models import AuditEntry
from shared_apps.geography.provinces import province
from shared_apps.ui.templatetags.thai import phone
from tenants import usage
from tenants.models import Service, Tenant, base_url
from tenants.scope import tenant_scope
from tenants.workflow import TenantState

NOTES_OF_A_TENANT = 10
_GRAVE = {"tenant-suspend", "tenant-make_read_only", tenant_kinds.TERMINATE, tenant_kinds.ERASE}
STAGE_TONES = {
    Stage.TRIAL: "brand",
    Stage.RUNNING: "success",
    Stage.GRACE: "warning",
    Stage.READ_ONLY: "warning",
    Stage.EXPORT_ONLY: "danger",
    Stage.ENDED: "danger",
}


@dataclass(frozen=True)
class Bar:
    """How much of something is used; `limit` None is unlimited."""

    used: int
    limit: int | None

    @property
    def percent(self) -> int:
        """In whole percent; more than 100 when over the limit."""
        return round(self.used * 100 / self.limit) if self.limit else 0

    @property
    def tone(self) -> str:
        """The colour of its bar."""
        return "danger" if self.percent >= 100 else "warning" if self.percent >= 80 else "success"


@dataclass(frozen=True)
class Contact:
    """A person of the LGO, masked unless it was asked for."""

    role: Any
    name: str
    phone: str
    email: str


def stage_badge(stage: str) -> states.Badge:
    """Where an LGO stands with its payment."""
    return states.Badge(Stage(stage).label, STAGE_TONES[Stage(stage)])


def invoice_badge(invoice: Invoice, day: date) -> states.Badge:
    """Whether an invoice is settled, open or late."""
    if not invoice.is_open:
        return states.Badge(_("Settled"), "success")
    late = invoice.due_on < day
    return states.Badge(_("Overdue") if late else _("Open"), "danger" if late else "info")


def page_of(tenant: Tenant, *, user: Any, at: datetime, day: date, shows_contacts: bool) -> dict[str, Any]:
    """All that the page shows."""
    run = selectors.newest_run(tenant)
    money = selectors.money_of(tenant, day=day)
    return {
        "found": tenant,
        "badge": states.tenant_badge(tenant.state),
        "stage": stage_badge(money.standing.stage) if tenant.state in _CONTRACTED else None,
        "type_label": type_label(tenant.lgo_type),
        "province": province(tenant.province_code),
        "identities": _identities(tenant),
        "site_url": base_url(tables.host_of(tenant)) if tables.host_of(tenant) else "",
        "run": run,
        "view": run_view(run, for_staff=True) if run else None,
        "jobs": [(job, states.job_badge(job.state)) for job in selectors.jobs_of(tenant)],
        "services": [Service(service).label for service in tenant.services],
        "log": [event_of(entry) for entry in selectors.log_of(tenant)],
        "money": money,
        "respite": selectors.respite_of(tenant, day=day),
        "invoices": [(invoice, invoice_badge(invoice, day)) for invoice in money.invoices],
        "use": use_of(tenant, at=at),
        "contacts": contacts_of(tenant, run, money, masked=not shows_contacts),
        "shows_contacts": shows_contacts,
        "asks": asks_of(tenant, money, user=user),
        "waiting": [(one, approvals.label_of(one.kind)) for one in selectors.approvals_waiting(tenant)],
        "notes": [note_of(one) for one in selectors.follow_ups_of(tenant)[:NOTES_OF_A_TENANT]],
    }


_CONTRACTED = {TenantState.TRIAL, TenantState.ACTIVE, TenantState.READ_ONLY, TenantState.SUSPENDED}


def _identities(tenant: Tenant) -> list[tuple[Any, str]]:
    newest_first = sorted(tenant.identities.all(), key=lambda each: each.effective_from, reverse=True)
    return [(identity, type_label(identity.lgo_type)) for identity in newest_first]


def use_of(tenant: Tenant, *, at: datetime) -> dict[str, Bar] | None:
    """Accounts and storage in use; None where there is no site."""
    if not tenant.is_live:
        return None
    with tenant_scope(tenant):
        accounts = accounts_in_use(at)
    stored = usage.usage_of(tenant).total
    return {"accounts": Bar(accounts, tenant.accounts), "storage": Bar(stored, tenant.bytes_allowed)}


def contacts_of(tenant: Tenant, run: ProvisioningRun | None, money: Money, *, masked: bool) -> list[Contact]:
    """Who signed up, who stands on the documents, and who administers the site now."""
    found = []
    if run is not None:
        found.append(Contact(_("Who signed up"), run.contact_name, phone(run.contact_phone), run.contact_email))
    if money.customer is not None and money.customer.contact_name:
        customer = money.customer
        found.append(Contact(_("For documents"), customer.contact_name, phone(customer.phone), customer.email))
    if tenant.is_live:
        with tenant_scope(tenant):
            people = list(active_administrators())
        found += [Contact(_("Administers the site"), one.display_name, "", one.email or "") for one in people]
    return [_masked(one) for one in found] if masked else found


def _masked(contact: Contact) -> Contact:
    return Contact(contact.role, masked_name(contact.name), masked_phone(contact.phone), masked_email(contact.email))


def event_of(entry: AuditEntry) -> dict[str, Any]:
    """An act for `ui/timeline.html`."""
    actor = entry.actor_name or _("The system or a visitor")
    title = states.action_label(entry.action)
    kind = str(entry.data.get("kind") or "")
    if entry.action.startswith("approval.") and kind:
        title = f"{title}: {approvals.label_of(kind)}"
    return {"title": title, "at": entry.at, "actor": actor, "note": entry.data.get("reason", "")}


def asks_of(tenant: Tenant, money: Money, *, user: Any) -> list[dict[str, Any]]:
    """What this person may ask for about the LGO as it is now."""
    codes = [code for code in _possible(tenant, money) if approvals.kind_of(code).may_ask(user)]
    return [
        {
            "url": reverse("console_ask", args=[tenant.pk, code.removeprefix(tenant_kinds.PREFIX)]),
            "label": approvals.label_of(code),
            "is_grave": code in _GRAVE,
        }
        for code in codes
    ]


def _possible(tenant: Tenant, money: Money) -> list[str]:
    moves = tenant_kinds.open_moves(tenant.state)
    found = [tenant_kinds.PREFIX + action for action in states.MOVES if action in moves]
    if tenant.state in _CONTRACTED:
        if money.subscription is None:
            found.append(tenant_kinds.EXTEND_TRIAL)
        elif money.standing.days_left is not None and money.standing.days_left <= selectors.SOON_DAYS:
            found.append(tenant_kinds.RESPITE)
        found += [tenant_kinds.CHANGE_PLAN, tenant_kinds.CREDIT]
    if money.owed:
        found.append(tenant_kinds.WAIVE)
    if "terminate" in moves:
        found.append(tenant_kinds.TERMINATE)
    if tenant.state == TenantState.TERMINATED:
        found.append(tenant_kinds.ERASE)
    return found


def form_of(code: str) -> type[action_forms.AskForm]:
    """The form in which something is asked for."""
    return action_forms.FORMS.get(code, action_forms.AskForm)


def decisions_of(run: Any, found: Tenant) -> list[dict[str, Any]]:
    """What can be decided about a set-up."""
    approve = {"action": "approve", "label": _("Approve"), "is_grave": False}
    decline = {"action": "decline", "label": _("Decline"), "is_grave": True}
    retry = {"action": "retry", "label": _("Try again"), "is_grave": False}
    roll_back = {"action": "roll_back", "label": _("Undo the set-up"), "is_grave": True}
    if run is None:
        return []
    if run.state == RunState.WAITING:
        return [approve, decline]
    if run.state == RunState.FAILED:
        return [retry, roll_back] if found.state == TenantState.PROVISIONING else [retry]
    return []


def note_of(one: Any) -> dict[str, Any]:
    """A note as the page and the board show it."""
    return {"row": one, "kind": one.get_kind_display(), "author": one.author or _("The system or a visitor")}
