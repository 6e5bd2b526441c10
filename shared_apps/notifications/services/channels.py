"""Settings of an LGO's channels. Secrets are encrypted by tenant and never shown again."""

import json
import secrets as randomness
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import models, transaction

from shared_apps.accounts import secrets
from shared_apps.accounts.models import User
from shared_apps.audit.services import record_change
from shared_apps.notifications.gateways import line
from shared_apps.notifications.models import (
    Channel,
    EmailSender,
    LineChannel,
    Retention,
    SmsAccount,
)
from shared_apps.notifications.selectors import settings_key
from shared_apps.notifications.services import breaker
from shared_apps.notifications.services.mail_domain import with_domain
from shared_apps.notifications.services.sending import wake

_HIDDEN = "••••••"


@transaction.atomic
def change_email_sender(*, values: Mapping[str, Any], actor: User, at: datetime) -> None:
    """Say whose name e-mails carry and where answers go. Another own address has to be verified anew."""
    sender = EmailSender.objects.select_for_update().first() or EmailSender()
    _store(sender, with_domain(sender, values), "notifications.email_changed", actor, at)


@transaction.atomic
def change_sms_account(
    *,
    values: Mapping[str, Any],
    headers: dict[str, str] | None,
    fields: dict[str, Any] | None,
    actor: User,
    at: datetime,
) -> None:
    """Choose the gateway and describe it. `headers` and `fields` of None stay as they are."""
    account = SmsAccount.objects.select_for_update().first() or SmsAccount()
    hidden = {"headers": headers, "fields": fields}
    encrypted = {name: _encrypted(value) for name, value in hidden.items() if value is not None}
    _store(account, {**values, **encrypted}, "notifications.sms_changed", actor, at, secret=tuple(hidden))
    breaker.reset("sms:own", at)
    wake(channel=Channel.SMS, at=at)


def _encrypted(value: dict[str, Any]) -> str:
    return secrets.encrypt(json.dumps(value, ensure_ascii=False)) if value else ""


@transaction.atomic
def change_line_channel(
    *, is_on: bool, channel_id: str, secret: str, token: str, actor: User, at: datetime
) -> LineChannel:
    """Connect the LGO's LINE account. An empty `secret` or `token` stays as it is."""
    channel = LineChannel.objects.select_for_update().first() or LineChannel()
    given = {name: secrets.encrypt(value) for name, value in (("secret", secret), ("token", token)) if value}
    values: dict[str, Any] = {"is_on": is_on, "channel_id": channel_id, **given}
    if not channel.webhook_key:
        values["webhook_key"] = randomness.token_urlsafe(32)
    _store(channel, values, "notifications.line_changed", actor, at, secret=("secret", "token", "webhook_key"))
    breaker.reset("line", at)
    wake(channel=Channel.LINE, at=at)
    return channel


def check_line(*, at: datetime) -> line.Account:
    """Ask LINE whose account the token is, and how much of its quota is used; keep what it says.

    Raises:
        DeliveryFailed: LINE refuses the token, or does not answer.
    """
    channel = LineChannel.objects.first() or LineChannel()
    account = line.account(token=secrets.decrypt(channel.token) if channel.token else "")
    _keep(account, at)
    return account


@transaction.atomic
def _keep(account: line.Account, at: datetime) -> None:
    LineChannel.objects.filter(pk=1).update(
        bot_user_id=account.user_id,
        basic_id=account.basic_id,
        display_name=account.display_name,
        quota=account.quota,
        quota_used=account.used,
        checked_at=at,
    )
    _forget(LineChannel)


@transaction.atomic
def change_retention(*, days: int, actor: User, at: datetime) -> None:
    """Say how long messages are kept."""
    kept = Retention.objects.select_for_update().first() or Retention()
    _store(kept, {"days": days}, "notifications.retention_changed", actor, at)


def _store(
    row: Any, values: Mapping[str, Any], action: str, actor: User, at: datetime, secret: tuple[str, ...] = ()
) -> None:
    before = {name: _told(row, name, secret) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    after = {name: _told(row, name, secret) for name in values}
    changed = [name for name in secret if name in values]
    if changed:
        # What a secret was is nobody's business; that it was changed is.
        after |= {name: f"{_HIDDEN} ({at.isoformat(timespec='seconds')})" for name in changed}
    record_change(action, actor=actor, target=row, before=before, after=after, at=at)
    _forget(type(row))


def _forget(model: type[models.Model]) -> None:
    """At once, and again after the commit, before which somebody may have read the old row."""
    cache.delete(settings_key(model))
    transaction.on_commit(lambda: cache.delete(settings_key(model)))


def _told(row: Any, name: str, secret: tuple[str, ...]) -> Any:
    value = getattr(row, name)
    return (_HIDDEN if value else "") if name in secret else value
