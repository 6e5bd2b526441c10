"""Addresses of passkeys."""

from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path

from shared_apps.accounts.passkeys import views
from shared_apps.accounts.permissions import password_holder_required

_mine = password_holder_required

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/passkeys/", _mine(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("accounts/passkeys/add/", _mine(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "accounts/passkeys/confirm/",
        _mine(views.ConfirmByPasskeyView.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/passkeys/<int:pk>/remove/", _mine(views.RemovePasskeyView.as_view()), name="mfa_remove_webauthn"),
    path("accounts/passkeys/<int:pk>/rename/", _mine(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "accounts/passkeys/sign-in/",
        login_not_required(views.SignInWithPasskeyView.as_view()),
        name="mfa_login_webauthn",
    ),
]
