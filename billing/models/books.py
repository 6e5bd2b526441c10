"""The price book: what the operator charges, by the day from which it holds. All prices are in baht with VAT."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.versions import AgreedVersion, agreed_by_two


class PriceBook(AgreedVersion):
    """A version of all prices. The newest approved one whose day has come is in force.

    `vat_percent` is contained in every price; `withholding_percent` is what an LGO withholds of the amount before VAT.
    Who approves is never who wrote it.
    """

    vat_percent = models.DecimalField(_("VAT (%)"), max_digits=4, decimal_places=2)
    withholding_percent = models.DecimalField(_("withholding tax (%)"), max_digits=4, decimal_places=2)
    installation = models.DecimalField(_("installation, once"), max_digits=12, decimal_places=2)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("price book")
        verbose_name_plural = _("price books")
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            *agreed_by_two("billing_book"),
            models.CheckConstraint(
                condition=Q(vat_percent__gte=0, withholding_percent__gte=0, installation__gte=0),
                name="billing_book_not_negative",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-effective_from"], name="billing_book_in_force")]

    def __str__(self) -> str:
        return f"{self.version} ({self.effective_from})"


class PackagePrice(models.Model):
    """A yearly package. `accounts` None is unlimited; storage is in bytes."""

    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="packages")
    code = models.CharField(_("code"), max_length=10)
    name_th = models.CharField(_("name in Thai"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    yearly = models.DecimalField(_("a year"), max_digits=12, decimal_places=2)
    accounts = models.PositiveIntegerField(_("accounts"), null=True)
    storage = models.PositiveBigIntegerField(_("storage"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "code"], name="billing_package_code"),
            models.CheckConstraint(condition=Q(yearly__gt=0), name="billing_package_costs"),
        ]

    def __str__(self) -> str:
        return self.code


class StoragePrice(models.Model):
    """More storage, paid by the month for as long as a package lasts; several may be taken at once."""

    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="storage")
    code = models.CharField(_("code"), max_length=10)
    monthly = models.DecimalField(_("a month"), max_digits=12, decimal_places=2)
    storage = models.PositiveBigIntegerField(_("storage"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "code"], name="billing_storage_code"),
            models.CheckConstraint(condition=Q(monthly__gt=0, storage__gt=0), name="billing_storage_costs"),
        ]

    def __str__(self) -> str:
        return self.code
