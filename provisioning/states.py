"""States and actions as the console shows them: a label and a tone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from provisioning.action_words import MONEY
from provisioning.models import ApprovalState, RunState, SupportAccess, SupportState
from shared_apps.jobs.models import JobState
from tenants.workflow import TenantState


@dataclass(frozen=True)
class Badge:
    """What `status_badge` shows."""

    label: Any
    tone: str


_TENANT_TONES = {
    TenantState.REQUESTED: "warning",
    TenantState.PROVISIONING: "info",
    TenantState.TRIAL: "brand",
    TenantState.ACTIVE: "success",
    TenantState.READ_ONLY: "warning",
    TenantState.SUSPENDED: "danger",
}
_RUN_TONES = {
    RunState.WAITING: "warning",
    RunState.QUEUED: "info",
    RunState.RUNNING: "info",
    RunState.FAILED: "danger",
    RunState.DONE: "success",
}
_JOB_TONES = {JobState.DEAD: "danger", JobState.DONE: "success", JobState.WAITING: "neutral"}
_APPROVAL_TONES = {
    ApprovalState.WAITING: "warning",
    ApprovalState.APPROVED: "success",
    ApprovalState.DECLINED: "danger",
}

ACTIONS = {
    **MONEY,
    "tenant.requested": _("Sign-up sent"),
    "tenant.approve": _("Approved"),
    "tenant.decline": _("Declined"),
    "tenant.request_again": _("Signed up again"),
    "tenant.roll_back": _("Set-up undone"),
    "tenant.start_trial": _("Trial begun"),
    "tenant.activate": _("Made active"),
    "tenant.make_read_only": _("Made read only"),
    "tenant.suspend": _("Suspended"),
    "tenant.resume_trial": _("Trial resumed"),
    "tenant.reactivate": _("Made active again"),
    "tenant.terminate": _("Terminated"),
    "tenant.identity": _("Name, type or code changed"),
    "tenant.capabilities": _("Capabilities changed"),
    "tenant.domain_added": _("Address added"),
    "tenant.domains_freed": _("Addresses given up"),
    "provisioning.retry": _("Set-up tried again"),
    "jobs.replay": _("Job run again"),
    "approval.asked": _("Approval asked for"),
    "approval.approved": _("Request approved"),
    "approval.declined": _("Request declined"),
    "approval.withdrawn": _("Request withdrawn"),
    "tenant.trial_extended": _("Trial extended"),
    "tenant.respite_given": _("Respite given"),
    "tenant.plan_changed": _("Package changed"),
    "tenant.waived": _("Amount waived"),
    "tenant.credited": _("Credit given"),
    "tenant.termination_accepted": _("Acceptance of the end recorded"),
    "tenant.data_asked": _("All data asked for"),
    "tenant.data_ready": _("All data put into an archive"),
    "tenant.data_taken": _("Archive of all data downloaded"),
    "tenant.erasure_approved": _("Erasure approved"),
    "tenant.erased": _("All data erased"),
    "tenant.contacts_seen": _("Contacts looked at"),
    "follow_up.noted": _("Note written"),
    "follow_up.done": _("Next step done"),
    "support.asked": _("Visit asked for"),
    "support.granted": _("Visit allowed"),
    "support.refused": _("Visit not allowed"),
    "support.withdrawn": _("Request for a visit withdrawn"),
    "support.break_glass": _("Visit without having asked"),
    "support.entered": _("Support came in"),
    "support.ended": _("Visit ended"),
    "support.viewed": _("Page looked at"),
    "support.changed": _("Something sent or changed"),
    "staff.duties": _("Duties changed"),
    "staff.invited": _("Invited to the staff"),
    "staff.invited_again": _("Invitation sent again"),
    "staff.invitation_withdrawn": _("Invitation withdrawn"),
    "staff.joined": _("Joined the staff"),
    "accounts.staff_closed": _("Staff account closed"),
    "accounts.staff_reactivated": _("Staff account opened again"),
    "accounts.signed_in": _("Signed in"),
    "accounts.staff_created": _("Staff account made"),
    "accounts.name_set": _("Name changed"),
    "accounts.second_factor_on": _("Second factor set up"),
    "accounts.second_factor_reset": _("Second factor reset"),
}
_OTHER = _("Account or security changed")
_TAKEN_AWAY = _("List taken away")


def tenant_badge(state: str) -> Badge:
    """A tenant's state."""
    return Badge(TenantState(state).label, _TENANT_TONES.get(TenantState(state), "neutral"))


def run_badge(state: str) -> Badge:
    """A run's state."""
    return Badge(RunState(state).label, _RUN_TONES.get(RunState(state), "neutral"))


def job_badge(state: str) -> Badge:
    """A job's state."""
    return Badge(JobState(state).label, _JOB_TONES.get(JobState(state), "info"))


def approval_badge(state: str) -> Badge:
    """How far a request is."""
    return Badge(ApprovalState(state).label, _APPROVAL_TONES.get(ApprovalState(state), "neutral"))


def account_badge(is_active: bool) -> Badge:
    """Whether somebody of the staff may sign in."""
    return Badge(_("Account open"), "success") if is_active else Badge(_("Account closed"), "neutral")


def visit_badge(access: SupportAccess, *, at: datetime) -> Badge:
    """How far a visit is now."""
    if access.state == SupportState.GRANTED:
        return Badge(_("Allowed now"), "danger") if access.is_open_at(at) else Badge(_("Time is up"), "neutral")
    return Badge(SupportState(access.state).label, "warning" if access.state == SupportState.ASKED else "neutral")


def operator_action_label(action: str) -> str:
    """What the operator did to an LGO, in the LGO's log."""
    return action_label(action.removeprefix("operator."))


def action_label(action: str) -> str:
    """What was done, for people."""
    other = _TAKEN_AWAY if action.endswith(".export") else _OTHER
    return str(ACTIONS.get(action, other))


MOVES = {
    "activate": _("Make active"),
    "make_read_only": _("Make read only"),
    "suspend": _("Suspend"),
    "resume_trial": _("Resume the trial"),
    "reactivate": _("Make active again"),
}
"""Moves that the console offers, where the table allows them."""
