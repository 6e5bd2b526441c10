"""Documents as they were issued: what each says, and its files. Neither ever changes."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.ledger import AppendOnly
from billing.models.numbers import DocumentKind
from shared_apps.files.models import StoredFile
from tenants.models import Tenant

DOCUMENT_PURPOSE = "billing.document"
"""Files of documents: stored in `public`, read through the pages of money only."""


def new_code() -> str:
    """A code that nobody guesses, by which a document can be verified."""
    return secrets.token_urlsafe(12)


class IssuedDocument(AppendOnly):
    """What a numbered document says, written in the transaction that issues it.

    `content` is a `billing.documents.Content`: names, texts and amounts as of that day. `code` stands in the QR code
    by which anyone verifies the paper.
    """

    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(_("type"), max_length=2, choices=DocumentKind)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="documents")
    gross = models.DecimalField(_("total"), max_digits=12, decimal_places=2)
    content: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField()
    code = models.CharField(max_length=24, default=new_code)
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="billing_document_number"),
            models.UniqueConstraint(fields=["code"], name="billing_document_code"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-issued_at"], name="billing_document_tenant"),
            models.Index(fields=["kind", "-issued_at"], name="billing_document_kind"),
        ]

    def __str__(self) -> str:
        return self.number


class Marking(models.TextChoices):
    """Which piece of paper it is."""

    ORIGINAL = "original", _("Original")
    COPY = "copy", _("Copy")
    REPLACEMENT = "replacement", _("Replacement")


class DocumentFile(AppendOnly):
    """A piece of a document: the original, the copy, or a replacement for one that was lost (Revenue Code s. 86/12).

    Its bytes are kept under their hash. `by` is who asked for a replacement, an officer of the LGO or one of the staff.
    """

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="files")
    marking = models.CharField(max_length=12, choices=Marking)
    position = models.PositiveSmallIntegerField(default=0)
    # Not looked up when an LGO deletes a file: its schema has no such table. The database itself protects the row.
    file = models.ForeignKey(StoredFile, on_delete=models.DO_NOTHING, related_name="+")
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.CharField(max_length=150, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "marking", "position"], name="billing_document_piece"),
            models.CheckConstraint(
                condition=~Q(marking=Marking.REPLACEMENT) | (Q(position__gte=1) & ~Q(reason="")),
                name="billing_replacement_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.marking} {self.position}"
