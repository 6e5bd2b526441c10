"""Paying an invoice by card or PromptPay: opening a page for it, and learning what became of that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from billing import gateway
from billing.gateway import Page, ProviderRefused, is_available, is_simulated, is_test
from billing.models import UNDER_WAY, CertificateState, Checkout, CheckoutState, Invoice, Tender
from billing.rules import withholding
from billing.services.closing import close_open_checkouts
from billing.services.payments import MoneyIn, Share, record_payment
from kit import clock
from kit.errors import Conflict, Refused
from kit.money import ZERO
from shared_apps.audit.services import record

__all__ = [
    "close_checkout",
    "close_open_checkouts",
    "close_outdated",
    "is_available",
    "is_simulated",
    "is_test",
    "learn",
    "open_checkout",
    "refresh_checkout",
    "withheld_of",
]

VALID_FOR = timedelta(hours=3)
"""Stripe takes 30 minutes to 24 hours."""
_ORDER = {
    CheckoutState.OPENING: 0,
    CheckoutState.OPEN: 1,
    CheckoutState.PROCESSING: 2,
    CheckoutState.EXPIRED: 3,
    CheckoutState.FAILED: 3,
    CheckoutState.PAID: 4,
}
AT_LEAST_LEFT = timedelta(minutes=5)
"""A page that ends sooner is not given out again."""
NOT_OFFERED = _("Payment by card or PromptPay is not possible here. Pay by bank transfer.")
NOTHING_OWED = _("Nothing is owed on this invoice any more.")
WAITING = _("A payment of this invoice waits for the bank to confirm it. Look again in a few minutes.")
MEANWHILE = _("Another page to pay this invoice on was opened at this moment. Try again.")
NOTHING_TO_WITHHOLD = _("There is no tax to withhold from this amount. Pay all of it.")


@dataclass(frozen=True)
class _Ask:
    """What shall be paid, and what the LGO keeps back as tax."""

    amount: Decimal
    withheld: Decimal


def open_checkout(*, invoice: Invoice, net: bool, back_url: str, actor: Any, at: datetime, by: str = "") -> Checkout:
    """A page on which what is open of an invoice can be paid; the one that is open already, if it asks for the same.

    `net`: less the tax that the LGO withholds, whose certificate is awaited after the payment. The payer comes back to
    `back_url` with `checkout=paid` or `checkout=left` in its query. `by` names who opened it when `actor` cannot, being
    an officer of a tenant. It asks the provider, so call it outside a transaction, in the public scope.

    Raises:
        Refused: it is not offered, nothing is owed, there is no tax to withhold, or a payment is under way.
        Conflict: somebody else opened one at the same moment.
        ProviderDown, ProviderRefused: there is no page; the invoice is as it was.
    """
    if not is_available():
        raise Refused(NOT_OFFERED, code="not_offered")
    for other in _unfit(invoice, net=net, at=at):
        close_checkout(checkout=other, at=at)
    claimed = _claim(invoice, net=net, back_url=back_url, actor=actor, at=at, by=by)
    return claimed if claimed.state == CheckoutState.OPEN else _open(claimed, at=at)


def refresh_checkout(*, checkout: Checkout, at: datetime) -> Checkout:
    """Ask the provider what became of a page, and record it. Also finishes what a crash left half done.

    Raises:
        ProviderDown, ProviderRefused: nothing was learned.
    """
    if checkout.state == CheckoutState.OPENING:
        checkout = _open(checkout, at=at)
    if not checkout.reference:
        return checkout
    return learn(page=gateway.find_page(checkout.reference), at=at) or checkout


def close_checkout(*, checkout: Checkout, at: datetime) -> Checkout:
    """Let a page end; when it had been paid before that, the payment is recorded.

    Raises:
        ProviderDown: it is still open.
    """
    if not checkout.is_under_way:
        return checkout
    if checkout.state == CheckoutState.OPENING:
        checkout = _open(checkout, at=at)
    try:
        page = gateway.expire_page(checkout.reference)
    except ProviderRefused:
        page = gateway.find_page(checkout.reference)
    return learn(page=page, at=at) or checkout


def close_outdated(*, checkout: Checkout, at: datetime) -> None:
    """Close a page that asks for another amount than is owed."""
    invoice = Invoice.objects.get(pk=checkout.invoice_id)
    if not invoice.is_open or checkout.amount + checkout.withheld != invoice.balance:
        close_checkout(checkout=checkout, at=at)


@transaction.atomic
def learn(*, page: Page, at: datetime) -> Checkout | None:
    """Record what the provider says of a page; money that came is recorded once. None when the page is not ours."""
    found = _of_page(page)
    if found is None:
        return None
    # Invoices are locked before pages everywhere.
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=found.invoice_id)
    checkout = Checkout.objects.select_for_update().get(pk=found.pk)
    _note(checkout, page, at)
    if checkout.state == CheckoutState.PAID and checkout.payment_id is None:
        _record_money(checkout, invoice, page, at=at)
    return checkout


def _note(checkout: Checkout, page: Page, at: datetime) -> None:
    """Answers may come in any order: a page only moves forward, and money counts also after its end."""
    state = CheckoutState(page.state)
    checkout.checked_at = at
    if _ORDER[state] > _ORDER[CheckoutState(checkout.state)]:
        checkout.state, checkout.reference = state, page.reference
        checkout.intent, checkout.method = page.intent, page.method
        checkout.ended_at = None if checkout.is_under_way else at
    checkout.save()


def withheld_of(invoice: Invoice) -> Decimal:
    """The tax that an LGO may keep back when it pays what is open of an invoice now (baht)."""
    owed = invoice.certificates.exclude(state=CertificateState.CANCELLED)
    kept = sum((one.amount for one in owed), ZERO)
    if not invoice.settled and not invoice.credited:
        return invoice.withholding
    rate = invoice.quote.book.withholding_percent
    most = withholding(gross=invoice.balance, vat_rate=invoice.vat_percent, rate=rate) if invoice.is_open else ZERO
    return min(most, invoice.withholding - kept)


def _ask(invoice: Invoice, *, net: bool) -> _Ask:
    withheld = withheld_of(invoice) if net else ZERO
    if not invoice.is_open:
        raise Refused(NOTHING_OWED, code="nothing_owed")
    if net and not withheld:
        raise Refused(NOTHING_TO_WITHHOLD, code="nothing_to_withhold")
    return _Ask(invoice.balance - withheld, withheld)


def _unfit(invoice: Invoice, *, net: bool, at: datetime) -> list[Checkout]:
    """Open pages that ask for something else now, or that end too soon."""
    fresh = Invoice.objects.select_related("quote__book").get(pk=invoice.pk)
    ask = _ask(fresh, net=net)
    found = Checkout.objects.filter(invoice=fresh, state__in=[CheckoutState.OPENING, CheckoutState.OPEN])
    return [one for one in found if not _fits(one, ask, at)]


def _fits(checkout: Checkout, ask: _Ask, at: datetime) -> bool:
    same = (checkout.amount, checkout.withheld) == (ask.amount, ask.withheld)
    return same and checkout.expires_at > at + AT_LEAST_LEFT


@transaction.atomic
def _claim(invoice: Invoice, *, net: bool, back_url: str, actor: Any, at: datetime, by: str) -> Checkout:
    """The row of the page, before the provider is asked: one for an invoice at a time."""
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("quote__book").get(pk=invoice.pk)
    ask = _ask(locked, net=net)
    before = Checkout.objects.filter(invoice=locked, state__in=UNDER_WAY).first()
    if before is not None:
        if before.state == CheckoutState.PROCESSING:
            raise Refused(WAITING, code="waiting")
        if not _fits(before, ask, at):
            raise Conflict(MEANWHILE, code="meanwhile")
        return before
    checkout = Checkout.objects.create(
        invoice=locked,
        amount=ask.amount,
        withheld=ask.withheld,
        back_url=back_url,
        opened_at=at,
        opened_by=by or str(actor or ""),
        expires_at=at + VALID_FOR,
    )
    record("billing.checkout_opened", actor=actor, target=checkout, data={"amount": str(ask.amount), "by": by}, at=at)
    return checkout


def _open(checkout: Checkout, *, at: datetime) -> Checkout:
    """Ask the provider for the page; asked again, it gives the same one."""
    invoice = Invoice.objects.select_related("tenant").get(pk=checkout.invoice_id)
    try:
        page = gateway.open_page(_request(checkout, invoice))
    except ProviderRefused as refused:
        _never_opened(checkout, refused.why, at)
        raise
    return _opened(checkout, page, at)


def _request(checkout: Checkout, invoice: Invoice) -> gateway.PageRequest:
    with translation.override("th"):
        title = str(_("Invoice %(number)s") % {"number": invoice.number})
    joint = "&" if "?" in checkout.back_url else "?"
    back = {how: f"{checkout.back_url}{joint}{urlencode({'checkout': how})}" for how in ("paid", "left")}
    return gateway.PageRequest(
        key=f"checkout:{checkout.pk}",
        amount=checkout.amount,
        title=title,
        metadata={"checkout": str(checkout.pk), "invoice": invoice.number, "tenant": str(invoice.tenant_id)},
        success_url=back["paid"],
        cancel_url=back["left"],
        expires_at=checkout.expires_at,
        email=invoice.customer.get("email", ""),
    )


@transaction.atomic
def _opened(checkout: Checkout, page: Page, at: datetime) -> Checkout:
    """Somebody may have asked at the same time, and the payer may have paid already: only an opening page opens."""
    locked = Checkout.objects.select_for_update().get(pk=checkout.pk)
    if locked.state == CheckoutState.OPENING:
        locked.state, locked.reference, locked.intent = CheckoutState.OPEN, page.reference, page.intent
        locked.url, locked.checked_at = page.url, at
        locked.save()
    return locked


@transaction.atomic
def _never_opened(checkout: Checkout, why: str, at: datetime) -> None:
    Checkout.objects.filter(pk=checkout.pk, state=CheckoutState.OPENING).update(
        state=CheckoutState.FAILED, trouble=why[:100], ended_at=at
    )


def _of_page(page: Page) -> Checkout | None:
    """Ours by its own reference, or by the name that we gave it, when a crash kept us from noting the reference."""
    found = Checkout.objects.filter(reference=page.reference).first()
    named = page.metadata.get("checkout", "")
    if found is None and _is_uuid(named):
        found = Checkout.objects.filter(pk=named, reference="").first()
    return found


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _record_money(checkout: Checkout, invoice: Invoice, page: Page, *, at: datetime) -> None:
    """What was paid settles the invoice as far as it is open, whatever happened to it meanwhile; the rest is credit."""
    owed = invoice.certificates.exclude(state=CertificateState.CANCELLED)
    kept = sum((one.amount for one in owed), ZERO)
    withheld = min(checkout.withheld, invoice.withholding - kept)
    payment = record_payment(
        money=MoneyIn(
            tenant=invoice.tenant,
            tender=Tender.STRIPE,
            reference=page.intent,
            amount=page.amount,
            received_on=clock.bangkok_day(page.paid_at or at),
        ),
        shares=[Share(invoice=invoice, withheld=withheld)],
        actor=None,
        at=at,
    )
    checkout.payment = payment
    checkout.save()
