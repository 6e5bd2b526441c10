"""Our bank accounts, what their statements say, and what became of every movement."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models.ledger import LedgerEntry
from billing.models.payments import Payment

STATEMENT_PURPOSE = "billing.statement"
EVIDENCE_PURPOSE = "billing.evidence"


class Bank(models.TextChoices):
    """Banks at which an account may be, by the code of the Bank of Thailand."""

    BBL = "002", _("Bangkok Bank")
    KBANK = "004", _("Kasikornbank")
    KTB = "006", _("Krungthai Bank")
    TTB = "011", _("TMBThanachart Bank")
    SCB = "014", _("Siam Commercial Bank")
    CIMBT = "022", _("CIMB Thai Bank")
    UOBT = "024", _("United Overseas Bank (Thai)")
    BAY = "025", _("Bank of Ayudhya")
    GSB = "030", _("Government Savings Bank")
    GHB = "033", _("Government Housing Bank")
    BAAC = "034", _("Bank for Agriculture and Agricultural Cooperatives")


class BankAccount(models.Model):
    """An account of the operator. `columns` remembers what the columns of its bank's files are, by their names."""

    bank = models.CharField(_("bank"), max_length=3, choices=Bank)
    number = models.CharField(_("account number"), max_length=15)
    name = models.CharField(_("account name"), max_length=150)
    columns: "models.JSONField[dict[str, dict[str, int]], dict[str, dict[str, int]]]" = models.JSONField(default=dict)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering: ClassVar = ["bank", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bank", "number"], name="billing_bank_account")]

    def __str__(self) -> str:
        return f"{self.get_bank_display()} {self.dashed}"

    @property
    def dashed(self) -> str:
        """`123-4-56789-0`, as it stands on a passbook."""
        digits = self.number
        return f"{digits[:3]}-{digits[3]}-{digits[4:9]}-{digits[9:]}" if len(digits) == 10 else digits


class Statement(models.Model):
    """A file of movements that was imported, and how far its matching is (`examined` of `new_count` lines)."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(_("file"), max_length=150)
    sha256 = models.CharField(max_length=64)
    form = models.CharField(_("format"), max_length=20)
    file = models.UUIDField(null=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    opening = models.DecimalField(_("opening balance"), max_digits=14, decimal_places=2, null=True)
    closing = models.DecimalField(_("closing balance"), max_digits=14, decimal_places=2, null=True)
    line_count = models.PositiveIntegerField(_("movements in the file"))
    new_count = models.PositiveIntegerField(_("new movements"))
    examined = models.PositiveIntegerField(default=0)
    warnings: "models.JSONField[list[dict[str, object]], list[dict[str, object]]]" = models.JSONField(default=list)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sha256"], name="billing_statement_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-imported_at"], name="billing_statement_imported")]

    def __str__(self) -> str:
        return self.name


class LineState(models.TextChoices):
    """What became of a movement on the account."""

    WAITING = "waiting", pgettext_lazy("movement", "To be matched")
    MATCHED = "matched", pgettext_lazy("movement", "Payment recorded")
    LINKED = "linked", pgettext_lazy("movement", "Stands in the ledger")
    ASIDE = "aside", pgettext_lazy("movement", "Set aside")


class StatementLine(models.Model):
    """A movement on an account, once whatever file tells of it. `amount` is positive for money that came in.

    A matched one made `payment`; a linked one is what `entry` of the ledger foretold (a payout of Stripe, a refund);
    one that was set aside is no income of ours, for `reason`.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    fingerprint = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    booked_on = models.DateField(pgettext_lazy("billing", "day"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    balance = models.DecimalField(_("balance"), max_digits=14, decimal_places=2, null=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    payer = models.CharField(_("payer"), max_length=150, blank=True)
    entry_reference = models.CharField(max_length=60, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=LineState, default=LineState.WAITING)
    payment = models.OneToOneField(Payment, null=True, on_delete=models.PROTECT, related_name="bank_line")
    entry = models.OneToOneField(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="bank_line")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        verbose_name = _("movement on the account")
        verbose_name_plural = _("movements on the account")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="billing_bank_line_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="billing_bank_line_moves"),
            models.CheckConstraint(
                condition=Q(state=LineState.WAITING, payment=None, entry=None)
                | Q(state=LineState.MATCHED, payment__isnull=False, entry__isnull=False)
                | Q(state=LineState.LINKED, payment=None, entry__isnull=False)
                | Q(state=LineState.ASIDE, payment=None, entry=None) & ~Q(reason=""),
                name="billing_bank_line_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-booked_on", "-id"], name="billing_bank_line_state"),
            models.Index(fields=["-booked_on", "-id"], name="billing_bank_line_day"),
            models.Index(fields=["statement", "position"], name="billing_bank_line_statement"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people and payments call it."""
        return f"BT-{self.pk:06}"

    @property
    def text(self) -> str:
        """All that the bank said of it."""
        return " ".join(filter(None, [self.reference, self.description, self.payer]))


class BankMatch(models.Model):
    """That a movement was taken for a payment: by the rules or by two people with evidence; and that it was undone."""

    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="matches")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="bank_match")
    is_automatic = models.BooleanField(_("by the rules"))
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    file = models.UUIDField(null=True)
    asked_by = models.CharField(_("asked by"), max_length=150, blank=True)
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    matched_at = models.DateTimeField(_("matched"), default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    undone_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line"], condition=Q(undone_at=None), name="billing_match_one"),
        ]
        ordering: ClassVar = ["-matched_at"]

    def __str__(self) -> str:
        return f"{self.line_id} → {self.payment_id}"


class RunState(models.TextChoices):
    """What a reconciliation found."""

    AGREES = "agrees", _("Everything agrees")
    DIFFERS = "differs", _("There are differences")


class Reconciliation(models.Model):
    """The comparison of bank, Stripe and ledger at the end of a day, in baht; run again, it is written anew.

    `bank_total` is all that moved on our accounts without what was set aside, `ledger_bank` the balance of the account
    Bank in the ledger; `stripe_total` and `ledger_stripe` likewise.
    """

    day = models.DateField(pgettext_lazy("billing", "day"))
    state = models.CharField(_("result"), max_length=8, choices=RunState)
    bank_total = models.DecimalField(_("bank statements"), max_digits=14, decimal_places=2)
    aside_total = models.DecimalField(_("set aside"), max_digits=14, decimal_places=2)
    ledger_bank = models.DecimalField(_("bank in the ledger"), max_digits=14, decimal_places=2)
    stripe_total = models.DecimalField(_("Stripe"), max_digits=14, decimal_places=2)
    ledger_stripe = models.DecimalField(_("Stripe in the ledger"), max_digits=14, decimal_places=2)
    count = models.PositiveIntegerField(_("differences"), default=0)
    run_at = models.DateTimeField(_("run"), default=timezone.now)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        constraints: ClassVar = [models.UniqueConstraint(fields=["day"], name="billing_reconciliation_day")]

    def __str__(self) -> str:
        return str(self.day)

    @property
    def bank_difference(self) -> Decimal:
        """What the accounts hold more than the ledger says."""
        return self.bank_total - self.ledger_bank

    @property
    def stripe_difference(self) -> Decimal:
        """What Stripe holds more than the ledger says."""
        return self.stripe_total - self.ledger_stripe


class DifferenceKind(models.TextChoices):
    """Which two do not agree, and how."""

    LINE_NOT_MATCHED = "line", _("On the account, and not in the ledger")
    ENTRY_NOT_SEEN = "entry", _("In the ledger, and not on the account")
    PAYOUT_NOT_SEEN = "payout", _("Paid out by Stripe, and not yet on the account")
    STRIPE_MISSING = "stripe_missing", _("With Stripe, and not in the ledger")
    STRIPE_UNKNOWN = "stripe_unknown", _("In the ledger, and unknown to Stripe")
    LEDGER_UNBALANCED = "unbalanced", _("The ledger does not balance")
    INVOICES_DIFFER = "invoices", _("Open invoices and the ledger's receivables differ")


class Difference(models.Model):
    """One thing that does not agree; `amount` in baht, `line` or `reference` says where to look."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="differences")
    kind = models.CharField(_("difference"), max_length=16, choices=DifferenceKind)
    day = models.DateField(pgettext_lazy("billing", "day"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    line = models.ForeignKey(StatementLine, null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
