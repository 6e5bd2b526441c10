"""Numbers of documents."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """Kinds of numbered documents; the value is the prefix of the number."""

    QUOTATION = "QT", _("Quotation")
    INVOICE = "IV", _("Invoice")
    RECEIPT = "RT", _("Receipt / tax invoice")
    CREDIT_NOTE = "CN", _("Credit note")


class DocumentCounter(models.Model):
    """The last number given out for one kind in one fiscal year พ.ศ. Written by `services.numbers` only."""

    kind = models.CharField(max_length=2, choices=DocumentKind)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "year"], name="billing_counter_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.value}"
