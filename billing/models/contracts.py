"""Who buys, and for which months: a subscription runs in terms of twelve months, each holding what was bought."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.books import PriceBook
from billing.periods import Period
from tenants.models import Tenant


class Customer(models.Model):
    """The LGO as it stands on documents. A document keeps a copy of its own; changes are in the audit log."""

    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="customer")
    legal_name = models.CharField(_("name on documents"), max_length=200)
    tax_id = models.CharField(_("tax id"), max_length=13, blank=True)
    branch = models.CharField(_("branch"), max_length=100, blank=True)
    address = models.TextField(_("address"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail for documents"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")

    def __str__(self) -> str:
        return self.legal_name


class Subscription(models.Model):
    """An LGO's contract. Its row is locked by whatever changes its terms.

    `anchor_day` is the day of the month on which the first term began; `next_package` is taken at the next renewal
    instead of the present one, `next_storage` (codes and units; None: as now) is what more of storage is taken then,
    and `ends` says that there shall be no next term.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="subscription")
    anchor_day = models.PositiveSmallIntegerField()
    started_on = models.DateField(_("started"))
    next_package = models.CharField(_("package from the renewal"), max_length=10, blank=True)
    next_storage: "models.JSONField[dict[str, int] | None, dict[str, int] | None]" = models.JSONField(null=True)
    ends = models.BooleanField(_("not renewed"), default=False)
    ends_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(anchor_day__gte=1, anchor_day__lte=31), name="billing_anchor_day")
        ]

    def __str__(self) -> str:
        return str(self.tenant_id)


class Term(models.Model):
    """Twelve months of a subscription. `ends_on` is the day after the last one, and the first of the next term.

    `anchor_day` is that of a contract which began anew after it was over (docs/decisions/0009); None: the first one's.
    Add-ons and upgrades within a term are charged by its own price book.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="terms")
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    anchor_day = models.PositiveSmallIntegerField(null=True)
    book = models.ForeignKey(PriceBook, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "position"], name="billing_term_position"),
            models.UniqueConstraint(fields=["subscription", "starts_on"], name="billing_term_start"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="billing_term_days"),
        ]
        indexes: ClassVar = [models.Index(fields=["ends_on"], name="billing_term_end")]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    @property
    def period(self) -> Period:
        """Its months."""
        return Period(self.starts_on, self.anchor_day or self.subscription.anchor_day)


class ItemKind(models.TextChoices):
    """What is sold."""

    PACKAGE = "package", _("Package")
    STORAGE = "storage", _("More storage")
    INSTALLATION = "installation", _("Installation")


class TermItem(models.Model):
    """What the LGO has from a day on until the end of the term, or until an upgrade replaces it.

    `price` is that of one unit, for a year (package) or a month (storage). `storage` is in bytes, of all units.
    """

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind)
    code = models.CharField(max_length=20)
    units = models.PositiveSmallIntegerField(default=1)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    accounts = models.PositiveIntegerField(null=True)
    storage = models.PositiveBigIntegerField(default=0)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    quote = models.ForeignKey("billing.Quote", on_delete=models.PROTECT, related_name="items")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="billing_item_days"),
            models.CheckConstraint(condition=Q(units__gte=1), name="billing_item_units"),
        ]
        indexes: ClassVar = [models.Index(fields=["term", "kind"], name="billing_item_term")]

    def __str__(self) -> str:
        return f"{self.code} x{self.units}"
