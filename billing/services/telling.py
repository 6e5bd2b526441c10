"""Telling the finance people of an LGO. The operator writes to them, so that a closed site hears of it too."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from billing.ladder import Stage, Standing
from billing.models import LadderStep, StepKind
from billing.selectors import customer_of, standing
from kit.dates import format_medium
from shared_apps.accounts.rights import rights_of
from shared_apps.accounts.selectors import officers
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.services import Recipient, notify
from tenants.models import Tenant, base_url
from tenants.scope import tenant_scope
from tenants.selectors import primary_host

FINANCE_PATH = "/desk/billing/"
RIGHT = "billing.view"
_NEXT = {
    Stage.TRIAL: _("the trial ends"),
    Stage.RUNNING: _("the contract ends, and your site can only be read"),
    Stage.GRACE: _("your site can only be read, and nobody can file or change anything"),
    Stage.READ_ONLY: _("your site closes, but for payment and taking your data away"),
    Stage.EXPORT_ONLY: _("the contract may be ended, once you have agreed to it in writing"),
}
"""What follows after a stage, as the end of a sentence."""


def tell(step: LadderStep) -> None:
    """Have the finance people told of a step, by a job after this transaction."""
    enqueue("billing.tell", key=f"ladder:{step.pk}", step=step.pk)


def tell_of(step: LadderStep) -> int:
    """Write the messages of a step, once to each address; returns how many people there are to tell."""
    people = finance_people(step.tenant)
    now = standing(step.tenant, step.day)
    for person in people:
        with override(person.language):
            words = _words(step, now)
        notify(f"billing/{step.kind}", to=person, context=words, key=f"ladder:{step.pk}")
    return len(people)


def finance_people(tenant: Tenant) -> list[Recipient]:
    """Who hears of money: the address for documents, and officers who may see the bills. Each address once."""
    found: dict[str, Recipient] = {}
    for person in _people(tenant):
        if person.email:
            found.setdefault(person.email.lower(), person)
    return list(found.values())


def _people(tenant: Tenant) -> Iterator[Recipient]:
    customer = customer_of(tenant)
    if customer is not None:
        yield Recipient(email=customer.email, name=customer.contact_name or customer.legal_name)
    with tenant_scope(tenant):
        holders = [officer for officer in officers().filter(is_active=True) if _may_see_bills(officer)]
    for officer in holders:
        yield Recipient(email=officer.email or "", name=officer.display_name, language=officer.language)


def _may_see_bills(officer: object) -> bool:
    return getattr(officer, "is_administrator", False) or RIGHT in rights_of(officer)


def _words(step: LadderStep, now: Standing) -> dict[str, str]:
    """What the texts say: days as people write them, amounts in baht."""
    tenant = step.tenant
    gross = step.quote.gross if step.quote else step.invoice.balance if step.invoice else Decimal(0)
    number = step.quote.number if step.quote else step.invoice.number if step.invoice else ""
    host = primary_host(tenant)
    return {
        "lgo": tenant.name,
        "day": _day(_day_named(step)),
        "until": _day(step.quote.valid_until if step.quote else now.changes_on),
        "next": str(_NEXT.get(now.stage, "")),
        "package": step.quote.package if step.quote else "",
        "days": str(step.days),
        "number": number,
        "amount": f"{gross:,.2f}",
        "reason": step.reason,
        "url": f"{base_url(host)}{FINANCE_PATH}" if host else "",
    }


def _day_named(step: LadderStep) -> date | None:
    """The day on which an invoice was due or a respite ends; else the last one that was paid for."""
    if step.invoice:
        return step.invoice.due_on
    if step.kind == StepKind.RESPITE or step.ends_on is None:
        return step.ends_on
    return step.ends_on - timedelta(days=1)


def _day(day: date | None) -> str:
    return format_medium(day) if day else ""
