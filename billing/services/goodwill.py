"""Credit that the operator gives without money having come in."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.models import Account, Happening, Payment, Tender
from billing.selectors import open_invoices
from billing.services.ledger import credit, debit, post
from billing.services.payments import use_credit
from billing.services.standings import keeps_standings
from kit import clock
from kit.errors import Invalid
from kit.money import baht
from shared_apps.audit.services import record
from tenants.models import Tenant

NOTHING = _("The credit has to be more than nothing.")


@keeps_standings
def give_credit(*, tenant: Tenant, amount: Decimal, reference: str, reason: str, actor: Any, at: datetime) -> Payment:
    """Give an LGO credit, once for each `reference`; what is open is settled from it, the oldest invoice first.

    The credit is an expense of the operator (`Account.WAIVED`) and is never paid out.

    Raises:
        Invalid: it would be nothing.
    """
    if amount <= 0:
        raise Invalid(NOTHING, code="nothing", field="amount")
    given = Payment.objects.filter(tender=Tender.CREDIT, reference=reference).first()
    if given is not None:
        return given
    day = clock.bangkok_day(at)
    made = Payment.objects.create(
        tenant=tenant,
        tender=Tender.CREDIT,
        reference=reference,
        amount=baht(amount),
        received_on=day,
        recorded_at=at,
        recorded_by=actor,
    )
    post(
        key=f"goodwill:{reference}",
        happening=Happening.GRANTED,
        tenant=tenant,
        lines=[debit(Account.WAIVED, made.amount), credit(Account.CREDIT, made.amount)],
        day=day,
        at=at,
        document=reference[:30],
        actor=actor,
    )
    record("billing.credit_given", actor=actor, target=made, data={"amount": str(amount), "reason": reason}, at=at)
    for invoice in open_invoices(tenant):
        use_credit(invoice=invoice, actor=actor, at=at)
    made.refresh_from_db()
    return made
