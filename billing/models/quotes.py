"""Quotations: what something would cost, with the arithmetic, until a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models.books import PriceBook
from billing.models.contracts import ItemKind, Term
from tenants.models import Tenant


class QuoteKind(models.TextChoices):
    """What a quotation is for."""

    NEW = "new", _("New subscription")
    RENEWAL = "renewal", _("Renewal")
    STORAGE = "storage", _("More storage")
    UPGRADE = "upgrade", _("Larger package")
    BUDGET = "budget", _("For a budget request")


class QuoteState(models.TextChoices):
    """How far a quotation is. That it ran out is told by its day, and not stored."""

    ISSUED = "issued", _("Issued")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", pgettext_lazy("billing", "Declined")
    SUPERSEDED = "superseded", _("Replaced by a newer one")


class Quote(models.Model):
    """A quotation, immutable but for its state. Prices in baht with VAT; `net + vat = gross`.

    `starts_on` is when what it offers would begin, `valid_until` its last day. `package` and `storage` (a mapping of
    codes to units) are what the LGO would have. An accepted quotation keeps its prices whatever the book says later.
    """

    number = models.CharField(_("number"), max_length=20)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="quotes")
    kind = models.CharField(_("for"), max_length=10, choices=QuoteKind)
    state = models.CharField(_("status"), max_length=10, choices=QuoteState, default=QuoteState.ISSUED)
    book = models.ForeignKey(PriceBook, on_delete=models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="quotes")
    package = models.CharField(max_length=10, blank=True)
    storage: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    customer: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    starts_on = models.DateField(_("starts"))
    valid_until = models.DateField(pgettext_lazy("billing", "valid until"))
    gross = models.DecimalField(_("total"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("before VAT"), max_digits=12, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=12, decimal_places=2)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    order_number = models.CharField(_("purchase order"), max_length=60, blank=True)
    order_date = models.DateField(_("date of the purchase order"), null=True)

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="billing_quote_number"),
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(kind=QuoteKind.RENEWAL, state__in=[QuoteState.ISSUED, QuoteState.ACCEPTED]),
                name="billing_quote_one_renewal",
            ),
            models.CheckConstraint(
                condition=Q(gross__gt=0, vat__gte=0, gross=F("net") + F("vat")), name="billing_quote_adds_up"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-issued_at"], name="billing_quote_tenant"),
            models.Index(fields=["state", "valid_until"], name="billing_quote_state"),
        ]

    def __str__(self) -> str:
        return self.number


class AbstractLine(models.Model):
    """A line of a document. `rule` and `workings` explain the amount: which rule, with which numbers."""

    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ItemKind)
    code = models.CharField(max_length=20)
    quantity = models.PositiveSmallIntegerField(default=1)
    months = models.PositiveSmallIntegerField(null=True)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    gross = models.DecimalField(max_digits=12, decimal_places=2)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    rule = models.CharField(max_length=30)
    workings: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.code} {self.gross}"


class QuoteLine(AbstractLine):
    """A line of a quotation."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")

    class Meta(AbstractLine.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quote", "position"], name="billing_quote_line"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="billing_quote_line_adds_up"),
        ]
