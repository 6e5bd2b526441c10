"""Invoices, receipts and credit notes: issued once, with a number, and never changed."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.quotes import AbstractLine, Quote
from tenants.models import Tenant


class Invoice(models.Model):
    """What an LGO owes. `settled` is what payments, withheld tax and credit have covered, `credited` what was waived.

    Its row is locked by whatever settles it. `withholding` is what the LGO withholds when it pays all at once.
    """

    number = models.CharField(_("number"), max_length=20)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="invoices")
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="invoice")
    customer: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    reference = models.CharField(_("payment reference"), max_length=20)
    gross = models.DecimalField(_("total"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("before VAT"), max_digits=12, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=12, decimal_places=2)
    vat_percent = models.DecimalField(max_digits=4, decimal_places=2)
    withholding = models.DecimalField(_("withholding tax"), max_digits=12, decimal_places=2)
    settled = models.DecimalField(_("settled"), max_digits=12, decimal_places=2, default=0)
    credited = models.DecimalField(_("credited"), max_digits=12, decimal_places=2, default=0)
    issued_on = models.DateField(_("issued"))
    due_on = models.DateField(_("due"))
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="billing_invoice_number"),
            models.UniqueConstraint(fields=["reference"], name="billing_invoice_reference"),
            models.CheckConstraint(
                condition=Q(gross__gt=0, vat__gte=0, gross=F("net") + F("vat")), name="billing_invoice_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(settled__gte=0, credited__gte=0, gross__gte=F("settled") + F("credited")),
                name="billing_invoice_not_overpaid",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-issued_at"], name="billing_invoice_tenant"),
            models.Index(fields=["due_on"], condition=Q(settled_at=None), name="billing_invoice_open"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def balance(self) -> Decimal:
        """What is still owed."""
        return self.gross - self.settled - self.credited

    @property
    def is_open(self) -> bool:
        """Whether anything is owed."""
        return self.balance > 0


class InvoiceLine(AbstractLine):
    """A line of an invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")

    class Meta(AbstractLine.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "position"], name="billing_invoice_line"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="billing_invoice_line_adds_up"),
        ]


class CreditNote(models.Model):
    """Takes back a part of an invoice, with a reason; what was already paid of that part becomes credit."""

    number = models.CharField(_("number"), max_length=20)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    gross = models.DecimalField(_("total"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("before VAT"), max_digits=12, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=500)
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="billing_credit_note_number"),
            models.CheckConstraint(condition=Q(gross__gt=0, gross=F("net") + F("vat")), name="billing_credit_adds_up"),
        ]

    def __str__(self) -> str:
        return self.number
