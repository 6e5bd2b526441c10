"""What the operator's staff are there for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
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
