"""Tables of money."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from billing.models import (
    BankAccount,
    CreditNote,
    Invoice,
    LedgerLine,
    Payment,
    Reconciliation,
    Refund,
    Statement,
    StatementLine,
    WithholdingCertificate,
)
from kit import clock
from provisioning.money import states
from shared_apps.ui.templatetags.thai import status_badge, thaidate, thaidatetime, thainumber

_LEAD = {"td": {"class": "row-head"}}
_NUMERIC = {"td": {"class": "numeric"}, "th": {"class": "numeric"}}
_OFFICE = {"td": {"class": "office"}}
_ONE_LINE = {"td": {"class": "nowrap"}}


class MoneyColumn(tables.Column):
    """An amount in baht."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=_NUMERIC, **options)

    def render(self, value: Any) -> str:
        return thainumber(value, 2)


class DayColumn(tables.Column):
    """A day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=_ONE_LINE, **{"default": "–", **options})

    def render(self, value: Any) -> str:
        return thaidate(value)


class MomentColumn(tables.Column):
    """A day and a time."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=_ONE_LINE, **{"default": "–", **options})

    def render(self, value: Any) -> str:
        return thaidatetime(value)


def link(name: str, key: Any, text: Any, below: Any = "") -> SafeString:
    """A link to a page of one row, with words below it."""
    sub = format_html('<span class="row-sub">{}</span>', below) if below else ""
    return format_html('<a href="{}">{}</a>{}', reverse(name, args=[key]), text, sub)


def _lgo(tenant: Any) -> Any:
    return link("console_tenant", tenant.pk, tenant.name) if tenant else "–"


def _payment(payment: Payment) -> SafeString:
    """By its provider's reference, which is long and may break anywhere."""
    reference = format_html('<span class="reference is-long">{}</span>', payment.reference)
    return link("money_payment", payment.pk, reference, payment.get_tender_display())


class InvoiceTable(tables.Table):
    """Invoices."""

    number = tables.Column(verbose_name=_("Invoice"), attrs=_LEAD)
    tenant = tables.Column(verbose_name=_("Local government"), order_by="tenant__name", attrs=_OFFICE)
    issued_on = DayColumn(verbose_name=_("Issued on"))
    due_on = DayColumn(verbose_name=_("Due"))
    gross = MoneyColumn(verbose_name=_("Total"))
    owed = MoneyColumn(verbose_name=_("Still owed"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    class Meta:
        order_by = "-issued_on"
        empty_text = _("No invoice fits.")

    def render_number(self, value: str) -> SafeString:
        return link("money_invoice", value, value)

    def render_tenant(self, value: Any) -> Any:
        return _lgo(value)

    def render_state(self, record: Invoice) -> SafeString:
        return status_badge(states.invoice_badge(record, clock.today()))


class PaymentTable(tables.Table):
    """Payments."""

    reference = tables.Column(verbose_name=_("Payment"), attrs=_LEAD)
    tenant = tables.Column(verbose_name=_("Local government"), order_by="tenant__name", attrs=_OFFICE)
    received_on = DayColumn(verbose_name=_("Received on"))
    amount = MoneyColumn(verbose_name=_("Amount"))
    left = MoneyColumn(verbose_name=_("Left as credit"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    class Meta:
        order_by = "-received_on"
        empty_text = _("No payment fits.")

    def render_reference(self, record: Payment) -> SafeString:
        return _payment(record)

    def render_tenant(self, value: Any) -> Any:
        return _lgo(value)

    def render_left(self, record: Payment) -> str:
        return thainumber(record.credit, 2)

    def render_state(self, record: Payment) -> SafeString:
        return status_badge(states.payment_badge(record))


class AccountTable(tables.Table):
    """Our bank accounts."""

    number = tables.Column(verbose_name=_("Account"), attrs=_LEAD)
    name = tables.Column(verbose_name=_("Account name"))
    last_day = DayColumn(verbose_name=_("Imported until"))
    waiting = tables.Column(verbose_name=_("To be matched"), attrs=_NUMERIC)
    is_active = tables.Column(verbose_name=_("In use"))

    class Meta:
        order_by = "number"
        empty_text = _("No bank account is entered yet.")

    def render_number(self, record: BankAccount) -> SafeString:
        return link("money_account", record.pk, record.dashed, record.get_bank_display())

    def render_waiting(self, value: int) -> str:
        return thainumber(value)

    def render_is_active(self, value: bool) -> Any:
        return _("Yes") if value else _("No")


class ReceivableTable(tables.Table):
    """Who owes how much, by how long it is overdue; rows are `billing.selectors.money.Aged`."""

    name = tables.Column(verbose_name=_("Local government"), attrs=_LEAD)
    not_due = MoneyColumn(verbose_name=_("Not yet due"), accessor="amounts__0")
    to_30 = MoneyColumn(verbose_name=_("1–30 days overdue"), accessor="amounts__1")
    to_60 = MoneyColumn(verbose_name=_("31–60 days"), accessor="amounts__2")
    to_90 = MoneyColumn(verbose_name=_("61–90 days"), accessor="amounts__3")
    over_90 = MoneyColumn(verbose_name=_("More than 90 days"), accessor="amounts__4")
    total = MoneyColumn(verbose_name=_("Total"))

    class Meta:
        empty_text = _("Nobody owes anything, or nobody who fits.")

    def render_name(self, record: Any) -> SafeString:
        return link("console_tenant", record.tenant_id, record.name)


class StatementTable(tables.Table):
    """Imported files."""

    name = tables.Column(verbose_name=_("File"), attrs=_LEAD)
    account = tables.Column(verbose_name=_("Account"), order_by="account__number")
    first_day = DayColumn(verbose_name=_("From"))
    last_day = DayColumn(verbose_name=_("Until"))
    new_count = tables.Column(verbose_name=_("New movements"), attrs=_NUMERIC)
    waiting = tables.Column(verbose_name=_("To be matched"), attrs=_NUMERIC)
    imported_at = MomentColumn(verbose_name=_("Imported"))

    class Meta:
        order_by = "-imported_at"
        empty_text = _("No statement was imported yet.")

    def render_name(self, record: Statement) -> SafeString:
        name = format_html('<span class="reference">{}</span>', record.name)
        return link("money_statement", record.pk, name, record.imported_by or "")

    def render_new_count(self, value: int) -> str:
        return thainumber(value)

    def render_waiting(self, value: int) -> str:
        return thainumber(value)


class LineTable(tables.Table):
    """Movements on our accounts."""

    booked_on = DayColumn(verbose_name=_("Day"))
    description = tables.Column(verbose_name=_("Movement"), attrs=_LEAD, empty_values=())
    amount = MoneyColumn(verbose_name=_("Amount"))
    account = tables.Column(verbose_name=_("Account"), order_by="account__number")
    state = tables.Column(verbose_name=_("State"))
    payment = tables.Column(verbose_name=_("Became"), empty_values=(), orderable=False)

    class Meta:
        order_by = "-booked_on"
        empty_text = _("No movement fits.")
        sequence = ("description", "booked_on", "amount", "account", "state", "payment")

    def render_description(self, record: StatementLine) -> SafeString:
        return link("money_line", record.pk, record.description or record.reference or record.number, record.payer)

    def render_state(self, record: StatementLine) -> SafeString:
        return status_badge(states.line_badge(record.state))

    def render_payment(self, record: StatementLine) -> Any:
        if record.payment is None:
            return record.reason or "–"
        return link("money_payment", record.payment.pk, record.payment.reference, record.payment.tenant.name)


class CertificateTable(tables.Table):
    """Certificates of tax withheld."""

    invoice = tables.Column(verbose_name=_("Certificate for"), attrs=_LEAD, order_by="invoice__number")
    tenant = tables.Column(
        verbose_name=_("Local government"), accessor="invoice__tenant", order_by="invoice__tenant__name", attrs=_OFFICE
    )
    amount = MoneyColumn(verbose_name=_("Tax withheld"))
    since = DayColumn(verbose_name=_("Awaited since"))
    reminders = tables.Column(verbose_name=_("Times asked"), attrs=_NUMERIC)
    number = tables.Column(verbose_name=_("Number"), default="–")
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "since"
        empty_text = _("No certificate fits.")

    def render_invoice(self, record: WithholdingCertificate) -> SafeString:
        return link("money_certificate", record.pk, record.invoice.number)

    def render_tenant(self, value: Any) -> Any:
        return _lgo(value)

    def render_since(self, value: Any) -> SafeString:
        days = (clock.today() - clock.bangkok_day(value)).days
        shown = _("%(days)s days") % {"days": thainumber(days)}
        return format_html('{}<span class="row-sub">{}</span>', thaidate(value), shown)

    def render_state(self, record: WithholdingCertificate) -> SafeString:
        return status_badge(states.certificate_badge(record.state))


class RefundTable(tables.Table):
    """Refunds."""

    payment = tables.Column(verbose_name=_("Refund of"), attrs=_LEAD, order_by="payment__reference")
    tenant = tables.Column(
        verbose_name=_("Local government"), accessor="payment__tenant", order_by="payment__tenant__name", attrs=_OFFICE
    )
    amount = MoneyColumn(verbose_name=_("Amount"))
    requested_at = MomentColumn(verbose_name=_("Asked"))
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "-requested_at"
        empty_text = _("No refund fits.")

    def render_payment(self, value: Payment) -> SafeString:
        return _payment(value)

    def render_tenant(self, value: Any) -> Any:
        return _lgo(value)

    def render_state(self, record: Refund) -> SafeString:
        return status_badge(states.refund_badge(record.state))


class CreditNoteTable(tables.Table):
    """Credit notes."""

    number = tables.Column(verbose_name=_("Credit note"), attrs=_LEAD)
    tenant = tables.Column(
        verbose_name=_("Local government"), accessor="invoice__tenant", order_by="invoice__tenant__name", attrs=_OFFICE
    )
    invoice = tables.Column(verbose_name=_("Of invoice"), order_by="invoice__number")
    issued_on = DayColumn(verbose_name=_("Issued on"))
    gross = MoneyColumn(verbose_name=_("Total"))
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)

    class Meta:
        order_by = "-issued_on"
        empty_text = _("No credit note fits.")

    def render_number(self, value: str) -> SafeString:
        return link("money_document", value, value)

    def render_tenant(self, value: Any) -> Any:
        return _lgo(value)

    def render_invoice(self, record: CreditNote) -> SafeString:
        return link("money_invoice", record.invoice.number, record.invoice.number)


class JournalTable(tables.Table):
    """Lines of the ledger."""

    entry = tables.Column(verbose_name=_("Entry"), attrs=_LEAD, order_by="entry__happening")
    day = DayColumn(verbose_name=_("Day"), accessor="entry__day", order_by="entry__day")
    document = tables.Column(
        verbose_name=_("Document"),
        accessor="entry__document",
        empty_values=(),
        order_by=("tenant__name", "entry__document"),
    )
    account = tables.Column(verbose_name=_("Account of the ledger"))
    debit = MoneyColumn(verbose_name=_("Debit"))
    credit = MoneyColumn(verbose_name=_("Credit side"))

    class Meta:
        order_by = "-day"
        empty_text = _("No entry fits.")

    def render_document(self, record: LedgerLine) -> SafeString:
        office = record.tenant.name if record.tenant else ""
        shown = '<span class="reference is-long">{}</span><span class="row-sub">{}</span>'
        return format_html(shown, record.entry.document or "–", office)

    def render_entry(self, record: LedgerLine) -> SafeString:
        return link("money_entry", record.entry_id, record.entry.get_happening_display())

    def render_debit(self, value: Any) -> str:
        return thainumber(value, 2) if value else ""

    def render_credit(self, value: Any) -> str:
        return thainumber(value, 2) if value else ""


class RunTable(tables.Table):
    """Reconciliations."""

    day = tables.Column(verbose_name=_("Day"), attrs=_LEAD)
    bank_total = MoneyColumn(verbose_name=_("Bank statements"))
    ledger_bank = MoneyColumn(verbose_name=_("Bank in the ledger"))
    stripe_total = MoneyColumn(verbose_name=_("With Stripe"))
    ledger_stripe = MoneyColumn(verbose_name=_("Stripe in the ledger"))
    count = tables.Column(verbose_name=_("Differences"), attrs=_NUMERIC)
    state = tables.Column(verbose_name=_("What was found"))
    run_at = MomentColumn(verbose_name=_("Run"))

    class Meta:
        order_by = "-day"
        empty_text = _("Nothing was reconciled yet.")

    def render_day(self, record: Reconciliation) -> SafeString:
        return link("money_run", record.pk, thaidate(record.day))

    def render_count(self, value: int) -> str:
        return thainumber(value)

    def render_state(self, record: Reconciliation) -> SafeString:
        return status_badge(states.run_badge(record.state))
