"""The tables of billing. All live in `public` only."""

from billing.models.bank import (
    Bank,
    BankAccount,
    BankMatch,
    Difference,
    DifferenceKind,
    LineState,
    Reconciliation,
    RunState,
    Statement,
    StatementLine,
)
from billing.models.books import PackagePrice, PriceBook, StoragePrice
from billing.models.contracts import Customer, ItemKind, Subscription, Term, TermItem
from billing.models.documents import DOCUMENT_PURPOSE, DocumentFile, IssuedDocument, Marking
from billing.models.evidence import EVIDENCE_PURPOSE, Evidence, EvidenceKind
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
from billing.models.recognition import RevenueRun
from billing.models.standing import StoredStanding
from billing.models.versions import VersionState

__all__ = [
    "DOCUMENT_PURPOSE",
    "EVIDENCE_PURPOSE",
    "UNDER_WAY",
    "AbstractLine",
    "Account",
    "Allocation",
    "Bank",
    "BankAccount",
    "BankMatch",
    "CertificateState",
    "Checkout",
    "CheckoutState",
    "CreditNote",
    "Customer",
    "Difference",
    "DifferenceKind",
    "Dispute",
    "DisputeState",
    "DocumentCounter",
    "DocumentFile",
    "DocumentKind",
    "EventState",
    "Evidence",
    "EvidenceKind",
    "Happening",
    "Invoice",
    "InvoiceLine",
    "IssuedDocument",
    "ItemKind",
    "LadderRules",
    "LadderStep",
    "LedgerEntry",
    "LedgerLine",
    "LineState",
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
    "Reconciliation",
    "Refund",
    "RefundState",
    "Respite",
    "RevenueRun",
    "RunState",
    "Statement",
    "StatementLine",
    "StepKind",
    "StoragePrice",
    "StoredStanding",
    "Subscription",
    "Tender",
    "Term",
    "TermItem",
    "VersionState",
    "WithholdingCertificate",
]
