"""Copies of the reasons for delay, as they were sent to the Public Sector Development Commission."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenant_apps.complaints.models.cases import ComplaintEvent


class DelayCopy(models.Model):
    """One sending (Licensing Facilitation Act 2558, s. 10). `letter` is the number of the letter it went with."""

    sent_on = models.DateField(_("day it was sent"))
    letter = models.CharField(_("number of the letter"), max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("copy of reasons for delay")
        verbose_name_plural = _("copies of reasons for delay")

    def __str__(self) -> str:
        return self.letter or f"{self.sent_on}"


class CopiedReason(models.Model):
    """That a reason was in a copy; it goes out once."""

    copy = models.ForeignKey(DelayCopy, on_delete=models.CASCADE, related_name="reasons")
    event = models.OneToOneField(ComplaintEvent, on_delete=models.PROTECT, related_name="copied")

    class Meta:
        verbose_name = _("reason in a copy")
        verbose_name_plural = _("reasons in copies")

    def __str__(self) -> str:
        return f"{self.copy_id}: {self.event_id}"
