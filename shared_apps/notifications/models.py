"""Messages to people: in each tenant's schema, and in `public` for the operator's own."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class MessageState(models.TextChoices):
    """How far it got. `KEPT` is for places without a mail server or SMS gateway, where messages are only shown."""

    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    KEPT = "kept", _("Shown here only")

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        return {"sent": "success", "failed": "danger", "queued": "warning"}.get(self.value, "neutral")


class Message(models.Model):
    """One message to one address. The text never changes; only its delivery does.

    `key` makes `notify` idempotent. After `send_before` it is of no use any more. The body of a secret message (a
    one-time code) is emptied once it was sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(_("event"), max_length=100)
    key = models.CharField(max_length=200)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    to = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    is_secret = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    send_before = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "key", "channel", "to"], name="notifications_message_once")
        ]
        indexes: ClassVar = [models.Index(fields=["-created_at"], name="notifications_message_created")]

    def __str__(self) -> str:
        return f"{self.event} → {self.to}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return MessageState(self.state).tone
