"""What can be asked for about an LGO: each is done when a second person approves."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from billing.selectors import standing
from kit import clock
from kit.errors import Conflict, NotFound, gettext_noop
from kit.workflow import Audience
from provisioning import approvals, states
from provisioning.approvals import Fact, Kind
from provisioning.duties import Duty
from provisioning.models import Approval
from provisioning.services import handover
from provisioning.services import tenant_actions as actions
from shared_apps.ui.templatetags.thai import thaidate, thainumber
from tenants.lifecycle import LIFECYCLE
from tenants.models import Tenant
from tenants.workflow import TenantState

PREFIX = "tenant-"
NOT_NOW = _("In the state in which this local government is now, this cannot be done.")
NO_TENANT = gettext_noop("There is no such local government.")
MAY_ASK = approvals.holds(Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER)
MAY_ASK_MONEY = approvals.holds(Duty.FINANCE)
MAY_DECIDE = approvals.holds(Duty.APPROVER)
Facts = Callable[[Approval], Sequence[Fact]]


def declare() -> None:
    """Declare one kind for each move that the console offers, and those that change what an LGO has or owes."""
    for action, label in states.MOVES.items():
        _register(PREFIX + action, label, _move, _move_facts, check=_check_move)
    _register(EXTEND_TRIAL, _("Extend the trial"), _extend_trial, _trial_facts, check=_check_trial)
    _register(RESPITE, _("Give a respite"), _give_respite, _respite_facts, check=_check_respite)
    _register(CHANGE_PLAN, _("Change the package"), _change_plan, _plan_facts)
    _register(TERMINATE, _("End the contract for good"), _terminate, _end_facts, check=_check_move)
    _register(ERASE, _("Erase all data of the ended contract"), _erase, _erase_facts, check=_check_erase)
    _register(WAIVE, _("Waive (credit note)"), _waive, _waive_facts, check=_check_waive, may_ask=MAY_ASK_MONEY)
    _register(CREDIT, _("Give credit"), _credit, _credit_facts, may_ask=MAY_ASK_MONEY)


EXTEND_TRIAL = f"{PREFIX}extend_trial"
RESPITE = f"{PREFIX}respite"
CHANGE_PLAN = f"{PREFIX}change_plan"
TERMINATE = f"{PREFIX}terminate"
ERASE = f"{PREFIX}erase"
WAIVE = f"{PREFIX}waive"
CREDIT = f"{PREFIX}credit"


def _register(
    code: str,
    label: Any,
    apply: approvals.Apply,
    describe: Facts,
    *,
    check: Callable[[Approval], None] | None = None,
    may_ask: Callable[[Any], bool] = MAY_ASK,
) -> None:
    approvals.register(
        Kind(
            code=code,
            label=label,
            apply=apply,
            describe=describe,
            check=check,
            may_ask=may_ask,
            may_decide=MAY_DECIDE,
        )
    )


def open_moves(state: str) -> set[str]:
    """The moves that staff may make from a state."""
    return {move.action for move in LIFECYCLE.open_to(state, Audience.OFFICER)}


def _tenant(approval: Approval) -> Tenant:
    if approval.tenant is None:
        raise NotFound(NO_TENANT)
    return approval.tenant


# --- moves ------------------------------------------------------------------------------------------------------------


def _action(approval: Approval) -> str:
    return approval.kind.removeprefix(PREFIX)


def _check_move(approval: Approval) -> None:
    if _action(approval) not in open_moves(_tenant(approval).state):
        raise Conflict(NOT_NOW, code="not_now")


def _move(*, approval: Approval, actor: Any, at: datetime) -> None:
    tenant = _tenant(approval)
    _check_move(approval)
    actions.move(tenant=tenant, action=_action(approval), reason=approval.reason, actor=actor, at=at)


def _move_facts(approval: Approval) -> Sequence[Fact]:
    return [Fact(_("State now"), str(TenantState(_tenant(approval).state).label))]


def _terminate(*, approval: Approval, actor: Any, at: datetime) -> None:
    _check_move(approval)
    actions.terminate(tenant=_tenant(approval), acceptance=approval.payload, reason=approval.reason, actor=actor, at=at)


def _end_facts(approval: Approval) -> Sequence[Fact]:
    given = approval.payload
    return [
        *_move_facts(approval),
        Fact(_("Acceptance of the local government"), given["document_number"]),
        Fact(_("Date of the acceptance"), thaidate(date.fromisoformat(given["document_date"]))),
        Fact(_("Accepted by"), given["accepted_by"]),
    ]


def _check_erase(approval: Approval) -> None:
    handover.check_erasure(_tenant(approval))


def _erase(*, approval: Approval, actor: Any, at: datetime) -> None:
    handover.approve_erasure(tenant=_tenant(approval), reason=approval.reason, actor=actor, at=at)


def _erase_facts(approval: Approval) -> Sequence[Fact]:
    final = handover.final_handover(_tenant(approval))
    if final is None:
        return _move_facts(approval)
    return [
        *_move_facts(approval),
        Fact(_("Archive of all data made"), thaidate(final.made_at)),
        Fact(_("Rows in it"), thainumber(final.rows)),
        Fact(_("Files in it"), thainumber(final.files)),
    ]


# --- trial and package ------------------------------------------------------------------------------------------------


def _until(approval: Approval) -> date:
    return date.fromisoformat(approval.payload["until"])


def _check_trial(approval: Approval) -> None:
    actions.check_trial(_tenant(approval), _until(approval), day=clock.today())


def _extend_trial(*, approval: Approval, actor: Any, at: datetime) -> None:
    actions.extend_trial(tenant=_tenant(approval), until=_until(approval), reason=approval.reason, actor=actor, at=at)


def _trial_facts(approval: Approval) -> Sequence[Fact]:
    return [
        Fact(_("Last day now"), thaidate(_tenant(approval).entitled_until)),
        Fact(_("New last day"), thaidate(_until(approval))),
    ]


def _check_respite(approval: Approval) -> None:
    actions.check_respite(_tenant(approval), _until(approval), day=clock.today())


def _give_respite(*, approval: Approval, actor: Any, at: datetime) -> None:
    actions.give_respite(tenant=_tenant(approval), until=_until(approval), reason=approval.reason, actor=actor, at=at)


def _respite_facts(approval: Approval) -> Sequence[Fact]:
    now = standing(_tenant(approval), clock.today())
    return [
        Fact(_("Stage now"), str(now.stage.label)),
        Fact(_("First day that is not paid for"), thaidate(now.ends_on)),
        Fact(_("Everything works until"), thaidate(_until(approval))),
    ]


def _change_plan(*, approval: Approval, actor: Any, at: datetime) -> None:
    actions.change_plan(
        tenant=_tenant(approval),
        package=approval.payload["package"],
        order_number=approval.payload["order_number"],
        reason=approval.reason,
        actor=actor,
        at=at,
    )


def _plan_facts(approval: Approval) -> Sequence[Fact]:
    return [
        Fact(pgettext_lazy("yearly plan", "New package"), approval.payload["package"]),
        Fact(_("Order or letter of the local government"), approval.payload["order_number"]),
        Fact(
            _("What happens"),
            gettext(
                "In a trial it holds at once. A larger package begins at once and is invoiced for the months that are "
                "left; a smaller one begins with the next term."
            ),
        ),
    ]


# --- money ------------------------------------------------------------------------------------------------------------


def _amount(approval: Approval) -> Decimal:
    return Decimal(approval.payload["amount"])


def _baht(amount: Decimal) -> str:
    return gettext("%(amount)s baht") % {"amount": thainumber(amount, 2)}


def _check_waive(approval: Approval) -> None:
    actions.check_waive(actions.invoice_of(_tenant(approval), approval.payload["invoice"]), _amount(approval))


def _waive(*, approval: Approval, actor: Any, at: datetime) -> None:
    tenant = _tenant(approval)
    invoice = actions.invoice_of(tenant, approval.payload["invoice"])
    actions.waive(tenant=tenant, invoice=invoice, amount=_amount(approval), reason=approval.reason, actor=actor, at=at)


def _waive_facts(approval: Approval) -> Sequence[Fact]:
    invoice = actions.invoice_of(_tenant(approval), approval.payload["invoice"])
    return [
        Fact(_("Invoice"), invoice.number),
        Fact(_("Still owed"), _baht(invoice.balance)),
        Fact(_("Amount with VAT"), _baht(_amount(approval))),
    ]


def _credit(*, approval: Approval, actor: Any, at: datetime) -> None:
    actions.credit(
        tenant=_tenant(approval),
        amount=_amount(approval),
        reference=f"goodwill-{approval.pk}",
        reason=approval.reason,
        actor=actor,
        at=at,
    )


def _credit_facts(approval: Approval) -> Sequence[Fact]:
    return [
        Fact(_("Amount with VAT"), _baht(_amount(approval))),
        Fact(_("What happens"), gettext("Open invoices are settled from it, and the rest is kept for the next one.")),
    ]
