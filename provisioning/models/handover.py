"""All data of an LGO, to take away; and what was erased after the contract had ended."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.files.models import StoredFile
from tenants.models import Tenant


class HandoverState(models.TextChoices):
    """How far a package of data is."""

    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    FORGOTTEN = "forgotten", _("Deleted after its time")


class Handover(models.Model):
    """All data and files of an LGO in one archive. `manifest` is the SHA-256 of the list of all that is in it.

    `is_final`: made when the contract had ended; kept until it is erased with everything else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="handovers")
    state = models.CharField(_("status"), max_length=10, choices=HandoverState, default=HandoverState.WAITING)
    is_final = models.BooleanField(default=False)
    asked_by = models.CharField(_("asked by"), max_length=150, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    made_at = models.DateTimeField(null=True)
    # Not looked up when an LGO deletes a file: its schema has no such table. The database itself protects the row.
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.DO_NOTHING, related_name="+")
    manifest = models.CharField(max_length=64, blank=True)
    tables = models.PositiveIntegerField(_("tables"), default=0)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    files = models.PositiveIntegerField(_("files"), default=0)

    class Meta:
        verbose_name = _("data to take away")
        verbose_name_plural = _("data to take away")
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-asked_at"], name="provisioning_handover_tenant"),
            models.Index(fields=["made_at"], condition=models.Q(state="ready"), name="provisioning_handover_ready"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is being made."""
        return self.state == HandoverState.WAITING


class Erasure(models.Model):
    """The deletion of all data of an LGO whose contract has ended, and the certificate of it."""

    tenant = models.OneToOneField(Tenant, primary_key=True, on_delete=models.PROTECT, related_name="erasure")
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="+")
    schema = models.CharField(max_length=63)
    reason = models.CharField(_("reason"), max_length=500)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=timezone.now)
    files = models.PositiveIntegerField(default=0)
    erased_at = models.DateTimeField(null=True)
    certificate = models.ForeignKey(StoredFile, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.erased_at or ''}"
