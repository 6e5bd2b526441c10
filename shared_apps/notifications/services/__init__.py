"""Telling people: what other apps call, and what the pages of this one do."""

from shared_apps.notifications.services.routing import Recipient, can_send_sms, is_configured, recipient_of
from shared_apps.notifications.services.sending import PATIENCE, deliver, queue, sweep, wake
from shared_apps.notifications.services.telling import notify

__all__ = [
    "PATIENCE",
    "Recipient",
    "can_send_sms",
    "deliver",
    "is_configured",
    "notify",
    "queue",
    "recipient_of",
    "sweep",
    "wake",
]
