"""What finance asks for and a second person approves: matches, reversals, credit notes, refunds."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing import explain
from billing.models import Invoice, Payment, StatementLine
from billing.selectors.bank import line_by_id
from billing.selectors.money import invoice_by_id, payment_by_id
from billing.services import corrections, matching
from billing.services.payments import Share
from kit.errors import NotFound, gettext_noop
from provisioning import approvals
from provisioning.approvals import Fact, Kind
from provisioning.duties import Duty
from provisioning.models import Approval

MATCH, UNDO, CREDIT_NOTE, REFUND = "money-match", "money-undo-match", "money-credit-note", "money-refund"
MAY_ASK = approvals.holds(Duty.FINANCE)
MAY_DECIDE = approvals.holds(Duty.FINANCE, Duty.APPROVER)
Found = TypeVar("Found")
GONE = gettext_noop("What this is about no longer exists.")


def declare() -> None:
    """Declare all of them."""
    rights: dict[str, Any] = {"may_ask": MAY_ASK, "may_decide": MAY_DECIDE}
    for kind in (
        Kind(code=MATCH, label=_("Match a bank transfer"), apply=_match, describe=_describe_match, **rights),
        Kind(code=UNDO, label=_("Reverse a matched bank transfer"), apply=_undo, describe=_describe_line, **rights),
        Kind(
            code=CREDIT_NOTE,
            label=_("Issue a credit note"),
            apply=_credit_note,
            describe=_describe_credit_note,
            check=_check_credit_note,
            **rights,
        ),
        Kind(
            code=REFUND,
            label=_("Refund credit"),
            apply=_refund,
            describe=_describe_refund,
            check=_check_refund,
            **rights,
        ),
    ):
        approvals.register(kind)


def _line(approval: Approval) -> StatementLine:
    return _found(line_by_id(int(approval.payload["line"])))


def _invoice(approval: Approval) -> Invoice:
    return _found(invoice_by_id(int(approval.payload["invoice"])))


def _payment(approval: Approval) -> Payment:
    return _found(payment_by_id(int(approval.payload["payment"])))


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFound(GONE, code="gone")
    return row


def _shares(approval: Approval) -> list[Share]:
    rows = approval.payload["invoices"]
    return [Share(invoice=_found(invoice_by_id(int(pk))), withheld=Decimal(withheld)) for pk, withheld in rows]


def _match(*, approval: Approval, actor: Any, at: datetime) -> None:
    file = approval.payload.get("file")
    matching.match_line(
        line=_line(approval),
        tenant=_found(approval.tenant),
        shares=_shares(approval),
        evidence=matching.Evidence(
            text=approval.reason, file=UUID(file) if file else None, asked_by=str(approval.asked_by)
        ),
        actor=actor,
        at=at,
    )


def _undo(*, approval: Approval, actor: Any, at: datetime) -> None:
    matching.undo_match(line=_line(approval), reason=approval.reason, actor=actor, at=at)


def _credit_note(*, approval: Approval, actor: Any, at: datetime) -> None:
    gross = Decimal(approval.payload["amount"])
    corrections.issue_credit_note(invoice=_invoice(approval), gross=gross, reason=approval.reason, actor=actor, at=at)


def _refund(*, approval: Approval, actor: Any, at: datetime) -> None:
    amount = Decimal(approval.payload["amount"])
    corrections.request_refund(payment=_payment(approval), amount=amount, reason=approval.reason, actor=actor, at=at)


def _check_credit_note(approval: Approval) -> None:
    corrections.check_credit_note(invoice=_invoice(approval), gross=Decimal(approval.payload["amount"]))


def _check_refund(approval: Approval) -> None:
    corrections.check_refund(payment=_payment(approval), amount=Decimal(approval.payload["amount"]))


def _describe_line(approval: Approval) -> Sequence[Fact]:
    line = _line(approval)
    return [
        Fact(_("Movement"), f"{line.number} {line.text}"),
        Fact(_("Amount"), explain.money(line.amount)),
        *([Fact(_("Payment"), line.payment.reference)] if line.payment else []),
    ]


def _describe_match(approval: Approval) -> Sequence[Fact]:
    shares = [Fact(_("Invoice"), _share_text(share.invoice, share.withheld)) for share in _shares(approval)]
    return [*_describe_line(approval), *(shares or [Fact(_("Invoice"), str(_("None: all of it becomes credit")))])]


def _share_text(invoice: Invoice, withheld: Decimal) -> str:
    if not withheld:
        return f"{invoice.number} ({explain.money(invoice.balance)})"
    words = _("%(number)s (%(owed)s, of which %(withheld)s withheld as tax)")
    values = {
        "number": invoice.number,
        "owed": explain.money(invoice.balance),
        "withheld": explain.money(withheld),
    }
    return str(words % values)


def _describe_credit_note(approval: Approval) -> Sequence[Fact]:
    invoice = _invoice(approval)
    return [
        Fact(_("Invoice"), invoice.number),
        Fact(_("Total of the invoice"), explain.money(invoice.gross)),
        Fact(_("Amount to take back"), explain.money(approval.payload["amount"])),
    ]


def _describe_refund(approval: Approval) -> Sequence[Fact]:
    payment = _payment(approval)
    return [
        Fact(_("Payment"), payment.reference),
        Fact(_("Left as credit"), explain.money(payment.credit)),
        Fact(_("Amount to send back"), explain.money(approval.payload["amount"])),
    ]
