"""What the pages of citizens share."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth import get_user
from django.forms import Form
from django.http import HttpRequest

from kit.errors import DomainError
from shared_apps.accounts.throttle import Limit
from shared_apps.ui.errors import message_of
from tenant_apps.complaints.access import DRAFT_KEY

FILED = Limit("complaint_filed", seconds=3600, by_ip=120, by_identifier=20)
"""Cases filed: many phones share one address of a mobile network, so the limit by address is wide."""
PHOTOS_SENT = Limit("complaint_photo", seconds=3600, by_ip=600, by_identifier=60)


def actor_of(request: HttpRequest) -> Any:
    """Who acts, or None for a guest: the row itself, since `request.user` is a stand-in that relations refuse."""
    user = get_user(request)
    return user if user.is_authenticated else None


def draft_key(request: HttpRequest) -> UUID | None:
    """The id of the draft that this browser's session holds."""
    key = request.session.get(DRAFT_KEY)
    return UUID(key) if key else None


def who(request: HttpRequest) -> dict[str, str]:
    """By what a visitor is counted against limits."""
    return {"ip": get_adapter().get_client_ip(request), "identifier": request.session.session_key or ""}


def add_domain_error(form: Form, error: DomainError) -> None:
    """Show a failure of the domain at its field, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, message_of(error))
