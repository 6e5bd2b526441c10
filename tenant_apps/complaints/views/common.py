"""What the pages of citizens share."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import get_user
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import clock
from kit.errors import DomainError, OverLimit
from shared_apps.accounts import throttle
from shared_apps.accounts.throttle import Limit
from shared_apps.ui.errors import message_of
from shared_apps.ui.templatetags.thai import is_thai
from tenant_apps.complaints.access import DRAFT_COOKIE, DRAFT_KEY
from tenant_apps.complaints.selectors import citizen_options

View = Callable[..., HttpResponseBase]

TOO_MANY = gettext_lazy("Too many in one hour. Please wait a while, or call the office.")
FILED = Limit("complaint_filed", seconds=3600, by_ip=120, by_identifier=20)
"""Cases filed: many phones share one address of a mobile network, so the limit by address is wide."""
PHOTOS_SENT = Limit("complaint_photo", seconds=3600, by_ip=600, by_identifier=60)


def actor_of(request: HttpRequest) -> Any:
    """Who acts, or None for a guest: the row itself, since `request.user` is a stand-in that relations refuse."""
    user = get_user(request)
    return user if user.is_authenticated else None


def holds_draft(view: View) -> View:
    """Let a cookie remember which draft the browser holds, so that it outlives the session."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        key = request.session.get(DRAFT_KEY, "")
        known = request.get_signed_cookie(DRAFT_COOKIE, default="", salt=DRAFT_KEY)
        if key and key != known:
            age = 24 * 3600 * citizen_options().keeps_drafts_days
            response.set_signed_cookie(
                DRAFT_COOKIE,
                key,
                salt=DRAFT_KEY,
                max_age=age,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    return wrapped


def who(request: HttpRequest) -> dict[str, str]:
    """By what a visitor is counted against limits."""
    return {"ip": get_adapter().get_client_ip(request), "identifier": request.session.session_key or ""}


def add_domain_error(form: Form, error: DomainError) -> None:
    """Show a failure of the domain at its field, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, message_of(error))


def saved_at(moment: datetime) -> str:
    """That what was typed is kept, and since when."""
    form = "%H.%M" if is_thai() else "%H:%M"
    return _("Saved at %(time)s") % {"time": clock.bangkok(moment).strftime(form)}


def count_against(request: HttpRequest, limit: throttle.Limit) -> None:
    """Count one more of what is limited.

    Raises:
        OverLimit: there were too many.
    """
    if throttle.is_exhausted(limit, **who(request)):
        raise OverLimit(TOO_MANY, code="too_many")
    throttle.count(limit, **who(request))
