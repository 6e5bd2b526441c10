"""What every night brings: entitlements that begin, renewals, reminders, the ladder. Public scope.

LGOs are read by the chunk, and only those for whom something is due are looked at again, each in a transaction of its
own: one that fails does not keep the others, and a run that is killed, late or repeated does only what is left.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Model, QuerySet

from billing.due import Due, Schedule, due_steps, overdue_step
from billing.ladder import Standing
from billing.models import (
    Invoice,
    ItemKind,
    LadderRules,
    LadderStep,
    Quote,
    QuoteKind,
    QuoteState,
    StepKind,
    Subscription,
    TermItem,
)
from billing.selectors import ladder_rules, open_invoices, standings
from billing.services.entitlements import apply_entitlement
from billing.services.failures import SomeFailed
from billing.services.ladder import follow_standing, needs_move, take_step
from billing.services.renewals import offer_next_term, term_to_renew
from billing.services.standings import keeps_standings
from kit import clock
from kit.errors import DomainError
from tenants.models import Tenant
from tenants.workflow import TenantState

log = structlog.get_logger(__name__)
CHUNK = 500
Row = TypeVar("Row", bound=Model)
_SERVED = TenantState.served()


@dataclass
class Night:
    """What a night did, by kind of step; and for how many LGOs it failed."""

    steps: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failed: int = 0

    def count(self, step: LadderStep | None) -> None:
        """Count a step that was taken."""
        if step is not None:
            self.steps[step.kind] += 1


def run_night(*, at: datetime) -> Night:
    """Bring every LGO to where it stands on the day of `at`.

    Raises:
        SomeFailed: it failed for some; run it again.
    """
    day, night = clock.bangkok_day(at), Night()
    rules = ladder_rules(day)
    for chunk in _chunks(Tenant.objects.filter(state__in=_SERVED)):
        for need in _in_need(chunk, day, rules):
            _try(night, need, day, rules, at)
    _remind_of_invoices(night, day, rules, at)
    log.info("billing_night", steps=dict(night.steps), failed=night.failed)
    if night.failed:
        raise SomeFailed(f"{night.failed} local governments or invoices")
    return night


def _chunks(rows: "QuerySet[Row]") -> Iterator[list[Row]]:
    """All rows in the order of their keys, read a chunk at a time, without a transaction around them."""
    rows = rows.order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


class Need(NamedTuple):
    """An LGO for whom something is due, and whether its package is another than its site knows."""

    tenant: Tenant
    is_entitled: bool


def _in_need(chunk: Sequence[Tenant], day: date, rules: LadderRules) -> Iterator[Need]:
    """Those for whom something is due, from what six queries tell of all."""
    standing = standings(chunk, day)
    done, entitled, ending = _done(chunk), _entitled(chunk, day), _not_renewed(chunk)
    for tenant in chunk:
        now = standing[tenant.pk]
        due = due_steps(now, schedule_of(rules), is_renewed=tenant.pk not in ending, done=done[tenant.pk])
        is_entitled = _is_entitled_anew(tenant, entitled.get(tenant.pk))
        if due or is_entitled or needs_move(tenant, now):
            yield Need(tenant, is_entitled)


def _is_entitled_anew(tenant: Tenant, entitled: tuple[int | None, int] | None) -> bool:
    """Whether the LGO's package began, or is another than its site knows."""
    if entitled is None:
        return False
    return tenant.state == TenantState.TRIAL or entitled != (tenant.accounts, tenant.bytes_allowed)


def schedule_of(rules: LadderRules) -> Schedule:
    """The days of reminders."""
    return Schedule(renewal_days=rules.renewal_days, trial_days=rules.trial_days, warning_days=rules.warning_days)


def _done(chunk: Sequence[Tenant]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for tenant, key in LadderStep.objects.filter(tenant__in=chunk).values_list("tenant", "key"):
        found[tenant].add(key)
    return found


def _not_renewed(chunk: Sequence[Tenant]) -> set[UUID]:
    return set(Subscription.objects.filter(tenant__in=chunk, ends=True).values_list("tenant", flat=True))


def _entitled(chunk: Sequence[Tenant], day: date) -> dict[UUID, tuple[int | None, int]]:
    """Accounts and bytes of what is running, by LGO."""
    found: dict[UUID, tuple[int | None, int]] = {}
    items = TermItem.objects.filter(
        term__subscription__tenant__in=chunk, term__starts_on__lte=day, starts_on__lte=day, ends_on__gt=day
    )
    rows: Any = items.values_list("term__subscription__tenant", "kind", "accounts", "storage")
    for tenant, kind, accounts, storage in rows:
        before = found.get(tenant, (None, 0))
        found[tenant] = (accounts if kind == ItemKind.PACKAGE else before[0], before[1] + storage)
    return found


def _try(night: Night, need: Need, day: date, rules: LadderRules, at: datetime) -> None:
    try:
        for step in turn(need=need, day=day, rules=rules, at=at):
            night.count(step)
    except Exception:  # whatever it is, the next LGO comes
        log.exception("billing_night_failed", lgo=str(need.tenant.pk))
        night.failed += 1


@keeps_standings
def turn(*, need: Need, day: date, rules: LadderRules, at: datetime) -> list[LadderStep | None]:
    """Bring one LGO to where it stands: what it has, what state its site is in, what it is told."""
    tenant = need.tenant
    # Locked as an acceptance locks: the quotation first, the LGO's row last.
    list(Quote.objects.select_for_update().filter(tenant=tenant, kind=QuoteKind.RENEWAL, state=QuoteState.ISSUED))
    subscription = Subscription.objects.select_for_update().filter(tenant=tenant).first()
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if need.is_entitled:
        apply_entitlement(tenant=locked, actor=None, at=at)
        locked.refresh_from_db()
    now = standings([locked], day)[locked.pk]
    steps = [follow_standing(tenant=locked, now=now, at=at)]
    is_renewed = subscription is None or not subscription.ends
    done = _done([locked])[locked.pk]
    for due in due_steps(now, schedule_of(rules), is_renewed=is_renewed, done=done):
        steps.append(_take(locked, subscription, due, now, at))
    return steps


def _take(
    tenant: Tenant, subscription: Subscription | None, due: Due, now: Standing, at: datetime
) -> LadderStep | None:
    quote = None
    if due.kind in {StepKind.RENEWAL, StepKind.GRACE} and subscription is not None and not now.is_trial:
        subscription.tenant = tenant
        quote = _offer(subscription, at)
        if quote is None and due.kind == StepKind.RENEWAL:
            return None
    return take_step(
        tenant=tenant, kind=StepKind(due.kind), key=due.key, days=due.days, at=at, ends_on=now.ends_on, quote=quote
    )


def _offer(subscription: Subscription, at: datetime) -> Quote | None:
    """The quotation for the next term; None when it was ordered, or prices for it are missing, which the log tells."""
    try:
        with transaction.atomic():
            return offer_next_term(subscription, term_to_renew(subscription), actor=None, at=at)
    except DomainError as error:
        log.warning("renewal_not_offered", lgo=str(subscription.tenant_id), reason=error.code)
        return None


def _remind_of_invoices(night: Night, day: date, rules: LadderRules, at: datetime) -> None:
    for chunk in _chunks(open_invoices().filter(due_on__lt=day, tenant__state__in=_SERVED)):
        done = _done([invoice.tenant for invoice in chunk])
        for invoice in chunk:
            days_over = (day - invoice.due_on).days
            step = overdue_step(
                number=invoice.number,
                days_over=days_over,
                overdue_days=rules.overdue_days,
                done=done[invoice.tenant_id],
            )
            if step is not None:
                _try_to_remind(night, invoice, step, at)


def _try_to_remind(night: Night, invoice: Invoice, due: Due, at: datetime) -> None:
    try:
        night.count(_remind(invoice, due, at))
    except Exception:  # as above
        log.exception("billing_reminder_failed", invoice=invoice.number)
        night.failed += 1


@transaction.atomic
def _remind(invoice: Invoice, due: Due, at: datetime) -> LadderStep | None:
    """Locked as a payment locks: an invoice that was settled meanwhile is not asked for."""
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=invoice.pk)
    if not locked.is_open:
        return None
    Tenant.objects.select_for_update().get(pk=locked.tenant_id)
    return take_step(
        tenant=locked.tenant,
        kind=StepKind.OVERDUE,
        key=due.key,
        days=due.days,
        at=at,
        ends_on=locked.due_on,
        invoice=locked,
    )
