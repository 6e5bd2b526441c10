"""Large lists on their way to a file."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared_apps.files.models import StoredFile

EXPORT_PURPOSE = "export"
"""Files that only who asked for them may read."""


class ExportState(models.TextChoices):
    """How far the file is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being written")
    DONE = "done", pgettext_lazy("export", "Ready")
    FAILED = "failed", _("Failed")


class Export(models.Model):
    """A list that somebody asked for, as it was filtered; its file is deleted after `services.KEPT`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=50)
    form = models.CharField(max_length=4)
    query = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="th")
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes: ClassVar = [
            models.Index(fields=["requested_by", "-requested_at"], name="exports_export_by"),
            models.Index(fields=["requested_at"], name="exports_export_at"),
        ]

    def __str__(self) -> str:
        return f"{self.code}.{self.form}"
