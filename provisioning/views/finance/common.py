"""What the LGO's pages of money share."""

from collections.abc import Callable
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from kit.errors import DomainError
from provisioning.finance.registrations import SERVICE
from shared_apps.accounts.permissions import View, require_right, right_required
from shared_apps.accounts.rights import Action
from shared_apps.ui.errors import message_of

_TABS = (
    ("finance", _("Overview")),
    ("finance_documents", _("Documents")),
    ("finance_usage", _("Usage")),
    ("finance_history", _("History of bills")),
    ("finance_tax", _("Tax data")),
)


def finance_page(view: View) -> View:
    """For officers who may see the money of their office; nothing of it is kept by a browser."""
    guarded: View = never_cache(right_required(SERVICE, Action.VIEW)(view))
    return guarded


def finance_act(view: View) -> View:
    """For officers who may buy and pay."""
    return right_required(SERVICE, Action.EDIT)(view)


def may_act(request: HttpRequest) -> bool:
    """Whether the officer may buy and pay."""
    user: Any = request.user
    return bool(user.may(SERVICE, Action.EDIT))


def may_export(request: HttpRequest) -> bool:
    """Whether the officer may take lists away."""
    user: Any = request.user
    return bool(user.may(SERVICE, Action.EXPORT))


def require_act(request: HttpRequest) -> None:
    """Refuse who may only look.

    Raises:
        Refused: the officer may not.
    """
    require_right(request.user, SERVICE, Action.EDIT)


def show(
    request: HttpRequest, name: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """A page of money with its tabs."""
    tabs = [{"url": reverse(url), "label": label, "active": url == here} for url, label in _TABS]
    shown = {"tabs": tabs, "may_act": may_act(request), **context}
    return render(request, f"provisioning/finance/{name}.html", shown, status=status)


def qr_src(content: str) -> str:
    """A QR code as the source of a picture; nothing for nothing."""
    return str(segno.make(content, error="m", micro=False).svg_data_uri(scale=4, border=4)) if content else ""


def attempt(form: Any, act: Callable[[], Any]) -> Any:
    """Do it; a refusal becomes an error of the form, and None is given."""
    try:
        return act()
    except DomainError as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, message_of(error))
        return None
