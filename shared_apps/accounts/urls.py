"""Addresses of signing in and of one's account: those of allauth that we use, and our own.

Left out on purpose: sign-up, several e-mail addresses, links that reset a password.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, include, path

from shared_apps.accounts import views
from shared_apps.accounts.permissions import password_holder_required
from shared_apps.accounts.views import own_data

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", views.overview, name="account_overview"),
    path("accounts/login/", views.sign_in, name="account_login"),
    path("accounts/login/code/", views.confirm_code, name="account_confirm_login_code"),
    path("accounts/confirm/", views.confirm_identity, name="account_step_up"),
    path("accounts/confirm/done/", views.go_on, name="account_step_up_done"),
    path("accounts/name/", views.name, name="account_name"),
    path("accounts/language/", views.language, name="account_language"),
    path("accounts/data/", own_data.data, name="account_data"),
    path("accounts/data/take", own_data.take, name="account_data_take"),
    path("accounts/sessions/all/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("accounts/reauthenticate/", password_holder_required(account.reauthenticate), name="account_reauthenticate"),
    path(
        "accounts/password/change/", password_holder_required(account.password_change), name="account_change_password"
    ),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "accounts/password/reset/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("accounts/password/reset/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path(
        "accounts/password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"
    ),
    path("accounts/second-factor/", password_holder_required(mfa.index), name="mfa_index"),
    path("accounts/second-factor/enter/", mfa.authenticate, name="mfa_authenticate"),
    path("accounts/second-factor/again/", password_holder_required(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/second-factor/set-up/", password_holder_required(totp.activate_totp), name="mfa_activate_totp"),
    path("accounts/second-factor/off/", password_holder_required(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "accounts/recovery-codes/",
        password_holder_required(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "accounts/recovery-codes/new/",
        password_holder_required(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/recovery-codes/download/",
        password_holder_required(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("", include("shared_apps.accounts.passkeys.urls")),
    path("accounts/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("officers/sign-in/", views.OfficerSignInView.as_view(), name="officer_sign_in"),
]
