"""Reading of billing. All in the public scope."""

from billing.selectors.contracts import (
    NO_PRICES,
    Entitlement,
    balance_of,
    book_in_force,
    books,
    customer_of,
    entitlement_on,
    items_on,
    last_term,
    not_begun,
    open_invoices,
    payments_with_credit,
    storage_on,
    subscription_of,
    term_on,
    trial_balance,
)
from billing.selectors.documents import document_by_code, issued_document, issued_documents
from billing.selectors.standing import ladder_rules, standing, standings, step_by_id, steps_of

__all__ = [
    "NO_PRICES",
    "Entitlement",
    "balance_of",
    "book_in_force",
    "books",
    "customer_of",
    "document_by_code",
    "entitlement_on",
    "issued_document",
    "issued_documents",
    "items_on",
    "ladder_rules",
    "last_term",
    "not_begun",
    "open_invoices",
    "payments_with_credit",
    "standing",
    "standings",
    "step_by_id",
    "steps_of",
    "storage_on",
    "subscription_of",
    "term_on",
    "trial_balance",
]
