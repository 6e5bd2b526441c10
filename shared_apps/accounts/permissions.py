"""Who may open a page. Others see that it does not exist; who is not signed in is asked to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy

from shared_apps.accounts.models import User

View = Callable[..., HttpResponseBase]


def officer_required(view: View) -> View:
    """For the LGO's officers."""
    return _guarded(view, lambda user: user.is_officer, "officer_sign_in")


def administrator_required(view: View) -> View:
    """For those officers who may manage people and settings."""
    return _guarded(view, lambda user: user.is_officer and user.is_administrator, "officer_sign_in")


def staff_required(view: View) -> View:
    """For the operator's staff, on the operator's host."""
    return _guarded(view, lambda user: user.is_platform_staff, "account_login")


def citizen_required(view: View) -> View:
    """For citizens: an officer has no cases of their own."""
    return _guarded(view, lambda user: not user.is_officer and not user.is_platform_staff, "account_login")


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
