"""Filters of the lists of money."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import (
    Account,
    Bank,
    BankAccount,
    CertificateState,
    CreditNote,
    Happening,
    Invoice,
    LadderRules,
    LedgerLine,
    LineState,
    Payment,
    PriceBook,
    Reconciliation,
    Refund,
    RefundState,
    RunState,
    Statement,
    StatementLine,
    Tender,
    VersionState,
    WithholdingCertificate,
)
from billing.selectors.bank import bank_accounts
from kit import clock
from kit.errors import Invalid
from kit.money import baht
from provisioning import lgo
from provisioning.filters import CleanFilter
from provisioning.money.states import INVOICE_STATES
from shared_apps.geography.provinces import province_choices
from shared_apps.ui.fields import ThaiDateField

ALL = _("All")


class DayFilter(django_filters.Filter):
    """A day พ.ศ."""

    field_class = ThaiDateField


class _Filter(django_filters.FilterSet):
    """Search in the `searched` columns, where an amount finds the `amounts`; every word has to occur."""

    searched: ClassVar[Sequence[str]] = ()
    amounts: ClassVar[Sequence[str]] = ()

    def search(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Every word has to occur."""
        for word in value.split():
            found = Q()
            for column in self.searched:
                found |= Q(**{f"{column}__icontains": word})
            for column in self.amounts if (amount := _amount(word)) is not None else ():
                found |= Q(**{column: amount})
            queryset = queryset.filter(found)
        return queryset

    def found(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """As `search`, in columns of which a row may have several: it is found once."""
        return queryset.filter(pk__in=self.search(queryset.model.objects.all(), name, value).values("pk"))


def _amount(word: str) -> Any:
    from billing.statements.values import parse_amount

    try:
        amount = parse_amount(word)
    except Invalid:
        return None
    return None if amount is None else baht(amount)


class InvoiceFilter(_Filter):
    """Invoices by words, state and day."""

    searched = (
        "number",
        "reference",
        "tenant__name",
        "tenant__dla_code",
        "receipts__number",
        "credit_notes__number",
        "quote__number",
        "quote__order_number",
    )
    amounts = ("gross",)
    q = CleanFilter(
        label=_("Search by number of invoice, receipt or order, local government or amount"),
        method="found",
        max_length=100,
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=INVOICE_STATES, empty_label=ALL, method="in_state")
    first = DayFilter(label=_("Issued from"), field_name="issued_on", lookup_expr="gte")
    last = DayFilter(label=_("Issued until"), field_name="issued_on", lookup_expr="lte")

    class Meta:
        model = Invoice
        fields: ClassVar[list[str]] = []

    def in_state(self, queryset: "QuerySet[Invoice]", name: str, value: str) -> "QuerySet[Invoice]":
        """As `states.invoice_state` tells it."""
        is_open, is_late = Q(settled_at=None), Q(due_on__lt=clock.today())
        states = {
            "open": is_open & ~is_late & Q(settled=0),
            "overdue": is_open & is_late,
            "part": is_open & ~is_late & Q(settled__gt=0),
            "settled": ~is_open & Q(settled__gt=0),
            "credited": ~is_open & Q(settled=0),
        }
        return queryset.filter(states[value])


class PaymentFilter(_Filter):
    """Payments by words, way, what is left and day."""

    searched = (
        "reference",
        "tenant__name",
        "tenant__dla_code",
        "allocations__invoice__number",
        "allocations__invoice__receipts__number",
    )
    amounts = ("amount",)
    q = CleanFilter(
        label=_("Search by reference, invoice, receipt, local government or amount"), method="found", max_length=100
    )
    tender = django_filters.ChoiceFilter(
        label=_("Way of payment"),
        choices=lambda: [(one.value, one.label) for one in (Tender.STRIPE, Tender.TRANSFER)],
        empty_label=ALL,
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=(("left", _("Credit left")), ("used", _("Used")), ("reversed", _("Reversed"))),
        empty_label=ALL,
        method="in_state",
    )
    first = DayFilter(label=_("Received from"), field_name="received_on", lookup_expr="gte")
    last = DayFilter(label=_("Received until"), field_name="received_on", lookup_expr="lte")

    class Meta:
        model = Payment
        fields: ClassVar[list[str]] = []

    def in_state(self, queryset: "QuerySet[Payment]", name: str, value: str) -> "QuerySet[Payment]":
        """Whether some of it is left."""
        used = F("allocated") + F("refunded")
        states = {
            "left": Q(reversed_at=None, amount__gt=used),
            "used": Q(reversed_at=None, amount=used),
            "reversed": Q(reversed_at__isnull=False),
        }
        return queryset.filter(states[value])


class StatementFilter(_Filter):
    """Imported files by name and account."""

    searched = ("name", "account__number", "account__name")
    q = CleanFilter(label=_("Search by file or account"), method="search", max_length=100)
    account = django_filters.ModelChoiceFilter(
        label=_("Account"), queryset=lambda _request: bank_accounts(), empty_label=ALL
    )

    class Meta:
        model = Statement
        fields: ClassVar[list[str]] = []


class LineFilter(_Filter):
    """Movements by words, state, direction, account and day."""

    searched = ("description", "reference", "payer")
    amounts = ("amount",)
    q = CleanFilter(label=_("Search by text, reference, payer or amount"), method="search", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: LineState.choices, empty_label=ALL)
    way = django_filters.ChoiceFilter(
        label=_("Direction"),
        choices=(("in", _("Money in")), ("out", _("Money out"))),
        empty_label=ALL,
        method="directed",
    )
    account = django_filters.ModelChoiceFilter(
        label=_("Account"), queryset=lambda _request: BankAccount.objects.all(), empty_label=ALL
    )
    first = DayFilter(label=_("From"), field_name="booked_on", lookup_expr="gte")
    last = DayFilter(label=_("Until"), field_name="booked_on", lookup_expr="lte")

    class Meta:
        model = StatementLine
        fields: ClassVar[list[str]] = []

    def directed(self, queryset: "QuerySet[StatementLine]", name: str, value: str) -> "QuerySet[StatementLine]":
        """Money that came in, or went out."""
        return queryset.filter(amount__gt=0) if value == "in" else queryset.filter(amount__lt=0)


class CertificateFilter(_Filter):
    """Certificates by words and state."""

    searched = ("number", "invoice__number", "invoice__tenant__name")
    amounts = ("amount",)
    q = CleanFilter(label=_("Search by number, invoice, local government or amount"), method="search", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: CertificateState.choices, empty_label=ALL)

    class Meta:
        model = WithholdingCertificate
        fields: ClassVar[list[str]] = []


class RefundFilter(_Filter):
    """Refunds by words and state."""

    searched = ("reference", "payment__reference", "payment__tenant__name", "reason")
    amounts = ("amount",)
    q = CleanFilter(label=_("Search by reference, local government, reason or amount"), method="search", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: RefundState.choices, empty_label=ALL)

    class Meta:
        model = Refund
        fields: ClassVar[list[str]] = []


class CreditNoteFilter(_Filter):
    """Credit notes by words and day."""

    searched = ("number", "invoice__number", "invoice__tenant__name", "reason")
    amounts = ("gross",)
    q = CleanFilter(label=_("Search by number, invoice, local government or reason"), method="search", max_length=100)
    first = DayFilter(label=_("Issued from"), field_name="issued_on", lookup_expr="gte")
    last = DayFilter(label=_("Issued until"), field_name="issued_on", lookup_expr="lte")

    class Meta:
        model = CreditNote
        fields: ClassVar[list[str]] = []


class JournalFilter(_Filter):
    """Lines of the ledger by words, account, happening and day."""

    searched = ("entry__document", "entry__key", "tenant__name")
    amounts = ("debit", "credit")
    q = CleanFilter(label=_("Search by document, local government or amount"), method="search", max_length=100)
    account = django_filters.ChoiceFilter(
        label=_("Account of the ledger"), choices=lambda: Account.choices, empty_label=ALL
    )
    happening = django_filters.ChoiceFilter(
        label=_("What happened"), field_name="entry__happening", choices=lambda: Happening.choices, empty_label=ALL
    )
    first = DayFilter(label=_("From"), field_name="entry__day", lookup_expr="gte")
    last = DayFilter(label=_("Until"), field_name="entry__day", lookup_expr="lte")

    class Meta:
        model = LedgerLine
        fields: ClassVar[list[str]] = []


class RunFilter(_Filter):
    """Reconciliations by result and day."""

    state = django_filters.ChoiceFilter(label=_("What was found"), choices=lambda: RunState.choices, empty_label=ALL)
    first = DayFilter(label=_("From"), field_name="day", lookup_expr="gte")
    last = DayFilter(label=_("Until"), field_name="day", lookup_expr="lte")

    class Meta:
        model = Reconciliation
        fields: ClassVar[list[str]] = []


class _VersionFilter(_Filter):
    """What two people agree to, by words and state."""

    q = CleanFilter(label=_("Search by version, person or reason"), method="search", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=lambda: VersionState.choices, empty_label=ALL)


class BookFilter(_VersionFilter):
    """Price books."""

    searched = ("version", "legal_basis", "written_by__display_name", "approved_by__display_name")

    class Meta:
        model = PriceBook
        fields: ClassVar[list[str]] = []


class LadderFilter(_VersionFilter):
    """Versions of the days of the ladder."""

    searched = ("version", "reason", "written_by__display_name", "approved_by__display_name")

    class Meta:
        model = LadderRules
        fields: ClassVar[list[str]] = []


class AccountFilter(_Filter):
    """Our bank accounts."""

    searched = ("number", "name")
    q = CleanFilter(label=_("Search by number or name"), method="search", max_length=100)
    bank = django_filters.ChoiceFilter(label=_("Which bank"), choices=Bank.choices, empty_label=ALL)
    is_active = django_filters.ChoiceFilter(
        label=_("In use"), choices=(("1", _("Yes")), ("0", _("No"))), empty_label=ALL
    )

    class Meta:
        model = BankAccount
        fields: ClassVar[list[str]] = []


class ReceivableFilter(_Filter):
    """Open invoices, of which the receivables are added up."""

    searched = ("tenant__name", "tenant__dla_code")
    q = CleanFilter(label=_("Search by name or DLA code"), method="search", max_length=100)
    overdue = django_filters.ChoiceFilter(
        label=_("Invoices"),
        choices=(("yes", _("Something is overdue")), ("no", _("Nothing is overdue"))),
        empty_label=ALL,
        method="by_overdue",
    )
    lgo_type = django_filters.ChoiceFilter(
        label=_("Type"), field_name="tenant__lgo_type", choices=lgo.type_choices, empty_label=ALL
    )
    province_code = django_filters.ChoiceFilter(
        label=_("Province"), field_name="tenant__province_code", choices=province_choices, empty_label=ALL
    )

    class Meta:
        model = Invoice
        fields: ClassVar[list[str]] = []

    def by_overdue(self, queryset: "QuerySet[Invoice]", name: str, value: str) -> "QuerySet[Invoice]":
        """All invoices of those who owe something beyond its day, or of those who do not."""
        late = Invoice.objects.filter(settled_at=None, due_on__lt=clock.today()).values("tenant")
        return queryset.filter(tenant__in=late) if value == "yes" else queryset.exclude(tenant__in=late)
