"""States of money as an LGO sees them."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.ladder import Stage
from billing.models import CertificateState, Invoice, Quote, QuoteKind, QuoteState
from provisioning.states import Badge

_STAGES = {
    Stage.TRIAL: "brand",
    Stage.RUNNING: "success",
    Stage.GRACE: "warning",
    Stage.READ_ONLY: "danger",
    Stage.EXPORT_ONLY: "danger",
    Stage.ENDED: "danger",
}
_CERTIFICATES = {
    CertificateState.AWAITED: "warning",
    CertificateState.HANDED_IN: "info",
    CertificateState.RECEIVED: "success",
    CertificateState.REFUSED: "danger",
    CertificateState.CANCELLED: "neutral",
}
ISSUED = Badge(pgettext_lazy("document", "Issued"), "neutral")
VOID = Badge(pgettext_lazy("document", "Void"), "danger")


def stage_badge(stage: Stage) -> Badge:
    """Where the LGO stands."""
    return Badge(stage.label, _STAGES[stage])


def quote_badge(quote: Quote, day: date) -> Badge:
    """How far a quotation is on a day."""
    if quote.kind == QuoteKind.BUDGET:
        return Badge(_("Estimate"), "neutral")
    if quote.state == QuoteState.ISSUED:
        if quote.valid_until < day:
            return Badge(_("Run out"), "neutral")
        return Badge(_("To be answered"), "info")
    return Badge(QuoteState(quote.state).label, "success" if quote.state == QuoteState.ACCEPTED else "neutral")


def invoice_badge(invoice: Invoice, day: date) -> Badge:
    """How far an invoice is on a day."""
    if not invoice.is_open:
        return Badge(_("Settled by a credit note"), "neutral") if not invoice.settled else Badge(_("Paid"), "success")
    if invoice.due_on < day:
        return Badge(_("Overdue"), "danger")
    return Badge(_("Paid in part"), "warning") if invoice.settled else Badge(_("To be paid"), "warning")


def certificate_badge(state: str) -> Badge:
    """Whether a certificate of withheld tax has come."""
    return Badge(CertificateState(state).label, _CERTIFICATES[CertificateState(state)])
