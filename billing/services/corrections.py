"""Taking back: credit notes, and refunds of credit."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from billing.models import (
    Account,
    Allocation,
    CreditNote,
    DocumentKind,
    Happening,
    Invoice,
    Payment,
    Quote,
    QuoteState,
    Refund,
    RefundState,
    Tender,
)
from billing.services.closing import close_open_checkouts
from billing.services.documents import freeze
from billing.services.ledger import credit, debit, post
from billing.services.numbers import next_document_number
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from kit.errors import Invalid, Refused
from kit.money import ZERO, baht
from shared_apps.audit.services import record
from shared_apps.jobs.services import enqueue

TOO_MUCH = _("The most that can be taken back is %(most)s baht.")
TOO_MUCH_REFUND = _("The most that can be refunded of this payment is %(most)s baht.")
NO_REASON = _("Write the reason. It stands on the document and in the log.")
NO_MONEY = _("This credit was given without money. It can be used for invoices and is not paid out.")
ENDED = _("This refund is over.")


class _Paid(NamedTuple):
    """How much of what is taken back was paid, and the VAT of that part, which was due already."""

    cash: Decimal
    vat: Decimal


def check_credit_note(*, invoice: Invoice, gross: Decimal) -> None:
    """Whether so much (baht) of an invoice could be taken back now.

    Raises:
        Invalid: it is nothing, or more than the invoice less the tax withheld of it and what was taken back before.
    """
    returnable = sum((one.amount - one.returned for one in invoice.allocations.all()), ZERO)
    _check(gross, invoice.balance + returnable, TOO_MUCH)


def check_refund(*, payment: Payment, amount: Decimal) -> None:
    """Whether so much (baht) of a payment could be sent back now.

    Raises:
        Refused: it is credit that was given without money.
        Invalid: it is nothing, or more than the credit that is left.
    """
    if payment.tender == Tender.CREDIT:
        raise Refused(NO_MONEY, code="no_money")
    _check(amount, payment.credit, TOO_MUCH_REFUND)


@keeps_standings
def issue_credit_note(*, invoice: Invoice, gross: Decimal, reason: str, actor: Any, at: datetime) -> CreditNote:
    """Take back a part of an invoice. What is open of it is owed no longer; what was paid becomes credit.

    Raises:
        Invalid: there is no reason, or more than the invoice less the tax withheld of it would be taken back.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=invoice.pk)
    check_credit_note(invoice=locked, gross=gross)
    allocations = list(locked.allocations.order_by("-pk"))
    vat = _vat_of(locked, gross)
    day = clock.bangkok_day(at)
    note = CreditNote.objects.create(
        number=next_document_number(kind=DocumentKind.CREDIT_NOTE, day=day),
        invoice=locked,
        gross=baht(gross),
        net=baht(gross) - vat,
        vat=vat,
        reason=reason.strip(),
        issued_on=day,
        issued_at=at,
        issued_by=actor,
    )
    freeze(note, at=at)
    paid = _take_back(locked, note, allocations, at)
    post(
        key=f"credit-note:{note.number}",
        happening=Happening.CREDITED,
        tenant=locked.tenant,
        lines=[
            debit(Account.DEFERRED, note.net),
            debit(Account.VAT_UNDUE, note.vat - paid.vat),
            debit(Account.VAT_DUE, paid.vat),
            credit(Account.RECEIVABLE, note.gross - paid.cash),
            credit(Account.CREDIT, paid.cash),
        ],
        day=day,
        at=at,
        document=note.number,
        actor=actor,
    )
    close_open_checkouts(invoice=locked, at=at)
    record("billing.credit_note_issued", actor=actor, target=note, data={"gross": str(gross), "reason": reason}, at=at)
    return note


@transaction.atomic
def request_refund(
    *, payment: Payment, amount: Decimal, reason: str, actor: Any, at: datetime, reference: str = ""
) -> Refund:
    """Set credit of a payment aside to be sent back.

    What came by card or PromptPay is sent by a job through the provider; `reference` names a refund that was made
    there already.

    Raises:
        Invalid: there is no reason, or less credit than that.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    locked = Payment.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=payment.pk)
    check_refund(payment=locked, amount=amount)
    Payment.objects.filter(pk=locked.pk).update(refunded=locked.refunded + amount)
    refund = Refund.objects.create(
        payment=locked,
        amount=amount,
        reason=reason.strip(),
        reference=reference,
        requested_at=at,
        requested_by=actor,
    )
    _post_refund(
        refund,
        Happening.REFUND_STARTED,
        [debit(Account.CREDIT, amount), credit(Account.REFUNDS, amount)],
        actor=actor,
        at=at,
    )
    record("billing.refund_requested", actor=actor, target=refund, data={"amount": str(amount)}, at=at)
    if locked.tender == Tender.STRIPE and not reference:
        enqueue("billing.send_refund", refund_id=refund.pk)
    return refund


@transaction.atomic
def end_refund(*, refund: Refund, succeeded: bool, reference: str, actor: Any, at: datetime) -> Refund:
    """Record that a refund arrived, or that it failed and is credit again. Telling it twice changes nothing.

    Raises:
        Refused: it had ended the other way.
    """
    locked = Refund.objects.select_for_update(of=("self",)).select_related("payment__tenant").get(pk=refund.pk)
    state = RefundState.DONE if succeeded else RefundState.FAILED
    if locked.state == state:
        return locked
    if locked.state in {RefundState.DONE, RefundState.FAILED}:
        raise Refused(ENDED, code="ended")
    Refund.objects.filter(pk=locked.pk).update(state=state, reference=reference, ended_at=at)
    if succeeded:
        source = Account.STRIPE if locked.payment.tender == Tender.STRIPE else Account.BANK
        lines, happening = [credit(source, locked.amount)], Happening.REFUND_DONE
    else:
        Payment.objects.filter(pk=locked.payment_id).update(refunded=F("refunded") - locked.amount)
        lines, happening = [credit(Account.CREDIT, locked.amount)], Happening.REFUND_FAILED
    _post_refund(locked, happening, [debit(Account.REFUNDS, locked.amount), *lines], actor=actor, at=at)
    record("billing.refund_ended", actor=actor, target=locked, data={"state": state}, at=at)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def return_refund(*, refund: Refund, succeeded: bool, reference: str, actor: Any, at: datetime) -> Refund:
    """Record that a refund which had arrived came back: the money is ours again, and the LGO's credit.

    Raises:
        ValueError: it is said to have succeeded.
    """
    if succeeded:
        raise ValueError("only a refund that failed comes back")
    locked = Refund.objects.select_for_update(of=("self",)).select_related("payment__tenant").get(pk=refund.pk)
    if locked.state != RefundState.DONE:
        return locked
    Refund.objects.filter(pk=locked.pk).update(state=RefundState.FAILED, reference=reference, ended_at=at)
    Payment.objects.filter(pk=locked.payment_id).update(refunded=F("refunded") - locked.amount)
    source = Account.STRIPE if locked.payment.tender == Tender.STRIPE else Account.BANK
    lines = [debit(source, locked.amount), credit(Account.CREDIT, locked.amount)]
    _post_refund(locked, Happening.REFUND_FAILED, lines, actor=actor, at=at)
    record("billing.refund_returned", actor=actor, target=locked, data={"amount": str(locked.amount)}, at=at)
    locked.refresh_from_db()
    return locked


def _check(amount: Decimal, most: Decimal, message: Any) -> None:
    if not 0 < amount <= most:
        raise Invalid(message, code="too_much", field="amount", params={"most": f"{most:,.2f}"})


def _vat_of(invoice: Invoice, gross: Decimal) -> Decimal:
    """The note's part of the VAT, so that the VAT of all notes is that of the invoice when all is taken back."""
    before = sum((note.vat for note in invoice.credit_notes.all()), ZERO)
    return baht(invoice.vat * (invoice.credited + gross) / invoice.gross) - before


def _take_back(invoice: Invoice, note: CreditNote, allocations: Sequence[Allocation], at: datetime) -> _Paid:
    """The open part is waived; the rest is given back to the payments that paid it, the newest first."""
    cash = max(note.gross - invoice.balance, ZERO)
    left = cash
    for allocation in allocations:
        part = min(left, allocation.amount - allocation.returned)
        Allocation.objects.filter(pk=allocation.pk).update(returned=F("returned") + part)
        Payment.objects.filter(pk=allocation.payment_id).update(allocated=F("allocated") - part)
        left -= part
    values: dict[str, Any] = {"settled": invoice.settled - cash, "credited": invoice.credited + note.gross}
    if invoice.settled_at is None and values["settled"] + values["credited"] == invoice.gross:
        values["settled_at"] = at
    vat = _vat_already_due(invoice, note, values)
    Invoice.objects.filter(pk=invoice.pk).update(**values)
    standing_changed(tenant_id=invoice.tenant_id, at=at)
    if values["credited"] == invoice.gross:
        # Taken back whole before it began: the LGO may be offered the same again.
        Quote.objects.filter(pk=invoice.quote_id, items=None).update(state=QuoteState.DECLINED)
    return _Paid(cash, vat)


def _vat_already_due(invoice: Invoice, note: CreditNote, values: dict[str, Any]) -> Decimal:
    """VAT that was due before the note and is no longer: what was due, less what is due of the rest that was paid."""
    noted = sum((one.vat for one in invoice.credit_notes.exclude(pk=note.pk)), ZERO)
    owed, vat = invoice.gross - invoice.credited, invoice.vat - noted
    was_due = baht(vat * invoice.settled / owed) if owed else ZERO
    rest = owed - note.gross
    is_due = baht((vat - note.vat) * values["settled"] / rest) if rest else ZERO
    return was_due - is_due


def _post_refund(refund: Refund, happening: Happening, lines: Any, *, actor: Any, at: datetime) -> None:
    post(
        key=f"refund:{refund.pk}:{happening}",
        happening=happening,
        tenant=refund.payment.tenant,
        lines=lines,
        day=clock.bangkok_day(at),
        at=at,
        document=refund.payment.reference[:30],
        actor=actor,
    )
