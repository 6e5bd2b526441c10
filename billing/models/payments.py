"""Money that came in, what it settled, and what went back."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models.invoices import Invoice
from tenants.models import Tenant


class Tender(models.TextChoices):
    """How an invoice is settled."""

    STRIPE = "stripe", _("Card or PromptPay")
    TRANSFER = "transfer", _("Bank transfer")
    WITHHOLDING = "withholding", _("Withholding tax")
    CREDIT = "credit", _("Credit")


class Payment(models.Model):
    """Money from one payer at one moment, known by its provider's reference: recorded once, whoever tells of it.

    `amount` is what came in; `allocated` of it has settled invoices, `refunded` went back or is on its way, and the
    rest is the LGO's credit. One that was reversed (`services.reversals`) never counted, and its receipts are void.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="payments")
    tender = models.CharField(_("way of payment"), max_length=12, choices=Tender)
    reference = models.CharField(_("reference"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    allocated = models.DecimalField(_("used"), max_digits=12, decimal_places=2, default=0)
    refunded = models.DecimalField(_("refunded"), max_digits=12, decimal_places=2, default=0)
    received_on = models.DateField(_("received"))
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "reference"], name="billing_payment_once"),
            models.CheckConstraint(
                condition=Q(
                    amount__gt=0, allocated__gte=0, refunded__gte=0, amount__gte=F("allocated") + F("refunded")
                ),
                name="billing_payment_not_overused",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-received_on"], name="billing_payment_tenant"),
            models.Index(fields=["-received_on"], name="billing_payment_received"),
        ]

    def __str__(self) -> str:
        return f"{self.tender} {self.reference}"

    @property
    def credit(self) -> Decimal:
        """What of it is left to use."""
        return Decimal(0) if self.reversed_at else self.amount - self.allocated - self.refunded


class Allocation(models.Model):
    """A part of a payment that settles an invoice; `vat` fell due thereby. A credit note may return some of it."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    returned = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, vat__gte=0, returned__gte=0, amount__gte=F("returned")),
                name="billing_allocation_positive",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} → {self.invoice_id}"


class Receipt(models.Model):
    """The receipt and tax invoice of one settlement; immutable. The money and the tax withheld with it stand on one.

    When the payment is reversed it is void, and keeps its number.
    """

    number = models.CharField(_("number"), max_length=20)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="receipts")
    settlement = models.CharField(max_length=140)
    customer: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    gross = models.DecimalField(_("total"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("before VAT"), max_digits=12, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=12, decimal_places=2)
    withheld = models.DecimalField(_("withholding tax"), max_digits=12, decimal_places=2, default=0)
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(default=timezone.now)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("receipt / tax invoice")
        verbose_name_plural = _("receipts / tax invoices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="billing_receipt_number"),
            models.UniqueConstraint(fields=["settlement"], name="billing_receipt_once"),
            models.CheckConstraint(condition=Q(gross__gt=0, gross=F("net") + F("vat")), name="billing_receipt_adds_up"),
        ]
        indexes: ClassVar = [models.Index(fields=["-issued_on"], name="billing_receipt_issued")]

    def __str__(self) -> str:
        return self.number


class CertificateState(models.TextChoices):
    """Whether the certificate of withheld tax (50 ทวิ) has come.

    One that was not right is awaited again in another form; one whose payment was reversed is owed no longer.
    """

    AWAITED = "awaited", _("Awaited")
    HANDED_IN = "handed_in", _("Handed in, to be checked")
    RECEIVED = "received", _("Received")
    REFUSED = "refused", _("Not right")
    CANCELLED = "cancelled", pgettext_lazy("certificate", "Cancelled")


class WithholdingCertificate(models.Model):
    """The certificate (50 ทวิ) that an LGO owes us for the tax it withheld of an invoice when it made `payment`.

    `file_key` is the id of a stored file; `note` says why it was not right. `reminders` counts those that were sent.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="certificates")
    amount = models.DecimalField(_("tax withheld"), max_digits=12, decimal_places=2)
    state = models.CharField(_("status"), max_length=10, choices=CertificateState, default=CertificateState.AWAITED)
    number = models.CharField(_("number of the certificate"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of the certificate"), null=True)
    file_key = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="certificates")
    note = models.CharField(_("what is not right"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("last reminder"), null=True)

    class Meta:
        verbose_name = _("withholding tax certificate")
        verbose_name_plural = _("withholding tax certificates")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="billing_certificate_positive")]
        indexes: ClassVar = [models.Index(fields=["state", "since"], name="billing_certificate_state")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount}"


class RefundState(models.TextChoices):
    """How far a refund is."""

    REQUESTED = "requested", pgettext_lazy("billing", "Requested")
    WAITING = "waiting", _("Waiting for the payer's bank details")
    DONE = "done", _("Paid out")
    FAILED = "failed", _("Failed")


class Refund(models.Model):
    """Money that goes back from the credit of a payment."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    state = models.CharField(_("status"), max_length=10, choices=RefundState, default=RefundState.REQUESTED)
    reason = models.CharField(_("reason"), max_length=500)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="billing_refund_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_refund_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"
