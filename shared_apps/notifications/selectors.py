"""Reading of messages."""

from django.db.models import Q, QuerySet

from shared_apps.notifications.models import Message


def messages(search: str = "") -> QuerySet[Message]:
    """The messages of this scope, newest first, that hold every word of `search`."""
    found = Message.objects.order_by("-created_at", "-pk")
    for word in search.split()[:10]:
        found = found.filter(
            Q(to__icontains=word) | Q(subject__icontains=word) | Q(body__icontains=word) | Q(event__icontains=word)
        )
    return found
