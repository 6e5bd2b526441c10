"""E-mail: by SMTP, or by a mail service through anymail."""

import smtplib
from email.utils import formataddr, parseaddr

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailInvalidAddress, AnymailRecipientsRefused
from anymail.message import AnymailMessage
from django.conf import settings

from shared_apps.notifications.gateways import DeliveryFailed, Taken, failure_of_status
from shared_apps.notifications.models import EmailSender, Failure, Message
from tenants.scope import current_key

_PERMANENT = 500


def send(message: Message, *, sender: EmailSender, name: str) -> Taken:
    """Hand over one e-mail from `name`, at the LGO's own address when its domain is verified.

    Raises:
        DeliveryFailed: it was not taken.
    """
    platform = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    address = sender.own_address if sender.domain_verified_at and sender.own_address else platform
    email = AnymailMessage(
        subject=_one_line(message.subject),
        body=message.body,
        from_email=formataddr((_one_line(sender.from_name or name), address)),
        to=[message.to],
        reply_to=[sender.reply_to] if sender.reply_to else None,
        headers={
            "Message-ID": f"<{message.pk}@{address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
        metadata={"tenant": current_key(), "message": str(message.pk)},
    )
    try:
        email.send()
    except (smtplib.SMTPException, AnymailError, OSError, ValueError) as error:
        raise _failure_of(error) from None
    return Taken(reference=str(email.anymail_status.message_id or "")[:120])


def _failure_of(error: Exception) -> DeliveryFailed:
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _recipient_refused(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return DeliveryFailed(_of_smtp(error), f"{name} {error.smtp_code}")
    if isinstance(error, AnymailAPIError):
        status = getattr(error, "status_code", None)
        return DeliveryFailed(failure_of_status(status) if status else Failure.UNREACHABLE, f"HTTP {status or '–'}")
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress | ValueError):
        return DeliveryFailed(Failure.ADDRESS, name)
    return DeliveryFailed(Failure.UNREACHABLE, name)


def _recipient_refused(error: smtplib.SMTPRecipientsRefused) -> DeliveryFailed:
    codes = [code for code, _text in error.recipients.values()]
    detail = f"SMTPRecipientsRefused {codes[0]}"
    if all(code >= _PERMANENT for code in codes):
        return DeliveryFailed(Failure.ADDRESS, detail)
    # A full or greylisted mailbox says nothing about the mail server.
    return DeliveryFailed(Failure.TOO_MANY, detail, is_of_provider=False)


def _of_smtp(error: smtplib.SMTPResponseException) -> Failure:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Failure.CREDENTIALS
    if error.smtp_code < _PERMANENT:
        return Failure.BROKEN
    return Failure.SENDER if isinstance(error, smtplib.SMTPSenderRefused) else Failure.REFUSED


def _one_line(text: str) -> str:
    """Header injection ends here; Django would refuse the message otherwise."""
    return " ".join(text.split())
