"""Pages of signing in and of one's own account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kit.errors import DomainError
from shared_apps.accounts import forms, services
from shared_apps.accounts.adapters import home_of
from shared_apps.accounts.digital_id.configuration import providers
from shared_apps.accounts.models import User
from shared_apps.accounts.sign_in_code import SignInCode
from shared_apps.notifications.services import can_send_sms
from shared_apps.ui.fields import validation_error

_form_page = require_http_methods(["GET", "HEAD", "POST"])


# --- citizens: a code -----------------------------------------------------------------------------------------------


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Citizens' sign-in at an LGO, staff's at the operator's."""
    return citizen_sign_in(request) if request.tenant else password_sign_in(request)


@never_cache
@_form_page
def citizen_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an e-mail address or phone number and send a code there."""
    if request.user.is_authenticated:
        return redirect(_next(request) or home_of(request.user))
    form = forms.SignInForm(request.POST or None)
    if form.is_valid() and _start(request, form):
        return redirect(_with_next(request, "account_confirm_login_code"))
    context = {
        "form": form,
        "with_sms": can_send_sms(),
        "next_url": _next(request),
        "digital_ids": providers(),
        "open_outside": _outside_line(request),
    }
    return render(request, "accounts/sign_in.html", context)


def _outside_line(request: HttpRequest) -> str:
    """This page's address for the phone's own browser, when it was opened inside LINE, which forgets who signed in."""
    if "Line/" not in request.headers.get("user-agent", ""):
        return ""
    query = request.GET.copy()
    query["openExternalBrowser"] = "1"
    return f"{request.path}?{query.urlencode()}"


def _start(request: HttpRequest, form: forms.SignInForm) -> bool:
    channel, address = form.cleaned_data["address"]
    try:
        SignInCode.start(request, **{channel: address})
    except DomainError as error:
        form.add_error("address", validation_error(error))
        return False
    return True


@login_not_required
@never_cache
@_form_page
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take the code and sign the person in."""
    if request.user.is_authenticated:
        return redirect(_next(request) or home_of(request.user))
    code = SignInCode.resume(request)
    if code is None:
        messages.info(request, _("The code is no longer valid. Ask for a new one."))
        return redirect(_with_next(request, "account_login"))
    if request.POST.get("action") == "resend":
        return _resend(request, code)
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        return _check(request, code, form)
    return _code_page(request, code, form)


def _code_page(request: HttpRequest, code: SignInCode, form: forms.CodeForm) -> HttpResponse:
    context = {
        "form": form,
        "email": code.state.get("email"),
        "phone": code.state.get("phone"),
        "minutes": services.CODE_LIFETIME.seconds // 60,
        "can_resend": code.can_resend,
        "next_url": _next(request),
    }
    return render(request, "accounts/confirm_code.html", context)


def _resend(request: HttpRequest, code: SignInCode) -> HttpResponse:
    try:
        if code.can_resend:
            code.resend()
            messages.success(request, _("We have sent a new code. The earlier one no longer works."))
    except DomainError as error:
        messages.error(request, validation_error(error).messages[0])
    return redirect(_with_next(request, "account_confirm_login_code"))


def _check(request: HttpRequest, code: SignInCode, form: forms.CodeForm) -> HttpResponse:
    if code.is_right(form.cleaned_data["code"]):
        return code.finish(_next(request))
    if code.record_invalid_attempt():
        form.add_error("code", forms.WRONG_CODE)
        return _code_page(request, code, form)
    messages.error(request, _("That was wrong too many times. Ask for a new code."))
    return redirect(_with_next(request, "account_login"))


@never_cache
@_form_page
def name(request: HttpRequest) -> HttpResponse:
    """Ask what to call a person."""
    user = _signed_in(request)
    if not services.may_name_oneself(user):
        messages.info(request, services.MAY_NOT_NAME_ONESELF)
        return redirect("account_overview")
    form = forms.NameForm(request.POST or None, initial={"display_name": user.display_name})
    if form.is_valid():
        services.name_oneself(user=user, display_name=form.cleaned_data["display_name"], at=timezone.now())
        return redirect(_next(request) or "account_overview")
    return render(request, "accounts/name.html", {"form": form, "next_url": _next(request)})


# --- officers and staff: a password ---------------------------------------------------------------------------------


class PasswordSignInView(LoginView):
    """E-mail and password, then the second factor of those who have one."""

    template_name = "accounts/password_sign_in.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Who comes back to this page starts anew."""
        clear_login(request)


password_sign_in = PasswordSignInView.as_view()


@method_decorator(login_not_required, name="dispatch")
class OfficerSignInView(PasswordSignInView):
    """Officers' sign-in at an LGO; the operator's host has none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send staff to their own page."""
        if request.tenant is None:
            return redirect("account_login")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@_form_page
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited officer choose a name and password, and sign them in."""
    if not ratelimit.consume(request, action="reset_password_from_key"):
        too_fast: HttpResponse = ratelimit.respond_429(request)
        return too_fast
    invitation = services.find_invitation(token=token, at=timezone.now())
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    user = User(email=invitation.email)
    form = forms.AcceptInvitationForm(
        request.POST or None, user=user, initial={"display_name": invitation.display_name}
    )
    if form.is_valid():
        return _join(request, token, form)
    return render(request, "accounts/accept_invitation.html", {"form": form, "invitation": invitation})


def _join(request: HttpRequest, token: str, form: forms.AcceptInvitationForm) -> HttpResponse:
    user = services.accept_invitation(
        token=token,
        display_name=form.cleaned_data["display_name"],
        password=form.cleaned_data["password1"],
        at=timezone.now(),
    )
    return begin_session(request, user)


def begin_session(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in who has just chosen a password by a link; a second factor that is missing is set up next."""
    get_adapter().logout(request)
    record_authentication(request, user, method="password", email=user.email)
    response: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    return response


def _signed_in(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware lets nobody else through
    return user


def _next(request: HttpRequest) -> str | None:
    """Where to go on, when it is on this site."""
    url: str | None = get_next_redirect_url(request)
    return url


def _with_next(request: HttpRequest, name: str) -> str:
    url = _next(request)
    return redirect_to_login(url, reverse(name)).url if url else reverse(name)
