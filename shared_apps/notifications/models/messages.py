"""Messages to people."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    LINE = "line", _("LINE")


class MessageState(models.TextChoices):
    """How far it got.

    `HELD` waits for the officer's daily summary and becomes `SUMMED_UP` with it. `KEPT` is for places without a mail
    server or SMS gateway, where messages are only shown. `FAILED` is a dead letter, which can be replayed.
    """

    QUEUED = "queued", _("Waiting to be sent")
    HELD = "held", _("Waiting for the daily summary")
    SENT = "sent", _("Sent")
    SUMMED_UP = "summed_up", _("Sent in the daily summary")
    FAILED = "failed", _("Could not be sent")
    EXPIRED = "expired", _("Of no use any more, not sent")
    KEPT = "kept", _("Shown here only")

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        tones = {"sent": "success", "summed_up": "success", "failed": "danger", "queued": "warning", "held": "info"}
        return tones.get(self.value, "neutral")


class Failure(models.TextChoices):
    """Why a message did not leave, in words that tell an administrator what to do."""

    UNREACHABLE = "unreachable", _("The provider does not answer. We go on trying.")
    BROKEN = "broken", _("The provider reports trouble on its side. We go on trying.")
    TOO_MANY = "too_many", _("The provider asks for a pause. We go on trying.")
    CREDENTIALS = (
        "credentials",
        _("The provider refuses our token or password. Check it in the settings of the channel."),
    )
    QUOTA = "quota", _("The quota or credit is used up. Top up at the provider, or wait for the next month.")
    SENDER = "sender", _("The provider does not know the sender's name. Register or renew it at the provider.")
    ADDRESS = "address", _("The address or number does not exist, or takes no messages.")
    REFUSED = "refused", _("The provider refused this message.")
    BOUNCED = "bounced", _("An earlier message to this address came back.")
    NOT_LINKED = "not_linked", _("The person has blocked the LINE account or is no longer its friend.")
    NOT_SET_UP = "not_set_up", _("The channel is not set up or switched off.")
    TOO_LATE = "too_late", _("It was of no use any more.")

    @property
    def is_of_provider(self) -> bool:
        """Whether every other message would meet it too: tried again, and counted by the breaker."""
        return self in _OF_PROVIDER


_OF_PROVIDER = {
    Failure.UNREACHABLE,
    Failure.BROKEN,
    Failure.TOO_MANY,
    Failure.CREDENTIALS,
    Failure.QUOTA,
    Failure.SENDER,
}


_WAITED_FOR = {Failure.UNREACHABLE, Failure.BROKEN, Failure.TOO_MANY}
GIVEN_UP = _("The provider was in trouble for so long that we stopped trying. Send it again when it works.")


class Message(models.Model):
    """One message to one address. The text never changes; only its delivery does.

    `key` makes `notify` idempotent. `due_at` is the moment of the next try, `queued_at` when trying
    began, which a replay begins anew. After `send_before` the message is of no
    use any more. The body of a secret message (a one-time code) is emptied once it was sent. `parts` counts what an
    SMS costs. `reference` is what the provider calls it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(_("event"), max_length=100)
    key = models.CharField(max_length=200)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    to = models.CharField(_("to"), max_length=254)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(_("language"), max_length=2, default="th")
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    is_secret = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=250, blank=True)
    detail = models.CharField(max_length=250, blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    reference = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    send_before = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "key", "channel", "to"], name="notifications_message_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at"], name="notifications_message_created"),
            models.Index(fields=["state", "-created_at"], name="notifications_message_state"),
            models.Index(fields=["channel", "-created_at"], name="notifications_message_channel"),
            models.Index(fields=["event", "-created_at"], name="notifications_message_event"),
            models.Index(fields=["to"], name="notifications_message_to"),
            models.Index(
                fields=["channel", "due_at"], condition=models.Q(state="queued"), name="notifications_message_due"
            ),
            models.Index(fields=["finished_at"], name="notifications_message_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.to}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return MessageState(self.state).tone

    @property
    def why(self) -> str:
        """Why it did not leave, in words; empty when nothing went wrong."""
        if self.state == MessageState.FAILED and self.error in _WAITED_FOR:
            return str(GIVEN_UP)
        return str(Failure(self.error).label) if self.error in Failure.values else self.error

    @property
    def can_be_replayed(self) -> bool:
        """Whether it is a dead letter whose text is still there."""
        return self.state == MessageState.FAILED and bool(self.body)
