"""Tables of messages: in each tenant's schema, and in `public` for the operator's own."""

from shared_apps.notifications.models.channels import (
    EmailSender,
    LineChannel,
    ProviderState,
    Retention,
    SmsAccount,
    SmsBody,
    SmsChoice,
)
from shared_apps.notifications.models.messages import Channel, Failure, Message, MessageState
from shared_apps.notifications.models.people import AddressMark, Delivery, LineCode, LineEvent, LineLink, Preference
from shared_apps.notifications.models.wordings import Wording

__all__ = [
    "AddressMark",
    "Channel",
    "Delivery",
    "EmailSender",
    "Failure",
    "LineChannel",
    "LineCode",
    "LineEvent",
    "LineLink",
    "Message",
    "MessageState",
    "Preference",
    "ProviderState",
    "Retention",
    "SmsAccount",
    "SmsBody",
    "SmsChoice",
    "Wording",
]
