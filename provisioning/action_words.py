"""What is done to contracts and money, in the words of the console's log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.models import StepKind

_VERSIONS = {
    "book_drafted": _("Price book drafted"),
    "book_changed": _("Price book changed"),
    "book_submitted": _("Price book sent to be approved"),
    "book_approved": _("Price book approved"),
    "book_withdrawn": _("Price book withdrawn"),
    "ladder_rules_drafted": _("Days of the ladder drafted"),
    "ladder_rules_changed": _("Days of the ladder changed"),
    "ladder_rules_submitted": _("Days of the ladder sent to be approved"),
    "ladder_rules_approved": _("Days of the ladder approved"),
    "ladder_rules_withdrawn": _("Days of the ladder withdrawn"),
}
_CONTRACTS = {
    "quote_issued": _("Quotation issued"),
    "quote_accepted": _("Quotation accepted"),
    "quote_declined": _("Quotation declined"),
    "invoice_issued": _("Invoice issued"),
    "begun": _("What was ordered has begun"),
    "not_begun": _("What was ordered could not begin"),
    "renewal_chosen": _("Choice for the renewal"),
    "notice_given": _("Chosen not to renew"),
    "notice_taken_back": _("Wants to be renewed after all"),
    "customer_changed": _("Tax data changed"),
    "document_replaced": _("Replacement of a document issued"),
    "evidence_handed_in": _("Evidence handed in"),
    "file_opened": _("Evidence opened"),
    "standing_healed": _("What lists show was put right"),
}
_PAYMENTS = {
    "payment_recorded": _("Payment recorded"),
    "payment_reversed": _("Payment reversed"),
    "credit_used": _("Credit used"),
    "credit_given": _("Credit given"),
    "credit_note_issued": _("Credit note issued"),
    "refund_requested": _("Refund asked for"),
    "refund_ended": _("Refund ended"),
    "refund_returned": _("Refund came back"),
    "certificate_handed_in": _("Certificate of withheld tax handed in"),
    "certificate_received": _("Certificate of withheld tax received"),
    "certificate_refused": _("Certificate of withheld tax refused"),
    "certificate_reminded": _("Reminded of a certificate of withheld tax"),
    "checkout_opened": _("Page to pay on opened"),
    "dispute_opened": _("Payment disputed"),
    "dispute_decided": _("Dispute decided"),
    "payout": _("Payout of the provider"),
    "message_handled_again": _("Message of the payment provider handled again"),
}
_BANK = {
    "bank_account_saved": _("Bank account saved"),
    "bank_columns_told": _("Columns of a statement told"),
    "statement_imported": _("Statement imported"),
    "bank_line_matched": _("Movement matched"),
    "bank_line_tied": _("Movement tied to an entry"),
    "bank_line_aside": _("Movement set aside"),
    "bank_line_taken_back": _("Movement taken up again"),
    "bank_match_undone": _("Match undone"),
    "reconciled": _("Bank, provider and ledger reconciled"),
    "revenue_recognised": _("Revenue posted"),
}
_STEPS = {f"ladder_{kind}": label for kind, label in StepKind.choices}
_PARTS = (_VERSIONS, _CONTRACTS, _PAYMENTS, _BANK, _STEPS)
MONEY: dict[str, Any] = {f"billing.{name}": label for part in _PARTS for name, label in part.items()}
"""By the action of an audit row."""
