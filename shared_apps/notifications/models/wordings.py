"""The LGO's own texts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.notifications.models.messages import Channel


class Wording(models.Model):
    """A text that an LGO changed; without a row the shipped one is used. Words in braces are filled in."""

    event = models.CharField(_("event"), max_length=100)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    body = models.TextField(_("text"))
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("text of a message")
        verbose_name_plural = _("texts of messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "channel", "language"], name="notifications_wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.event}.{self.channel}.{self.language}"
