"""Handing a message over to its provider."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from shared_apps.accounts import secrets
from shared_apps.notifications import selectors
from shared_apps.notifications.gateways import DeliveryFailed, Taken, email, line
from shared_apps.notifications.gateways.sms import HttpSmsGateway, SmsGateway, platform_gateway
from shared_apps.notifications.models import Channel, Failure, Message, SmsAccount, SmsChoice
from tenants.scope import current_tenant


def hand_over(message: Message) -> Taken:
    """Send `message` now.

    Raises:
        DeliveryFailed: it was not taken.
    """
    if message.channel == Channel.SMS:
        return _send_sms(message)
    if message.channel == Channel.LINE:
        return _push(message)
    return email.send(message, sender=selectors.email_sender(), name=sender_name())


def provider_of(message: Message) -> str:
    """Who carries it, as the breaker knows them."""
    return f"sms:{selectors.sms_account().choice}" if message.channel == Channel.SMS else message.channel


def sender_name() -> str:
    """Who writes: the LGO, or the operator."""
    tenant = current_tenant()
    if tenant is not None:
        return tenant.name
    with override(settings.LANGUAGE_CODE):
        return gettext("Digital Local Government")


def sms_gateway(account: SmsAccount) -> SmsGateway | None:
    """The gateway that an LGO uses, or None."""
    if account.choice == SmsChoice.PLATFORM:
        return platform_gateway()
    if account.choice == SmsChoice.OFF or not account.url:
        return None
    return HttpSmsGateway(
        url=account.url,
        body=account.body,
        headers=secret_object(account.headers),
        fields=secret_object(account.fields),
        sender=account.sender,
        success_field=account.success_field,
        success_value=account.success_value,
        reference_field=account.reference_field,
        credit_field=account.credit_field,
    )


def secret_object(encrypted: str) -> dict[str, Any]:
    """An encrypted JSON object; empty when there is none."""
    found = json.loads(secrets.decrypt(encrypted)) if encrypted else {}
    return found if isinstance(found, dict) else {}


def _send_sms(message: Message) -> Taken:
    account = selectors.sms_account()
    gateway = sms_gateway(account)
    if gateway is None:
        raise DeliveryFailed(Failure.NOT_SET_UP)
    if account.monthly_limit is not None and selectors.sms_parts_this_month() + message.parts > account.monthly_limit:
        raise DeliveryFailed(Failure.QUOTA, "monthly_limit")
    return gateway.send(to=message.to, text=message.body, reference=str(message.pk))


def _push(message: Message) -> Taken:
    channel = selectors.line_channel()
    if not channel.is_ready:
        raise DeliveryFailed(Failure.NOT_SET_UP)
    return line.push(token=secrets.decrypt(channel.token), to=message.to, text=message.body, retry_key=message.pk)
