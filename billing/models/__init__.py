"""The tables of billing. All live in `public` only."""

from billing.models.books import BookState, PackagePrice, PriceBook, StoragePrice
from billing.models.contracts import Customer, ItemKind, Subscription, Term, TermItem
from billing.models.documents import DOCUMENT_PURPOSE, DocumentFile, IssuedDocument, Marking
from billing.models.invoices import CreditNote, Invoice, InvoiceLine
from billing.models.ladder import LadderRules, LadderStep, Respite, StepKind
from billing.models.ledger import Account, Happening, LedgerEntry, LedgerLine
from billing.models.numbers import DocumentCounter, DocumentKind
from billing.models.payments import (
    Allocation,
    CertificateState,
    Payment,
    Receipt,
    Refund,
    RefundState,
    Tender,
    WithholdingCertificate,
)
from billing.models.provider import (
    UNDER_WAY,
    Checkout,
    CheckoutState,
    Dispute,
    DisputeState,
    EventState,
    Payout,
    PayoutState,
    PollCursor,
    ProviderEvent,
    ProviderTransaction,
)
from billing.models.quotes import AbstractLine, Quote, QuoteKind, QuoteLine, QuoteState

__all__ = [
    "DOCUMENT_PURPOSE",
    "UNDER_WAY",
    "AbstractLine",
    "Account",
    "Allocation",
    "BookState",
    "CertificateState",
    "Checkout",
    "CheckoutState",
    "CreditNote",
    "Customer",
    "Dispute",
    "DisputeState",
    "DocumentCounter",
    "DocumentFile",
    "DocumentKind",
    "EventState",
    "Happening",
    "Invoice",
    "InvoiceLine",
    "IssuedDocument",
    "ItemKind",
    "LadderRules",
    "LadderStep",
    "LedgerEntry",
    "LedgerLine",
    "Marking",
    "PackagePrice",
    "Payment",
    "Payout",
    "PayoutState",
    "PollCursor",
    "PriceBook",
    "ProviderEvent",
    "ProviderTransaction",
    "Quote",
    "QuoteKind",
    "QuoteLine",
    "QuoteState",
    "Receipt",
    "Refund",
    "RefundState",
    "Respite",
    "StepKind",
    "StoragePrice",
    "Subscription",
    "Tender",
    "Term",
    "TermItem",
    "WithholdingCertificate",
]
