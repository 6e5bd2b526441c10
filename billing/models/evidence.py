"""What LGOs hand in: purchase orders and slips. Evidence, and never a confirmation. For 50 ทวิ see certificates."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.invoices import Invoice
from billing.models.quotes import Quote
from shared_apps.files.models import StoredFile
from tenants.models import Tenant

EVIDENCE_PURPOSE = "billing.evidence"
"""Files of evidence: stored in `public`, read through the pages of money only."""


class EvidenceKind(models.TextChoices):
    """What was handed in."""

    ORDER = "order", _("Purchase order")
    SLIP = "slip", _("Proof of the transfer")


class Evidence(models.Model):
    """A file about a quotation or an invoice. `by` is the officer of the LGO, who lives in its own schema."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("type"), max_length=12, choices=EvidenceKind)
    quote = models.ForeignKey(Quote, null=True, on_delete=models.PROTECT, related_name="evidence")
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="evidence")
    # Not looked up when an LGO deletes a file: its schema has no such table. The database itself protects the row.
    file = models.ForeignKey(StoredFile, on_delete=models.DO_NOTHING, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(_("handed in"), default=timezone.now)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quote__isnull=False) | Q(invoice__isnull=False), name="billing_evidence_of_something"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-at"], name="billing_evidence_tenant"),
            models.Index(fields=["kind", "-at"], name="billing_evidence_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
