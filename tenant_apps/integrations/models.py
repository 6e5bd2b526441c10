"""Who is told of what, and each telling."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WebhookState(models.TextChoices):
    """How a webhook fares, as it is shown and filtered."""

    IN_USE = "in_use", pgettext_lazy("webhook", "In use")
    FAILING = "failing", pgettext_lazy("webhook", "Failing")
    PAUSED = "paused", pgettext_lazy("webhook", "Paused")
    STOPPED = "stopped", pgettext_lazy("webhook", "Switched off: it kept failing")

    @property
    def tone(self) -> str:
        """The ground on which it is shown."""
        return {"in_use": "success", "failing": "warning", "paused": "neutral", "stopped": "danger"}[self.value]


class Webhook(models.Model):
    """A system that is told of events by POST (Standard Webhooks).

    `secret` and, for a day after a change, `old_secret` are kept encrypted under the tenant's key. `failing_since` is
    the first failure after the last success.
    """

    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=500)
    events: "models.JSONField[list[str], list[str]]" = models.JSONField(_("events"), default=list)
    secret = models.TextField(editable=False)
    old_secret = models.TextField(blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        indexes: ClassVar = [models.Index(fields=["is_active", "-created_at"], name="integrations_webhook_active")]

    def __str__(self) -> str:
        return self.name

    @property
    def state_shown(self) -> "WebhookState":
        """How it fares."""
        if self.stopped_at:
            return WebhookState.STOPPED
        if not self.is_active:
            return WebhookState.PAUSED
        return WebhookState.FAILING if self.failing_since else WebhookState.IN_USE

    def has_old_secret(self, at: datetime) -> bool:
        """Whether messages still bear the signature of the secret before."""
        return bool(self.old_secret) and self.old_secret_until is not None and at < self.old_secret_until


class Delivery(models.Model):
    """One message to one webhook. Its id is the message's, the same in every attempt."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
        DELIVERED = "delivered", pgettext_lazy("delivery", "Delivered")
        FAILED = "failed", pgettext_lazy("delivery", "Failed")

        @property
        def tone(self) -> str:
            """The ground on which it is shown."""
            return {"waiting": "info", "delivered": "success", "failed": "danger"}[self.value]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    event = models.CharField(_("event"), max_length=60)
    subject = models.CharField(_("about"), max_length=60, blank=True)
    payload: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    at = models.DateTimeField(_("time"), default=timezone.now)
    tried_at = models.DateTimeField(_("last attempt"), null=True)
    next_at = models.DateTimeField(_("next attempt"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    snippet = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("webhook", "delivery")
        verbose_name_plural = _("deliveries")
        indexes: ClassVar = [
            models.Index(fields=["webhook", "-at"], name="integrations_delivery_hook"),
            models.Index(fields=["webhook", "state", "-at"], name="integrations_delivery_state"),
            models.Index(fields=["at"], name="integrations_delivery_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"

    @property
    def state_shown(self) -> "Delivery.State":
        """The state with its label and tone."""
        return Delivery.State(self.state)
