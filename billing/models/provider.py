"""What we know of the payment provider's side: pages to pay on, events, disputes, payouts and their parts."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models.invoices import Invoice
from billing.models.payments import Payment


class CheckoutState(models.TextChoices):
    """How far a page to pay on is."""

    OPENING = "opening", _("Being opened")
    OPEN = "open", pgettext_lazy("page to pay on", "Open")
    PROCESSING = "processing", _("Paid, waiting for the bank")
    PAID = "paid", pgettext_lazy("page to pay on", "Paid")
    EXPIRED = "expired", pgettext_lazy("page to pay on", "Expired")
    FAILED = "failed", pgettext_lazy("page to pay on", "Not paid")


UNDER_WAY = (CheckoutState.OPENING, CheckoutState.OPEN, CheckoutState.PROCESSING)
"""In these an invoice has a page on which money may still come."""


class Checkout(models.Model):
    """A page of the provider on which one invoice can be paid, with or without the tax that the LGO withholds.

    `amount` is what is paid there and `withheld` what the LGO keeps back of it (baht). The row is written before the
    provider is asked, and holds all that is asked for, so that asking again after a crash gives the same page.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="checkouts")
    state = models.CharField(_("status"), max_length=12, choices=CheckoutState, default=CheckoutState.OPENING)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    withheld = models.DecimalField(_("withholding tax"), max_digits=12, decimal_places=2, default=0)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    intent = models.CharField(max_length=120, blank=True)
    url = models.TextField(blank=True)
    back_url = models.CharField(max_length=500)
    method = models.CharField(_("way of payment"), max_length=30, blank=True)
    trouble = models.CharField(max_length=100, blank=True)
    payment = models.OneToOneField(Payment, null=True, on_delete=models.PROTECT, related_name="checkout")
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    opened_by = models.CharField(_("by"), max_length=150, blank=True)
    expires_at = models.DateTimeField(pgettext_lazy("billing", "valid until"))
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("page to pay on")
        verbose_name_plural = _("pages to pay on")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(state__in=UNDER_WAY), name="billing_checkout_one_open"
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="billing_checkout_reference"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, withheld__gte=0), name="billing_checkout_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["invoice", "-opened_at"], name="billing_checkout_invoice"),
            models.Index(fields=["checked_at"], condition=Q(state__in=UNDER_WAY), name="billing_checkout_under_way"),
            models.Index(fields=["intent"], name="billing_checkout_intent"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount}"

    @property
    def is_under_way(self) -> bool:
        """Whether money may still come by it."""
        return self.state in UNDER_WAY


class EventState(models.TextChoices):
    """What became of a message of the provider."""

    RECEIVED = "received", _("Received")
    DONE = "done", pgettext_lazy("message of the provider", "Done")
    IGNORED = "ignored", _("Of no concern")


class ProviderEvent(models.Model):
    """A message of the provider, kept once whoever brought it. It only says what to look at; facts are fetched anew."""

    provider = models.CharField(max_length=20, default="stripe")
    reference = models.CharField(_("reference"), max_length=120)
    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("about"), max_length=120)
    happened_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    by_poll = models.BooleanField(_("found by asking"), default=False)
    state = models.CharField(_("status"), max_length=10, choices=EventState, default=EventState.RECEIVED)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message of the provider")
        verbose_name_plural = _("messages of the provider")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "reference"], name="billing_event_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-received_at"], name="billing_event_received"),
            models.Index(fields=["subject"], name="billing_event_subject"),
            models.Index(fields=["state", "-received_at"], name="billing_event_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class PollCursor(models.Model):
    """Until when all messages, or movements, of a provider were asked for; moved on by the poller only."""

    provider = models.CharField(primary_key=True, max_length=20)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.provider} {self.until}"


class DisputeState(models.TextChoices):
    """How far a dispute is."""

    OPEN = "open", pgettext_lazy("dispute", "Open")
    WON = "won", pgettext_lazy("dispute", "Won")
    LOST = "lost", pgettext_lazy("dispute", "Lost")


class Dispute(models.Model):
    """A payer's bank wants a card payment back. While it is open the provider holds the money back.

    `is_withdrawn` says that the money was taken from our balance, `answer_until` when evidence is due.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    reference = models.CharField(_("reference"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=60)
    state = models.CharField(_("status"), max_length=10, choices=DisputeState, default=DisputeState.OPEN)
    is_withdrawn = models.BooleanField(default=False)
    answer_until = models.DateTimeField(_("answer until"), null=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints: ClassVar = [models.UniqueConstraint(fields=["reference"], name="billing_dispute_once")]
        indexes: ClassVar = [models.Index(fields=["state", "-opened_at"], name="billing_dispute_state")]

    def __str__(self) -> str:
        return self.reference


class PayoutState(models.TextChoices):
    """How far a payout is."""

    UNDER_WAY = "under_way", _("On its way")
    PAID = "paid", pgettext_lazy("payout", "Paid out")
    FAILED = "failed", pgettext_lazy("payout", "Came back")


class Payout(models.Model):
    """Money that the provider sent from our balance there to our bank account.

    Its parts are the transactions that it pays out: `gross` of all payments less refunds and disputes, `fees` of all.
    """

    reference = models.CharField(_("reference"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    gross = models.DecimalField(_("before fees"), max_digits=14, decimal_places=2, default=0)
    fees = models.DecimalField(_("fees"), max_digits=14, decimal_places=2, default=0)
    state = models.CharField(_("status"), max_length=10, choices=PayoutState, default=PayoutState.UNDER_WAY)
    arrives_on = models.DateField(_("arrives"))
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["reference"], name="billing_payout_once")]
        indexes: ClassVar = [models.Index(fields=["-arrives_on"], name="billing_payout_arrives")]

    def __str__(self) -> str:
        return self.reference


class ProviderTransaction(models.Model):
    """One movement of our balance at the provider: a payment, refund, dispute or fee, and the payout it went into.

    `subject` is the provider's reference of what moved it; `amount - fee` is what changed the balance (baht).
    """

    reference = models.CharField(_("reference"), max_length=120)
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("about"), max_length=120, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    fee = models.DecimalField(_("fee"), max_digits=14, decimal_places=2)
    happened_at = models.DateTimeField(_("happened"))
    payout = models.ForeignKey(Payout, null=True, on_delete=models.PROTECT, related_name="transactions")
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="transactions")

    class Meta:
        verbose_name = _("transaction of the provider")
        verbose_name_plural = _("transactions of the provider")
        constraints: ClassVar = [models.UniqueConstraint(fields=["reference"], name="billing_transaction_once")]
        indexes: ClassVar = [models.Index(fields=["-happened_at"], name="billing_transaction_at")]

    def __str__(self) -> str:
        return self.reference

    @property
    def net(self) -> Any:
        """What changed the balance."""
        return self.amount - self.fee
