"""What one member of the operator's staff asks for and another one decides."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant


class ApprovalState(models.TextChoices):
    """How far a request is."""

    WAITING = "waiting", _("Waiting for a decision")
    APPROVED = "approved", _("Approved and done")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Approval(models.Model):
    """A request by one person that another one decides (maker and checker); what it is about says `kind`.

    `subject` names what it acts on, such as `invoice:42`: of one kind only one request about it waits at a time.
    `payload` is what `provisioning.approvals` hands to the kind's `apply`, in plain JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what is asked for"), max_length=40)
    tenant = models.ForeignKey(Tenant, null=True, on_delete=models.PROTECT, related_name="approvals")
    subject = models.CharField(max_length=120)
    payload: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("status"), max_length=12, choices=ApprovalState, default=ApprovalState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    note = models.CharField(_("note on the decision"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request for approval")
        verbose_name_plural = _("requests for approval")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state=ApprovalState.WAITING), name="provisioning_approval_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ApprovalState.APPROVED, ApprovalState.DECLINED])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="provisioning_approval_two_people",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-asked_at"], name="provisioning_approval_state"),
            models.Index(fields=["-asked_at"], name="provisioning_approval_asked"),
            models.Index(fields=["tenant", "-asked_at"], name="provisioning_approval_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be decided."""
        return self.state == ApprovalState.WAITING
