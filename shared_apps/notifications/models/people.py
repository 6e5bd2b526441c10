"""What people chose, and how they are linked to LINE."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.notifications.models.messages import Channel


class Preference(models.Model):
    """By which channels a person wants to hear of a group of events; none at all is a choice too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=40)
    channels: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "group"], name="notifications_preference_once")
        ]

    def __str__(self) -> str:
        return self.group


class Delivery(models.Model):
    """When an officer wants to hear of what is not urgent: once a working day, and never in quiet hours."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True)
    daily = models.BooleanField(_("One summary each working day"), default=False)
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True, default=time(20, 0))
    quiet_until = models.TimeField(_("until"), null=True, blank=True, default=time(7, 0))

    class Meta:
        verbose_name = _("delivery")

    def __str__(self) -> str:
        return str(self.user_id)


class LineLink(models.Model):
    """An account here and a person's LINE account. Gone when it is unlinked; `is_blocked` when they block us."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True)
    line_user_id = models.CharField(max_length=40)
    is_blocked = models.BooleanField(default=False)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["line_user_id"], name="notifications_line_link_once")]

    def __str__(self) -> str:
        return str(self.user_id)


class LineCode(models.Model):
    """A code that a person sends to the LGO's LINE account to link it; kept as a hash, good once and for minutes."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code_hash"], name="notifications_line_code_once")]

    def __str__(self) -> str:
        return str(self.user_id)


class LineEvent(models.Model):
    """An event of LINE's webhook that was dealt with, so that a repeated one is passed over."""

    event_id = models.CharField(max_length=40, primary_key=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["received_at"], name="notifications_line_event_at")]

    def __str__(self) -> str:
        return self.event_id


class AddressMark(models.Model):
    """An address to which nothing is sent: messages came back, or the person complained of them."""

    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    address = models.CharField(_("address"), max_length=254)
    reason = models.CharField(_("reason"), max_length=20)
    marked_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("address that takes no messages")
        verbose_name_plural = _("addresses that take no messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "address"], name="notifications_address_mark_once")
        ]
        indexes: ClassVar = [models.Index(fields=["-marked_at"], name="notifications_address_mark_at")]

    def __str__(self) -> str:
        return self.get_channel_display()

    @property
    def domain(self) -> str:
        """What may be shown of it."""
        return self.address.rpartition("@")[2]
