"""Where LGOs stand on a day: running, on trial, in grace, read only, closed. Public scope."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Max, Min

from billing.ladder import End, Pause, Standing, standing_on
from billing.models import LadderRules, LadderStep, Quote, QuoteKind, QuoteState, Respite, Subscription, VersionState
from kit import clock
from tenants.models import Tenant

_DAY = timedelta(days=1)


def standing(of: Tenant | Subscription, day: date) -> Standing:
    """Where one LGO stands."""
    tenant = of.tenant if isinstance(of, Subscription) else of
    return standings([tenant], day)[tenant.pk]


def standings(tenants: Iterable[Tenant], day: date) -> dict[UUID, Standing]:
    """Where each of the LGOs stands, by id; four queries for any number of them."""
    wanted = {tenant.pk: tenant for tenant in tenants}
    rules = list(agreed_rules())
    contracts = _contracts(wanted)
    pauses, respites = _pauses(wanted), _respites(wanted)
    found = {}
    for key, tenant in wanted.items():
        contract = contracts.get(key)
        end = End(
            ends_on=_end(tenant, contract),
            is_trial=contract is None or contract["first"] is None or contract["first"] > day,
            is_renewed=contract is None or not contract["ends"],
            pauses=pauses[key],
            respite_until=respites.get(key),
        )
        found[key] = standing_on(day, end, _rules_of(end.ends_on or day, rules).ladder)
    return found


def ladder_rules(day: date) -> LadderRules:
    """The numbers that hold for what ends on a day."""
    return _rules_of(day, list(agreed_rules()))


def agreed_rules() -> "models.QuerySet[LadderRules]":
    """The versions of the numbers that were approved, newest day first."""
    return LadderRules.objects.filter(state=VersionState.APPROVED).order_by("-effective_from")


def steps_of(tenant: Tenant) -> "models.QuerySet[LadderStep]":
    """What the ladder did to an LGO, newest first."""
    return LadderStep.objects.filter(tenant=tenant).select_related("quote", "invoice")


def step_by_id(step_id: int) -> LadderStep:
    """A step with what its message names."""
    return LadderStep.objects.select_related("tenant", "quote", "invoice").get(pk=step_id)


def _rules_of(day: date, newest_first: Sequence[LadderRules]) -> LadderRules:
    """What ended before the first rules were made is counted by those."""
    return next((one for one in newest_first if one.effective_from <= day), newest_first[-1])


def _contracts(wanted: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    contracts = Subscription.objects.filter(tenant__in=list(wanted)).order_by()
    rows: Any = contracts.values("tenant", "ends").annotate(first=Min("terms__starts_on"), last=Max("terms__ends_on"))
    return {row["tenant"]: row for row in rows}


def _end(tenant: Tenant, contract: dict[str, Any] | None) -> date | None:
    if contract and contract["last"]:
        last: date = contract["last"]
        return last
    return tenant.entitled_until + _DAY if tenant.entitled_until else None


def _pauses(wanted: Iterable[UUID]) -> dict[UUID, list[Pause]]:
    """Purchase orders for what has not begun, from the day of the order until its invoice was settled or waived."""
    orders = Quote.objects.filter(
        tenant__in=list(wanted),
        state__in=[QuoteState.ACCEPTED, QuoteState.DECLINED],  # declined with an invoice: the order was waived
        kind__in=[QuoteKind.NEW, QuoteKind.RENEWAL],
        invoice__isnull=False,
        items=None,
    ).exclude(order_number="")
    found: dict[UUID, list[Pause]] = defaultdict(list)
    rows: Any = orders.values_list("tenant", "answered_at", "invoice__settled_at")
    for tenant, ordered, settled in rows:
        until = clock.bangkok_day(settled) if settled else None
        found[tenant].append(Pause(clock.bangkok_day(ordered), until))
    return found


def _respites(wanted: Iterable[UUID]) -> dict[UUID, date]:
    rows = Respite.objects.filter(tenant__in=list(wanted)).order_by()
    return {row["tenant"]: row["last"] for row in rows.values("tenant").annotate(last=Max("until"))}
