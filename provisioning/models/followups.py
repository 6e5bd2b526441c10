"""What the operator's staff note about an LGO: calls, letters, promises, and what is to be done by when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import Tenant


class FollowUpKind(models.TextChoices):
    """What was done, or is to be done."""

    NOTE = "note", pgettext_lazy("kept by staff", "Note")
    CALL = "call", _("Telephone call")
    LETTER = "letter", _("Letter or e-mail")
    PROMISE = "promise", _("Promise to pay")
    REMINDER = "reminder", _("Reminder sent")


class FollowUp(models.Model):
    """A note with its author and date. With `due_on` it waits for somebody until it is marked as done.

    `amount` (baht) is what was promised.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(_("kind"), max_length=10, choices=FollowUpKind, default=FollowUpKind.NOTE)
    text = models.CharField(_("text"), max_length=1000)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), default=timezone.now)
    due_on = models.DateField(_("to be done by"), null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("note about a local government")
        verbose_name_plural = _("notes about local governments")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="provisioning_follow_up_amount")
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant", "-at"], name="provisioning_follow_up_tenant"),
            models.Index(fields=["due_on"], condition=Q(done_at=None), name="provisioning_follow_up_due"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.due_on is not None and self.done_at is None
