"""Pages of passkeys: allauth's, with our words and our rules."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shared_apps.accounts import step_up
from shared_apps.accounts.passkeys.forms import NOT_ACCEPTED
from shared_apps.accounts.views.step_up import after_proof


class SignInWithPasskeyView(webauthn.LoginWebAuthnView):
    """In place of e-mail and password; officers at an LGO, staff at the operator's."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The browser asks for a challenge; a person is led to the page with the button."""
        response: HttpResponse = super().get(request, *args, **kwargs)
        return redirect(_sign_in_page(request)) if response.status_code == 302 else response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the page with the other ways."""
        messages.error(self.request, NOT_ACCEPTED)
        return redirect(_sign_in_page(self.request))


class RemovePasskeyView(webauthn.RemoveWebAuthnView):
    """Forget a passkey, unless it is the only second factor of someone who must have one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it if that is allowed."""
        passkey = self.get_object()
        if not get_adapter().can_delete_authenticator(passkey):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        response: HttpResponse = super().form_valid(form)
        return response


class ConfirmByPasskeyView(webauthn.ReauthenticateWebAuthnView):
    """A passkey once more, before a sensitive act; then on to what was held back."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Ask again."""
        messages.error(self.request, NOT_ACCEPTED)
        return redirect(self.request.get_full_path())

    def form_valid(self, form: Any) -> HttpResponse:
        """Note the proof and go on."""
        flows.reauthenticate(self.request, form.cleaned_data["credential"])
        return after_proof(self.request, step_up.next_of(self.request))


def _sign_in_page(request: HttpRequest) -> str:
    return "officer_sign_in" if request.tenant else "account_login"
