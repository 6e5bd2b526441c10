"""Steps down the ladder and up again: closing for lack of payment, opening, respite, longer trials. Public scope.

Each step leaves a row, an audit row and a message to the LGO's finance people, in the transaction that makes it.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from billing.ladder import Stage, Standing
from billing.models import Invoice, LadderStep, Quote, Respite, StepKind
from billing.selectors import standing, subscription_of
from billing.services.standings import keeps_standings, standing_changed
from billing.services.telling import tell
from kit import clock
from kit.dates import format_medium
from kit.errors import Invalid, Refused
from shared_apps.audit.services import record
from tenants.models import Tenant
from tenants.services import capabilities_of, change_state, set_capabilities
from tenants.workflow import TenantState

NO_REASON = _("Write the reason. It stands in the log, and the local government can read it.")
PAST = _("Choose a day that is still to come.")
NO_TRIAL = _("This local government has bought a package. Give it a respite instead.")
ON_TRIAL = _("This local government is on trial. Extend the trial instead.")
_CLOSES = {
    Stage.READ_ONLY: ("make_read_only", StepKind.READ_ONLY, frozenset({TenantState.TRIAL, TenantState.ACTIVE})),
    Stage.EXPORT_ONLY: ("suspend", StepKind.EXPORT_ONLY, TenantState.live()),
    Stage.ENDED: ("suspend", StepKind.EXPORT_ONLY, TenantState.live()),
}
_CLOSED = frozenset({TenantState.READ_ONLY, TenantState.SUSPENDED})


def take_step(
    *,
    tenant: Tenant,
    kind: StepKind,
    key: str,
    at: datetime,
    days: int = 0,
    ends_on: date | None = None,
    reason: str = "",
    quote: Quote | None = None,
    invoice: Invoice | None = None,
    actor: Any = None,
) -> LadderStep | None:
    """Write down a step and tell the LGO; None when it was taken before. The caller holds the LGO's row."""
    if LadderStep.objects.filter(tenant=tenant, key=key).exists():
        return None
    step = LadderStep(
        tenant=tenant,
        kind=kind,
        key=key,
        days=days,
        ends_on=ends_on,
        day=clock.bangkok_day(at),
        at=at,
        reason=reason,
        quote=quote,
        invoice=invoice,
    )
    step.save()
    record(f"billing.ladder_{kind}", actor=actor, target=tenant, data={"key": key, "reason": reason}, at=at)
    tell(step)
    return step


def needs_move(tenant: Tenant, now: Standing) -> bool:
    """Whether the site is more open than the LGO's standing lets it be; or closed, which asks for a closer look."""
    closes = _CLOSES.get(now.stage)
    return tenant.state in closes[2] if closes else tenant.state in _CLOSED and now.may_write


@transaction.atomic
def follow_standing(*, tenant: Tenant, now: Standing, at: datetime) -> LadderStep | None:
    """Close or open the site as the LGO's standing wants it. What staff closed by hand stays closed."""
    closes = _CLOSES.get(now.stage)
    if closes is not None and tenant.state in closes[2]:
        return _close(tenant, now, at)
    if now.may_write and tenant.state in _CLOSED and closed_by_ladder(tenant):
        return _reopen(tenant, now, at)
    return None


def closed_by_ladder(tenant: Tenant) -> bool:
    """Whether it was a step of the ladder, and not a person, that last changed the site's state."""
    kinds = [StepKind.READ_ONLY, StepKind.EXPORT_ONLY]
    return LadderStep.objects.filter(tenant=tenant, kind__in=kinds, at=tenant.state_changed_at).exists()


def _close(tenant: Tenant, now: Standing, at: datetime) -> LadderStep | None:
    action, kind, _from = _CLOSES[now.stage]
    reason = _reason(now)
    change_state(tenant=tenant, action=action, actor=None, at=at, reason=reason)
    return _moved(tenant, kind, now, at, reason)


def _reopen(tenant: Tenant, now: Standing, at: datetime) -> LadderStep | None:
    is_over = tenant.entitled_until is None or tenant.entitled_until < now.day
    if now.is_trial and is_over:
        return None  # a trial is opened again by extending it
    action = "resume_trial" if now.is_trial else "activate"
    if action == "activate" and tenant.state == TenantState.SUSPENDED:
        action = "reactivate"
    change_state(tenant=tenant, action=action, actor=None, at=at)
    return _moved(tenant, StepKind.REOPENED, now, at)


def _moved(tenant: Tenant, kind: StepKind, now: Standing, at: datetime, reason: str = "") -> LadderStep | None:
    key = f"{kind}:{now.ends_on}:{at.isoformat()}"
    return take_step(tenant=tenant, kind=kind, key=key, at=at, ends_on=now.ends_on, reason=reason)


def _reason(now: Standing) -> str:
    """Why, in Thai: it stands on pages of the console and of the LGO."""
    with override("th"):
        day = format_medium(now.ends_on - timedelta(days=1)) if now.ends_on else ""
        if now.is_trial:
            return gettext("The free trial ended on %(day)s and no package was ordered.") % {"day": day}
        return gettext("What was paid for ended on %(day)s and was not renewed.") % {"day": day}


@keeps_standings
def give_respite(*, tenant: Tenant, until: date, reason: str, actor: Any, at: datetime) -> Respite:
    """Let everything work until a day although it is not paid for.

    Raises:
        Invalid: there is no reason, or the day has passed.
        Refused: it is a trial, which is extended instead.
    """
    _check(until, reason, at)
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if subscription_of(locked) is None:
        raise Refused(ON_TRIAL, code="on_trial")
    respite = Respite.objects.create(tenant=locked, until=until, reason=reason.strip(), given_by=actor, given_at=at)
    _write_respite(locked, until, reason, actor, at)
    follow_standing(tenant=locked, now=standing(locked, clock.bangkok_day(at)), at=at)
    standing_changed(tenant_id=locked.pk, at=at)
    return respite


@keeps_standings
def extend_trial(*, tenant: Tenant, until: date, reason: str, actor: Any, at: datetime) -> None:
    """Let the trial last until a day, that included; a site that was closed for its end opens again.

    Raises:
        Invalid: there is no reason, or the day has passed.
        Refused: the LGO has bought a package.
    """
    _check(until, reason, at)
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if subscription_of(locked) is not None:
        raise Refused(NO_TRIAL, code="no_trial")
    wanted = capabilities_of(locked, entitled_until=until)
    locked = set_capabilities(tenant=locked, capabilities=wanted, actor=actor, at=at)
    _write_respite(locked, until, reason, actor, at)
    follow_standing(tenant=locked, now=standing(locked, clock.bangkok_day(at)), at=at)
    standing_changed(tenant_id=locked.pk, at=at)


def _check(until: date, reason: str, at: datetime) -> None:
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    if until <= clock.bangkok_day(at) - timedelta(days=1):
        raise Invalid(PAST, code="past", field="until")


def _write_respite(tenant: Tenant, until: date, reason: str, actor: Any, at: datetime) -> None:
    take_step(
        tenant=tenant,
        kind=StepKind.RESPITE,
        key=f"respite:{until}:{at.isoformat()}",
        at=at,
        ends_on=until,
        reason=reason.strip(),
        actor=actor,
    )
