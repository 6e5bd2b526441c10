"""Handing a message over to the mail server or the SMS gateway."""

import smtplib
from email.utils import formataddr, parseaddr

from anymail.exceptions import AnymailError, AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext, override

from shared_apps.notifications.gateways import DeliveryFailed, sms_gateway
from shared_apps.notifications.models import Channel, Message
from tenants.scope import current_tenant

_PERMANENT = 500


def hand_over(message: Message) -> None:
    """Send `message` now.

    Raises:
        DeliveryFailed: it was not taken.
    """
    if message.channel == Channel.SMS:
        _send_sms(message)
    else:
        _send_email(message)


def sender_name() -> str:
    """Who writes: the LGO, or the operator."""
    tenant = current_tenant()
    if tenant is not None:
        return tenant.name
    with override(settings.LANGUAGE_CODE):
        return gettext("Digital Local Government")


def _send_sms(message: Message) -> None:
    gateway = sms_gateway()
    if gateway is None:
        raise DeliveryFailed("no SMS gateway is configured", is_final=True)
    gateway.send(to=message.to, text=message.body, reference=str(message.pk))


def _send_email(message: Message) -> None:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    email = EmailMessage(
        subject=_one_line(message.subject),
        body=message.body,
        from_email=formataddr((_one_line(sender_name()), address)),
        to=[message.to],
        headers={
            "Message-ID": f"<{message.pk}@{address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        email.send()
    except (smtplib.SMTPException, AnymailError, OSError, ValueError) as error:
        raise DeliveryFailed(type(error).__name__, is_final=_is_final(error)) from None


def _is_final(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= _PERMANENT and not isinstance(error, smtplib.SMTPAuthenticationError)
    return isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress | ValueError)


def _one_line(text: str) -> str:
    """Header injection ends here; Django would refuse the message otherwise."""
    return " ".join(text.split())
