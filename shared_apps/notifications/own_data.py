"""The messages that a citizen was sent, to take away."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.accounts.models import User
from shared_apps.accounts.own_data import Sheet
from shared_apps.notifications import selectors
from shared_apps.notifications.models import Channel


def _messages(user: User) -> Iterator[tuple[Any, ...]]:
    for one in selectors.messages_to(user.pk):
        text = "" if one.is_secret else one.body
        yield one.created_at, str(Channel(one.channel).label), one.to, one.subject, text


MESSAGES = Sheet(
    code="messages",
    label=gettext_lazy("Messages to me"),
    headers=lambda: (_("Date and time"), _("Channel"), _("To"), _("Subject"), _("Text")),
    rows_of=_messages,
)
