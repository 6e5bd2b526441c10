"""Pages of one's own account: how one is reached, where one is signed in."""

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from kit.errors import DomainError
from shared_apps.accounts import forms, privacy, selectors, services
from shared_apps.accounts.contact_code import ContactCode
from shared_apps.accounts.digital_id.configuration import label_of, providers
from shared_apps.accounts.models import User, UserKind
from shared_apps.accounts.permissions import citizen_required, recently_authenticated
from shared_apps.accounts.services import contact
from shared_apps.notifications.models import Channel
from shared_apps.notifications.services import can_send_sms, reachable, recipient_of
from shared_apps.ui.errors import message_of
from shared_apps.ui.fields import validation_error

_form_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    user = _signed_in(request)
    context = {
        "has_second_factor": is_mfa_enabled(user),
        "languages": settings.LANGUAGES,
        "may_name_oneself": services.may_name_oneself(user),
    }
    if request.tenant:
        linked = selectors.digital_ids(user.pk)
        rows = [(name, label_of(name), account) for name, account in linked.items()]
        context |= _privacy_of(user)
        ways = reachable([Channel.LINE, Channel.EMAIL, Channel.SMS], recipient_of(user))
        context |= {"ways": [one.label for one in ways]}
        context |= {"linked": rows, "digital_ids": [one for one in providers() if one.provider not in linked]}
    return render(request, "accounts/overview.html", context)


def _privacy_of(user: User) -> dict[str, object]:
    if user.kind != UserKind.CITIZEN:
        return {}
    given = selectors.consents_in_force(user.pk)
    purposes = [(purpose, given.get(purpose.code)) for purpose in privacy.purposes()]
    return {"purposes": purposes, "notice_read": given.get(privacy.NOTICE)}


@citizen_required
@never_cache
@_form_page
@recently_authenticated()
def contact_address(request: HttpRequest) -> HttpResponse:
    """Ask for a new e-mail address or phone number, and send a code there."""
    form = forms.SignInForm(request.POST or None)
    if form.is_valid():
        channel, address = form.cleaned_data["address"]
        try:
            ContactCode.start(request, **{channel: address})
            return redirect("account_contact_code")
        except DomainError as error:
            form.add_error("address", validation_error(error))
    status = 422 if form.errors else 200
    return render(request, "accounts/contact.html", {"form": form, "with_sms": can_send_sms()}, status=status)


@citizen_required
@never_cache
@_form_page
def contact_code(request: HttpRequest) -> HttpResponse:
    """Take the code that came to the new address."""
    code = ContactCode.resume(request)
    if code is None:
        messages.info(request, _("The code is no longer valid. Ask for a new one."))
        return redirect("account_contact")
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        return _check(request, code, form)
    return _code_page(request, code, form)


def _code_page(request: HttpRequest, code: ContactCode, form: forms.CodeForm) -> HttpResponse:
    context = {"form": form, "address": code.identifier, "minutes": services.CODE_LIFETIME.seconds // 60}
    return render(request, "accounts/contact_code.html", context, status=422 if form.errors else 200)


def _check(request: HttpRequest, code: ContactCode, form: forms.CodeForm) -> HttpResponse:
    if not code.is_right(form.cleaned_data["code"]):
        if code.record_invalid_attempt():
            form.add_error("code", forms.WRONG_CODE)
            return _code_page(request, code, form)
        messages.error(request, _("That was wrong too many times. Ask for a new code."))
        return redirect("account_contact")
    email, phone = code.state.get("email") or "", code.state.get("phone") or ""
    code.abort()
    try:
        contact.set_contact(user=_signed_in(request), email=email, phone=phone, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(message_of(error)))
        return redirect("account_contact")
    messages.success(request, _("Saved. You can now also sign in with it."))
    return redirect("account_overview")


@citizen_required
@never_cache
@require_POST
@recently_authenticated()
def remove_contact(request: HttpRequest, kind: str) -> HttpResponse:
    """Forget one's e-mail address or phone number."""
    if kind not in {"email", "phone"}:
        raise Http404
    contact.remove_contact(user=_signed_in(request), kind=kind, at=timezone.now())
    messages.success(request, _("Removed from your account."))
    return redirect("account_overview")


@never_cache
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the pages and of what one is sent."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        contact.set_language(user=_signed_in(request), language=chosen, at=timezone.now())
    response: HttpResponse = set_language(request)
    return response


@never_cache
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions, this one too."""
    services.end_sessions(user=_signed_in(request))
    get_adapter().logout(request)
    messages.success(request, _("You are signed out on all phones and computers."))
    return redirect("account_login")


def _signed_in(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware lets nobody else through
    return user
