"""What can be asked for about an LGO: each is done when a second person approves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict
from kit.workflow import Audience
from provisioning import approvals, states
from provisioning.approvals import Fact, Kind
from provisioning.duties import Duty
from provisioning.models import Approval
from tenants import services as tenants
from tenants.lifecycle import LIFECYCLE
from tenants.workflow import TenantState

PREFIX = "tenant-"
NOT_NOW = _("In the state in which this local government is now, this cannot be done.")
MAY_ASK = approvals.holds(Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER)
MAY_DECIDE = approvals.holds(Duty.APPROVER)


def declare() -> None:
    """Declare one kind for each move that the console offers."""
    for action, label in states.MOVES.items():
        approvals.register(
            Kind(
                code=PREFIX + action,
                label=label,
                apply=_move,
                check=_check_move,
                describe=_describe_move,
                may_ask=MAY_ASK,
                may_decide=MAY_DECIDE,
            )
        )


def open_moves(state: str) -> set[str]:
    """The moves that staff may make from a state."""
    return {move.action for move in LIFECYCLE.open_to(state, Audience.OFFICER)}


def _action(approval: Approval) -> str:
    return approval.kind.removeprefix(PREFIX)


def _check_move(approval: Approval) -> None:
    if approval.tenant is None or _action(approval) not in open_moves(approval.tenant.state):
        raise Conflict(NOT_NOW, code="not_now")


def _move(*, approval: Approval, actor: Any, at: datetime) -> None:
    _check_move(approval)
    if approval.tenant is not None:
        tenants.change_state(
            tenant=approval.tenant, action=_action(approval), reason=approval.reason, actor=actor, at=at
        )


def _describe_move(approval: Approval) -> Sequence[Fact]:
    state = approval.tenant.state if approval.tenant else TenantState.REQUESTED
    return [Fact(_("State now"), str(TenantState(state).label))]
