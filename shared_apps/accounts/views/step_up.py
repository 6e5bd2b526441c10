"""Pages that ask who one is once more, before a sensitive act."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kit.errors import DomainError
from shared_apps.accounts import forms, step_up
from shared_apps.accounts.models import User
from shared_apps.ui.errors import message_of


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_identity(request: HttpRequest) -> HttpResponse:
    """Ask for a password, a code or whatever else this person has."""
    user, url = _signed_in(request), step_up.next_of(request)
    methods = step_up.methods_of(user)
    chosen = request.POST.get("method") or request.GET.get("method")
    method = next((one for one in methods if one.code == chosen), next(iter(methods), None))
    if method is None:
        return render(request, "accounts/step_up_impossible.html", status=403)
    if method.url_name:
        return redirect(f"{reverse(method.url_name)}?{urlencode({'next': url})}")
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        too_fast: HttpResponse = ratelimit.respond_429(request)
        return too_fast
    form, proved = _asked(request, user, method.code)
    if proved:
        step_up.prove(request, user, method.code)
        return after_proof(request, url)
    context = {"form": form, "method": method, "methods": methods, "next_url": url, "user": user}
    return render(request, "accounts/step_up.html", context, status=422 if form and form.errors else 200)


def _asked(request: HttpRequest, user: User, method: str) -> tuple[Any, bool]:
    """The form of a method, and whether what was sent in it proves the person. No form: a code is still to be sent."""
    if method == "message":
        return _by_message(request, user)
    data = request.POST if request.POST.get("method") == method else None
    form: Any = (
        forms.SecondFactorAgainForm(data, user=user) if method == "app" else forms.ReauthenticateForm(data, user=user)
    )
    return form, data is not None and form.is_valid()


def _by_message(request: HttpRequest, user: User) -> tuple[Any, bool]:
    code = step_up.StepUpCode.resume(request)
    if request.POST.get("action") == "send":
        try:
            step_up.StepUpCode.begin(request, user)
        except DomainError as error:
            messages.error(request, str(message_of(error)))
            return forms.CodeForm() if code else None, False
        return forms.CodeForm(), False
    if code is None:
        return None, False
    form = forms.CodeForm(request.POST or None)
    if not form.is_valid():
        return form, False
    if code.is_right(form.cleaned_data["code"]):
        code.abort()
        return form, True
    if code.record_invalid_attempt():
        form.add_error("code", forms.WRONG_CODE)
        return form, False
    messages.error(request, _("That was wrong too many times. Ask for a new code."))
    return None, False


def after_proof(request: HttpRequest, url: str) -> HttpResponse:
    """On to what waited for the proof."""
    held = step_up.held(request, url)
    if held is None:
        return redirect(url)
    if held.fields or held.is_download:
        return redirect(f"{reverse('account_step_up_done')}?{urlencode({'next': url})}")
    step_up.forget(request)
    messages.info(request, _("Thank you. Now send it once more: what you chose could not be kept."))
    return redirect(held.page)


@never_cache
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """Send on what was held back, by one press of a button."""
    held = step_up.held(request, step_up.next_of(request))
    if held is None or not step_up.is_recent(request):
        raise Http404
    step_up.forget(request)
    return render(request, "accounts/step_up_done.html", {"held": held})


def _signed_in(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware lets nobody else through
    return user
