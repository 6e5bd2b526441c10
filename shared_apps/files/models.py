"""Files: the rows lie in the schema, the bytes under the tenant's UUID."""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One file. Its bytes lie at a path made from their hash; files of the same content share them.

    `purpose` names who may read it (`access.register`). `suggested_place` (latitude, longitude) is what a photo said
    before that was removed from it; it is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("type"), max_length=100)
    extension = models.CharField(max_length=10)
    original_name = models.CharField(_("name"), max_length=150)
    purpose = models.CharField(max_length=40)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True)
    thumbnail_bytes = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    suggested_place: tuple[Decimal, Decimal] | None = None

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="files_storedfile_sha256"),
            models.Index(fields=["thumbnail_sha256"], name="files_storedfile_thumb"),
            models.Index(fields=["purpose", "-created_at"], name="files_storedfile_purpose"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_image(self) -> bool:
        """Whether browsers show it."""
        return self.width is not None
