"""Audit rows: in each tenant's schema, and in `public` for the operator's acts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act. The tenant's role may add rows and never change or delete them.

    `actor_name` keeps the name at that time; `data` holds what changed, without personal data.
    """

    at = models.DateTimeField(_("time"), default=timezone.now)
    action = models.CharField(_("action"), max_length=100)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    actor_name = models.CharField(_("by"), max_length=150, blank=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    data: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entry"
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="audit_entry_at"),
            models.Index(
                fields=["-at", "-id"], condition=models.Q(data__has_key="changes"), name="audit_entry_changes"
            ),
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_entry_target"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type}:{self.target_id}"
