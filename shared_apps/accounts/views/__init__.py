"""Pages of signing in and of one's own account."""

from shared_apps.accounts.views.account import (
    contact_address,
    contact_code,
    language,
    overview,
    remove_contact,
    sign_out_everywhere,
)
from shared_apps.accounts.views.sign_in import (
    OfficerSignInView,
    accept_invitation,
    citizen_sign_in,
    confirm_code,
    name,
    password_sign_in,
    sign_in,
)
from shared_apps.accounts.views.step_up import confirm_identity, go_on

__all__ = [
    "OfficerSignInView",
    "accept_invitation",
    "citizen_sign_in",
    "confirm_code",
    "confirm_identity",
    "contact_address",
    "contact_code",
    "go_on",
    "language",
    "name",
    "overview",
    "password_sign_in",
    "remove_contact",
    "sign_in",
    "sign_out_everywhere",
]
