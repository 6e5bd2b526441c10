"""Telling people: what other apps call, and what the pages of this one do."""

from shared_apps.notifications.services.bounces import mark_bounced, take_tracking, unmark
from shared_apps.notifications.services.channels import (
    change_email_sender,
    change_line_channel,
    change_retention,
    change_sms_account,
    check_line,
)
from shared_apps.notifications.services.choices import choose_channels, choose_delivery
from shared_apps.notifications.services.letters import (
    Tested,
    prune,
    record_seen,
    replay,
    replay_all,
    send_test,
)
from shared_apps.notifications.services.mail_domain import check_domain, recheck_domain
from shared_apps.notifications.services.routing import Recipient, can_send_sms, is_configured, reachable, recipient_of
from shared_apps.notifications.services.sending import PATIENCE, deliver, queue, sweep, wake
from shared_apps.notifications.services.telling import notify

__all__ = [
    "PATIENCE",
    "Recipient",
    "Tested",
    "can_send_sms",
    "change_email_sender",
    "change_line_channel",
    "change_retention",
    "change_sms_account",
    "check_domain",
    "check_line",
    "choose_channels",
    "choose_delivery",
    "deliver",
    "is_configured",
    "mark_bounced",
    "notify",
    "prune",
    "queue",
    "reachable",
    "recheck_domain",
    "recipient_of",
    "record_seen",
    "replay",
    "replay_all",
    "send_test",
    "sweep",
    "take_tracking",
    "unmark",
    "wake",
]
