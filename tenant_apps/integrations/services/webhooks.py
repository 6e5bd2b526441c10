"""Making and changing webhooks."""

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid, OverLimit
from shared_apps.accounts.secrets import encrypt
from shared_apps.audit import services as audit
from tenant_apps.integrations import events as known
from tenant_apps.integrations.models import Webhook
from tenant_apps.integrations.outbound import check_url
from tenant_apps.integrations.selectors import webhooks

MOST = 20
OVERLAP = timedelta(hours=24)
"""How long the secret before still signs too."""
NO_EVENT = _("Choose at least one event.")
TOO_MANY = _("There are %(most)s webhooks already. Delete one that is no longer needed.")


@dataclass(frozen=True)
class NewSecret:
    """A webhook and its secret, which is shown once."""

    webhook: Webhook
    secret: str


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _check(url: str, events: Collection[str]) -> None:
    if not events or not set(events) <= {event.code for event in known.all_events()}:
        raise Invalid(NO_EVENT, field="events")
    check_url(url)


def create_webhook(*, name: str, url: str, events: Collection[str], actor: Any, at: datetime) -> NewSecret:
    """Have `url` told of `events`.

    Raises:
        Invalid: the address may not be called, or no event was chosen.
        OverLimit: there are too many.
    """
    _check(url, events)
    if webhooks().count() >= MOST:
        raise OverLimit(TOO_MANY, code="too_many_webhooks", params={"most": MOST})
    secret = _new_secret()
    with transaction.atomic():
        made = Webhook.objects.create(
            name=name, url=url, events=sorted(set(events)), secret=encrypt(secret), created_by=actor, created_at=at
        )
        after = {"name": name, "url": url, "events": made.events}
        audit.record_change("integrations.webhook_created", actor=actor, target=made, before={}, after=after, at=at)
    return NewSecret(made, secret)


def change_webhook(*, webhook: Webhook, name: str, url: str, events: Collection[str], actor: Any, at: datetime) -> None:
    """Change name, address or events.

    Raises:
        Invalid: the address may not be called, or no event was chosen.
    """
    _check(url, events)
    before = {"name": webhook.name, "url": webhook.url, "events": webhook.events}
    after: dict[str, Any] = {"name": name, "url": url, "events": sorted(set(events))}
    with transaction.atomic():
        Webhook.objects.filter(pk=webhook.pk).update(**after)
        audit.record_change(
            "integrations.webhook_changed", actor=actor, target=webhook, before=before, after=after, at=at
        )


@transaction.atomic
def rotate_secret(*, webhook: Webhook, actor: Any, at: datetime) -> NewSecret:
    """Give a new secret. For a day messages are signed with the one before as well, so that none is refused."""
    locked, secret = Webhook.objects.select_for_update().get(pk=webhook.pk), _new_secret()
    Webhook.objects.filter(pk=locked.pk).update(
        secret=encrypt(secret), old_secret=locked.secret, old_secret_until=at + OVERLAP
    )
    audit.record("integrations.secret_rotated", actor=actor, target=webhook, at=at)
    return NewSecret(locked, secret)


@transaction.atomic
def switch_webhook(*, webhook: Webhook, is_active: bool, actor: Any, at: datetime) -> None:
    """Pause it, or use it again."""
    locked = Webhook.objects.select_for_update().get(pk=webhook.pk)
    values = {"is_active": is_active, **({"failing_since": None, "stopped_at": None} if is_active else {})}
    Webhook.objects.filter(pk=webhook.pk).update(**values)
    audit.record_change(
        "integrations.webhook_switched",
        actor=actor,
        target=webhook,
        before={"is_active": locked.is_active},
        after={"is_active": is_active},
        at=at,
    )


@transaction.atomic
def delete_webhook(*, webhook: Webhook, actor: Any, at: datetime) -> None:
    """Tell it nothing more; its log goes with time."""
    Webhook.objects.filter(pk=webhook.pk).update(deleted_at=at, is_active=False, secret="", old_secret="")
    audit.record("integrations.webhook_deleted", actor=actor, target=webhook, at=at)
