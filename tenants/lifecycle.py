"""The life of a tenant as one table: who may move it from which state to which, and on what condition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kit.errors import Text, gettext_noop
from kit.workflow import Audience, Move, Workflow
from tenants.workflow import TenantState as S

if TYPE_CHECKING:
    from tenants.models import Tenant

MANAGE_TENANTS = "tenants.manage"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A move that is asked for: the tenant as it is now, why, and on which day."""

    tenant: "Tenant"
    reason: str
    today: date


def reason_given(change: Change) -> Text | None:
    """Some moves hurt; they are never made without saying why."""
    return None if change.reason else gettext_noop("Write the reason. It is kept in the log.")


def trial_lasts(change: Change) -> Text | None:
    """A trial goes on only within its days."""
    until = change.tenant.entitled_until
    if until is not None and until >= change.today:
        return None
    return gettext_noop("The trial is over. Change the last day first.")


_STAFF = frozenset({Audience.OFFICER})
_SYSTEM = frozenset({Audience.SYSTEM})
_BOTH = _STAFF | _SYSTEM
_LIVE = frozenset({S.TRIAL, S.ACTIVE, S.READ_ONLY})


def _move(
    action: str,
    sources: frozenset[S],
    target: S,
    audience: frozenset[Audience],
    *requires: Callable[[Change], Text | None],
) -> Move[Change]:
    return Move(
        action=action,
        sources=frozenset(map(str, sources)),
        target=str(target),
        audience=audience,
        permission=MANAGE_TENANTS,
        requires=requires,
    )


LIFECYCLE: Workflow[Change] = Workflow(
    states=tuple(str(state) for state in S),
    initial=str(S.REQUESTED),
    moves=(
        _move("approve", frozenset({S.REQUESTED}), S.PROVISIONING, _BOTH),
        _move("decline", frozenset({S.REQUESTED}), S.DECLINED, _STAFF, reason_given),
        _move("request_again", frozenset({S.DECLINED}), S.REQUESTED, _SYSTEM),
        _move("roll_back", frozenset({S.PROVISIONING}), S.DECLINED, _STAFF, reason_given),
        _move("start_trial", frozenset({S.PROVISIONING}), S.TRIAL, _SYSTEM),
        _move("activate", _LIVE - {S.ACTIVE} | {S.PROVISIONING}, S.ACTIVE, _BOTH),
        _move("make_read_only", frozenset({S.TRIAL, S.ACTIVE}), S.READ_ONLY, _BOTH, reason_given),
        _move("suspend", _LIVE, S.SUSPENDED, _BOTH, reason_given),
        _move("resume_trial", frozenset({S.READ_ONLY, S.SUSPENDED}), S.TRIAL, _STAFF, trial_lasts),
        _move("reactivate", frozenset({S.SUSPENDED}), S.ACTIVE, _BOTH),
        _move("terminate", _LIVE | {S.SUSPENDED}, S.TERMINATED, _BOTH, reason_given),
    ),
)
