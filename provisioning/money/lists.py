"""The lists of money that can be taken away as files."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.models import (
    CreditNote,
    Invoice,
    LadderRules,
    LedgerLine,
    Payment,
    Refund,
    StatementLine,
    WithholdingCertificate,
)
from billing.selectors import bank, books, money
from billing.selectors.certificates import certificates
from billing.selectors.ladder_versions import ladder_versions
from kit import clock
from provisioning import exports
from provisioning.approvals import holds
from provisioning.duties import Duty
from provisioning.money import filters
from provisioning.money.ladder_forms import LADDER_LABELS
from provisioning.money.states import invoice_badge, payment_badge
from shared_apps.exports.registry import ListExport

MAY_SEE = holds(Duty.FINANCE, Duty.APPROVER)


def declare() -> None:
    """Declare every list."""
    for code, label, rows, filter_class, headers, row in _LISTS:
        exports.register(
            ListExport(
                code=f"console-{code}",
                label=label,
                headers=_fixed(headers),
                rows_of=_filtered(rows, filter_class),
                row=row,
                may_export=MAY_SEE,
            )
        )


def _fixed(headers: Sequence[object]) -> Callable[[], Sequence[object]]:
    return lambda: headers


def _filtered(rows: Callable[[], Any], filter_class: Any) -> Callable[[Any, Any], Any]:
    return lambda _user, query: filter_class(query, queryset=rows()).qs


def _invoice(one: Invoice) -> list[Any]:
    return [
        one.number,
        one.tenant.name,
        one.tenant.dla_code,
        one.issued_on,
        one.due_on,
        one.net,
        one.vat,
        one.gross,
        one.settled,
        one.credited,
        one.balance,
        str(invoice_badge(one, clock.today()).label),
    ]


def _payment(one: Payment) -> list[Any]:
    return [
        one.reference,
        one.get_tender_display(),
        one.tenant.name,
        one.tenant.dla_code,
        one.received_on,
        one.amount,
        one.allocated,
        one.refunded,
        one.credit,
        str(payment_badge(one).label),
    ]


def _line(one: StatementLine) -> list[Any]:
    return [
        one.number,
        str(one.account),
        one.booked_on,
        one.amount,
        one.balance,
        one.description,
        one.reference,
        one.payer,
        one.get_state_display(),
        one.payment.reference if one.payment else "",
        one.payment.tenant.name if one.payment else "",
        one.reason,
    ]


def _account(one: Any) -> list[Any]:
    return [one.get_bank_display(), one.number, one.name, one.last_day, one.waiting, bool(one.is_active)]


def _statement(one: Any) -> list[Any]:
    return [
        one.name,
        str(one.account),
        one.form,
        one.first_day,
        one.last_day,
        one.opening,
        one.closing,
        one.line_count,
        one.new_count,
        one.waiting,
        one.imported_at,
        str(one.imported_by or ""),
    ]


def _certificate(one: WithholdingCertificate) -> list[Any]:
    return [
        one.invoice.number,
        one.invoice.tenant.name,
        one.amount,
        one.since,
        one.reminders,
        one.get_state_display(),
        one.number,
        one.issued_on,
        one.note,
    ]


def _refund(one: Refund) -> list[Any]:
    return [
        one.payment.reference,
        one.payment.tenant.name,
        one.amount,
        one.reason,
        one.get_state_display(),
        one.requested_at,
        str(one.requested_by or ""),
        one.reference,
        one.ended_at,
    ]


def _credit_note(one: CreditNote) -> list[Any]:
    return [
        one.number,
        one.invoice.number,
        one.invoice.tenant.name,
        one.issued_on,
        one.net,
        one.vat,
        one.gross,
        one.reason,
        str(one.issued_by or ""),
    ]


def _journal(one: LedgerLine) -> list[Any]:
    return [
        one.entry.day,
        one.entry_id,
        one.entry.get_happening_display(),
        one.entry.document,
        one.tenant.name if one.tenant else "",
        one.get_account_display(),
        one.debit,
        one.credit,
        one.entry.at,
    ]


def _run(one: Any) -> list[Any]:
    return [
        one.day,
        one.get_state_display(),
        one.bank_total,
        one.ledger_bank,
        one.aside_total,
        one.stripe_total,
        one.ledger_stripe,
        one.count,
        one.run_at,
    ]


def _book(one: Any) -> list[Any]:
    return [
        one.version,
        one.effective_from,
        one.vat_percent,
        one.withholding_percent,
        one.installation,
        one.get_state_display(),
        str(one.written_by or ""),
        str(one.approved_by or ""),
        one.approved_at,
    ]


def _ladder(one: LadderRules) -> list[Any]:
    reminders = (one.renewal_days, one.trial_days, one.warning_days, one.overdue_days)
    return [
        one.version,
        one.effective_from,
        one.grace,
        one.read_only,
        one.export_only,
        one.order,
        *(", ".join(map(str, days)) for days in reminders),
        one.get_state_display(),
        one.reason,
        str(one.written_by or ""),
        str(one.approved_by or ""),
        one.approved_at,
    ]


_NUMBER, _LGO, _DLA, _STATE, _REASON = _("Number"), _("Local government"), _("DLA code"), _("State"), _("Reason")
_NET, _VAT, _TOTAL, _AMOUNT, _INVOICE = _("Before VAT"), _("VAT"), _("Total"), _("Amount"), _("Invoice")
_ISSUED, _REFERENCE, _DAY, _ACCOUNT = _("Issued on"), _("Reference"), _("Day"), _("Account")
_LISTS: tuple[tuple[str, Any, Callable[[], Any], Any, Sequence[object], Callable[[Any], Sequence[Any]]], ...] = (
    (
        "invoices",
        _("invoices"),
        money.invoices,
        filters.InvoiceFilter,
        [
            _NUMBER,
            _LGO,
            _DLA,
            _ISSUED,
            _("Due"),
            _NET,
            _VAT,
            _TOTAL,
            _("Settled"),
            _("Credited"),
            _("Still owed"),
            _STATE,
        ],
        _invoice,
    ),
    (
        "payments",
        _("payments"),
        money.payments,
        filters.PaymentFilter,
        [
            *(_REFERENCE, _("Way of payment"), _LGO, _DLA, _("Received on"), _AMOUNT),
            *(_("Used"), _("Refunded"), _("Left as credit"), _STATE),
        ],
        _payment,
    ),
    (
        "accounts",
        _("Bank accounts"),
        bank.bank_accounts,
        filters.AccountFilter,
        [_("Which bank"), _("Account number"), _("Account name"), _("Imported until"), _("To be matched"), _("In use")],
        _account,
    ),
    (
        "statements",
        _("bank statements"),
        bank.statements,
        filters.StatementFilter,
        [
            *(_("File"), _ACCOUNT, _("Format"), _("From"), _("Until"), _("Opening balance"), _("Closing balance")),
            *(_("Movements"), _("New movements"), _("To be matched"), _("Imported"), _("By")),
        ],
        _statement,
    ),
    (
        "bank-lines",
        _("movements on the accounts"),
        bank.bank_lines,
        filters.LineFilter,
        [
            *(_NUMBER, _ACCOUNT, _DAY, _AMOUNT, _("Balance"), _("Description"), _REFERENCE, _("Payer"), _STATE),
            *(_("Payment"), _LGO, _REASON),
        ],
        _line,
    ),
    (
        "certificates",
        _("certificates of tax withheld"),
        certificates,
        filters.CertificateFilter,
        [
            *(_INVOICE, _LGO, _("Tax withheld"), _("Awaited since"), _("Reminders"), _STATE),
            *(_NUMBER, _("Date of the certificate"), _("What is not right")),
        ],
        _certificate,
    ),
    (
        "refunds",
        _("refunds"),
        money.refunds,
        filters.RefundFilter,
        [_("Payment"), _LGO, _AMOUNT, _REASON, _STATE, _("Asked"), _("By"), _REFERENCE, _("Ended")],
        _refund,
    ),
    (
        "credit-notes",
        _("credit notes"),
        money.credit_notes,
        filters.CreditNoteFilter,
        [_NUMBER, _INVOICE, _LGO, _ISSUED, _NET, _VAT, _TOTAL, _REASON, _("By")],
        _credit_note,
    ),
    (
        "journal",
        _("journal"),
        money.ledger_lines,
        filters.JournalFilter,
        [
            *(_DAY, _("Entry"), _("What happened"), _("Document"), _LGO, _("Account of the ledger")),
            *(_("Debit"), _("Credit side"), _("Recorded")),
        ],
        _journal,
    ),
    (
        "reconciliations",
        _("reconciliations"),
        money.reconciliations,
        filters.RunFilter,
        [
            *(_DAY, _("What was found"), _("Bank statements"), _("Bank in the ledger"), _("Set aside")),
            *(_("With Stripe"), _("Stripe in the ledger"), _("Differences"), _("Run")),
        ],
        _run,
    ),
    (
        "price-books",
        _("price books"),
        books,
        filters.BookFilter,
        [
            *(_("Version"), _("Effective from"), _("VAT (%)"), _("Withholding tax (%)"), _("Installation"), _STATE),
            *(_("Written by"), _("Approved by"), _("Approved on")),
        ],
        _book,
    ),
    (
        "ladder-rules",
        _("Days of the ladder"),
        ladder_versions,
        filters.LadderFilter,
        [
            *(_("Version"), _("Effective from"), *LADDER_LABELS.values()),
            *(_STATE, _REASON, _("Written by"), _("Approved by"), _("Approved on")),
        ],
        _ladder,
    ),
)
