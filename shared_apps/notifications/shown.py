"""How messages are shown: addresses masked."""

from django.utils.translation import gettext

from kit.errors import DomainError
from kit.phones import parse_phone
from shared_apps.notifications import events
from shared_apps.notifications.models import Channel, Message


def masked_address(message: Message) -> str:
    """Enough of an address to recognise one's own."""
    if message.channel == Channel.EMAIL:
        name, _at, domain = message.to.partition("@")
        return f"{name[:1]}•••@{domain}"
    if message.channel == Channel.LINE:
        return f"{gettext('LINE')} …{message.to[-4:]}"
    try:
        return parse_phone(message.to).masked
    except DomainError:
        return f"…{message.to[-4:]}"


def event_label(code: str) -> str:
    """What an event is called; its code when no app declares it any more."""
    return str(events.get(code).label)
