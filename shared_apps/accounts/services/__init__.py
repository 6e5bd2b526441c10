"""People and how they sign in."""

from shared_apps.accounts.services.invitations import (
    accept_invitation,
    find_invitation,
    invite_officer,
    register_arrival,
    resend_invitation,
    revoke_invitation,
)
from shared_apps.accounts.services.locks import lock_people
from shared_apps.accounts.services.officers import (
    activate_second_factor,
    create_officer,
    create_staff,
    deactivate_officer,
    end_sessions,
    reactivate_officer,
    reset_second_factor,
    set_administrator,
)
from shared_apps.accounts.services.policy import set_second_factor_for_all
from shared_apps.accounts.services.sign_in import (
    CODE_LIFETIME,
    MAY_NOT_NAME_ONESELF,
    citizen_of,
    may_name_oneself,
    name_oneself,
    record_security_change,
    record_sign_in,
    send_notice,
    set_name,
    set_password,
)

__all__ = [
    "CODE_LIFETIME",
    "MAY_NOT_NAME_ONESELF",
    "accept_invitation",
    "activate_second_factor",
    "citizen_of",
    "create_officer",
    "create_staff",
    "deactivate_officer",
    "end_sessions",
    "find_invitation",
    "invite_officer",
    "lock_people",
    "may_name_oneself",
    "name_oneself",
    "reactivate_officer",
    "record_security_change",
    "record_sign_in",
    "register_arrival",
    "resend_invitation",
    "reset_second_factor",
    "revoke_invitation",
    "send_notice",
    "set_administrator",
    "set_name",
    "set_password",
    "set_second_factor_for_all",
]
