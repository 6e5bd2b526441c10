"""Who may open a page. Others see that it does not exist; who is not signed in is asked to.

An officer who lacks a right is told so, and whom to ask.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from shared_apps.accounts import step_up
from shared_apps.accounts.models import User, UserKind

View = Callable[..., HttpResponseBase]

NO_RIGHT = _("You do not have the right to do this. Ask an administrator of your office for it.")


def officer_required(view: View) -> View:
    """For the LGO's officers."""
    return _guarded(view, lambda user: user.is_officer, "officer_sign_in")


def right_required(service: str, action: str) -> Callable[[View], View]:
    """For officers who may do `action` in `service` (see `shared_apps.accounts.rights`).

    Raises:
        Refused: an officer may not.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require_right(request.user, service, action)
            return view(request, *args, **kwargs)

        return officer_required(checked)

    return decorate


def require_right(user: Any, service: str, action: str) -> None:
    """Raise Refused when an officer may not do `action` in `service`."""
    if not user.may(service, action):
        raise Refused(NO_RIGHT, code="no_right")


def recently_authenticated(*, minutes: int = step_up.MINUTES, is_download: bool = False) -> Callable[[View], View]:
    """For sensitive acts of whoever may do them: a proof of who one is must not be older than `minutes`.

    Goes inside the decorators that say who may open the page. What was sent is kept and can be sent on afterwards;
    `is_download` for a view that answers with a file.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                response: HttpResponse = redirect_to_login(request.get_full_path())
                return response
            if not step_up.is_recent(request, minutes):
                return step_up.ask(request, is_download=is_download)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def administrator_required(view: View) -> View:
    """For those officers who may manage people and settings."""
    return _guarded(view, lambda user: user.is_officer and user.is_administrator, "officer_sign_in")


def staff_required(view: View) -> View:
    """For the operator's staff, on the operator's host."""
    return _guarded(view, lambda user: user.is_platform_staff, "account_login")


def citizen_required(view: View) -> View:
    """For citizens: an officer has no cases of their own."""
    return _guarded(view, lambda user: user.kind == UserKind.CITIZEN, "account_login")


def password_holder_required(view: View) -> View:
    """For officers and staff: citizens have no password to change, and need no second factor."""
    return _guarded(view, lambda user: user.has_usable_password(), "account_login")


def _guarded(view: View, may_open: Callable[[User], bool], sign_in: str) -> View:
    sign_in_url = reverse_lazy(sign_in)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            response: HttpResponse = redirect_to_login(request.get_full_path(), str(sign_in_url))
            return response
        if not may_open(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    # LoginRequiredMiddleware reads this; without it officers would be sent to the citizens' page.
    guarded.__dict__["login_url"] = sign_in_url
    return guarded
