"""What the operator's staff are there for."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    """What a member of the operator's staff may do beyond looking. An administrator holds all duties."""

    SUPPORT = "support", _("Support of local governments")
    FINANCE = "finance", _("Finance")
    APPROVER = "approver", _("Approval of what others ask for")
    ADMINISTRATOR = "administrator", _("Administration of the platform")


class StaffDuty(models.Model):
    """A duty that a member of the operator's staff holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_duties")
    duty = models.CharField(_("duty"), max_length=20, choices=Duty)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "duty"], name="provisioning_staff_duty_once")]
        indexes: ClassVar = [models.Index(fields=["duty"], name="provisioning_staff_duty")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.duty}"


class StaffInvitation(models.Model):
    """Somebody who was asked to join the operator's staff, after two people agreed.

    The link's token is kept as a hash, works once and until `expires_at`. `duties` begin with the acceptance.
    """

    email = models.EmailField(_("e-mail"))
    display_name = models.CharField(_("name"), max_length=150)
    duties: "models.JSONField[list[str], list[str]]" = models.JSONField(_("duties"), default=list)
    token_hash = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token_hash"], name="provisioning_invitation_token"),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="provisioning_invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} <{self.email}>"

    def is_valid(self, at: datetime) -> bool:
        """Whether its link works."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
