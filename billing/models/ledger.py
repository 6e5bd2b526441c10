"""The ledger: double entry, append only. Every baht that is owed, paid, earned or refunded stands here."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import Tenant


class Account(models.TextChoices):
    """The accounts. A tenant's part of one is found by the tenant on the line."""

    RECEIVABLE = "receivable", _("Accounts receivable")
    BANK = "bank", _("Bank")
    STRIPE = "stripe", _("Stripe balance")
    WITHHELD = "withheld", _("Withholding tax receivable")
    DEFERRED = "deferred", _("Deferred revenue")
    REVENUE = "revenue", _("Revenue")
    VAT_UNDUE = "vat_undue", _("VAT not yet due")
    VAT_DUE = "vat_due", _("VAT due")
    CREDIT = "credit", _("Customers' credit")
    WAIVED = "waived", _("Waived")
    FEES = "fees", _("Payment fees")
    REFUNDS = "refunds", _("Refunds on their way")
    DISPUTED = "disputed", _("Held back for disputes")


class Happening(models.TextChoices):
    """Why an entry was made."""

    INVOICED = "invoiced", _("Invoice issued")
    PAID = "paid", _("Payment received")
    WITHHELD = "withheld", _("Tax withheld")
    CREDITED = "credited", _("Credit note issued")
    GRANTED = "granted", _("Credit given")
    CREDIT_USED = "credit_used", _("Credit used")
    EARNED = "earned", _("Revenue of a month")
    REFUND_STARTED = "refund_started", _("Refund started")
    REFUND_DONE = "refund_done", _("Refund paid out")
    REFUND_FAILED = "refund_failed", _("Refund failed")
    REVERSED = "reversed", _("Payment reversed")
    PAID_OUT = "paid_out", _("Stripe payout arrived")
    FEE = "fee", _("Fee of a payment")
    PAYOUT_FAILED = "payout_failed", _("Stripe payout came back")
    DISPUTED = "disputed", _("Payment disputed")
    DISPUTE_LOST = "dispute_lost", _("Dispute lost")


class AppendOnly(models.Model):
    """A row that is added once and never changed or deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        Raises:
            TypeError: it was added before.
        """
        if not self._state.adding:
            raise TypeError("a row of the ledger is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            TypeError: always.
        """
        raise TypeError("a row of the ledger is never deleted")


class LedgerEntry(AppendOnly):
    """One happening, once (`key`), on a business day in Bangkok; its lines balance."""

    key = models.CharField(max_length=120)
    happening = models.CharField(_("what happened"), max_length=20, choices=Happening)
    day = models.DateField(pgettext_lazy("billing", "day"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)
    document = models.CharField(_("document"), max_length=30, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], name="billing_entry_key")]
        indexes: ClassVar = [
            models.Index(fields=["-day", "-id"], name="billing_entry_day"),
            models.Index(fields=["document"], name="billing_entry_document"),
        ]

    def __str__(self) -> str:
        return self.key


class LedgerLine(AppendOnly):
    """A debit or a credit of one account, for one tenant."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="lines")
    tenant = models.ForeignKey(Tenant, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(_("account"), max_length=20, choices=Account)
    debit = models.DecimalField(_("debit"), max_digits=14, decimal_places=2, default=0)
    credit = models.DecimalField(_("credit"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="billing_line_one_side"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "account"], name="billing_line_tenant"),
            models.Index(fields=["account"], name="billing_line_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.debit or -self.credit}"
