"""Visits of the operator's staff to an LGO's desk: asked for, allowed by the LGO, limited in time."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant


class SupportState(models.TextChoices):
    """How far a visit is. That its time is up is told by `ends_at`, and not stored."""

    ASKED = "asked", _("Waits for the local government")
    GRANTED = "granted", _("Allowed")
    REFUSED = "refused", _("Not allowed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


class SupportAccess(models.Model):
    """A visit of one member of the staff to one LGO.

    Whoever visits is there as an identity of its own, never as an officer. `is_break_glass`: nobody of the LGO was
    asked, and all of its administrators were told. `session_digest` binds the visit to one browser; `token_digest` is
    the key with which that browser comes in, once, until `token_until`. `decided_by` is the name of the LGO's person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="support_accesses")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    may_write = models.BooleanField(_("may change things"), default=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    is_break_glass = models.BooleanField(_("without asking"), default=False)
    state = models.CharField(_("status"), max_length=10, choices=SupportState, default=SupportState.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True)
    entered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    token_until = models.DateTimeField(null=True)
    session_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("visit of the support")
        verbose_name_plural = _("visits of the support")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "staff"],
                condition=Q(state__in=["asked", "granted"]),
                name="provisioning_support_one_open",
            ),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="provisioning_support_token"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=480), name="provisioning_support_limit"),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(ends_at__isnull=False), name="provisioning_support_ends"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-asked_at"], name="provisioning_support_tenant"),
            models.Index(fields=["staff", "-asked_at"], name="provisioning_support_staff"),
            models.Index(fields=["state", "-asked_at"], name="provisioning_support_state"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.staff_id} {self.state}"

    def is_open_at(self, at: datetime) -> bool:
        """Whether one may be inside now."""
        return self.state == SupportState.GRANTED and self.ends_at is not None and at < self.ends_at
