"""States of money as its pages show them: a label and a tone."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.models import CertificateState, Invoice, LineState, Payment, RefundState, RunState, VersionState
from provisioning.states import Badge

INVOICE_STATES = (
    ("open", _("Not yet due")),
    ("overdue", _("Overdue")),
    ("part", _("Paid in part")),
    ("settled", _("Settled")),
    ("credited", _("Cancelled by credit note")),
)
_LABELS = dict(INVOICE_STATES)
_INVOICE_TONES = {"open": "info", "overdue": "danger", "part": "warning", "settled": "success", "credited": "neutral"}
_LINE_TONES = {
    LineState.WAITING: "warning",
    LineState.MATCHED: "success",
    LineState.LINKED: "success",
    LineState.ASIDE: "neutral",
}
_CERTIFICATE_TONES = {
    CertificateState.AWAITED: "warning",
    CertificateState.HANDED_IN: "info",
    CertificateState.RECEIVED: "success",
    CertificateState.REFUSED: "danger",
    CertificateState.CANCELLED: "neutral",
}
_VERSION_TONES = {
    VersionState.DRAFT: "neutral",
    VersionState.SUBMITTED: "warning",
    VersionState.APPROVED: "success",
    VersionState.WITHDRAWN: "neutral",
}
_REFUND_TONES = {
    RefundState.REQUESTED: "warning",
    RefundState.WAITING: "warning",
    RefundState.DONE: "success",
    RefundState.FAILED: "danger",
}


def invoice_state(invoice: Invoice, today: date) -> str:
    """Which of `INVOICE_STATES` an invoice is in."""
    if not invoice.is_open:
        return "settled" if invoice.settled else "credited"
    if invoice.due_on < today:
        return "overdue"
    return "part" if invoice.settled else "open"


def invoice_badge(invoice: Invoice, today: date) -> Badge:
    """How far an invoice is."""
    state = invoice_state(invoice, today)
    return Badge(_LABELS[state], _INVOICE_TONES[state])


def line_badge(state: str) -> Badge:
    """What became of a movement."""
    return Badge(LineState(state).label, _LINE_TONES[LineState(state)])


def certificate_badge(state: str) -> Badge:
    """How far a certificate is."""
    return Badge(CertificateState(state).label, _CERTIFICATE_TONES[CertificateState(state)])


def refund_badge(state: str) -> Badge:
    """How far a refund is."""
    return Badge(RefundState(state).label, _REFUND_TONES[RefundState(state)])


def run_badge(state: str) -> Badge:
    """What a reconciliation found."""
    return Badge(RunState(state).label, "success" if state == RunState.AGREES else "danger")


def payment_badge(payment: Payment) -> Badge:
    """Whether a payment counts, and whether some of it is left."""
    if payment.reversed_at:
        return Badge(_("Reversed"), "danger")
    if payment.credit:
        return Badge(_("Credit left"), "warning")
    return Badge(_("Used"), "success")


def version_badge(state: str, *, in_force: bool = False) -> Badge:
    """How far what two people agree to is."""
    if in_force:
        return Badge(_("In force"), "brand")
    label: Any = VersionState(state).label
    return Badge(label, _VERSION_TONES[VersionState(state)])
