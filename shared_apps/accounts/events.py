"""What people are told about their accounts: always, since it guards them."""

from django.utils.translation import gettext_lazy as _

from shared_apps.notifications.events import Event, Group

GROUP = Group(code="accounts", label=_("Signing in and security"), order=90)
EVENTS = (
    Event(
        code="accounts/sign_in_code",
        label=_("Sign-in code"),
        placeholders=("code", "minutes"),
        statutory=True,
        urgent=True,
        channels=("email", "sms"),
    ),
    Event(
        code="accounts/step_up_code",
        label=_("Code before a sensitive act"),
        placeholders=("code", "minutes"),
        statutory=True,
        urgent=True,
        channels=("email", "sms"),
    ),
    Event(
        code="accounts/contact_code",
        label=_("Code for a new e-mail or phone"),
        placeholders=("code", "minutes"),
        statutory=True,
        urgent=True,
        channels=("email", "sms"),
    ),
    Event(
        code="accounts/closed",
        label=_("Somebody asked for a code for a closed account"),
        statutory=True,
        urgent=True,
        channels=("email", "sms"),
    ),
    *(
        Event(code=f"accounts/{code}", label=label, statutory=True, urgent=True)
        for code, label in (
            ("digital_id_linked", _("A Digital ID was linked")),
            ("digital_id_unlinked", _("A Digital ID was taken off")),
        )
    ),
    Event(
        code="accounts/password_code",
        label=_("Code for a new password"),
        audience="officer",
        placeholders=("code", "minutes"),
        statutory=True,
        urgent=True,
        channels=("email",),
    ),
    Event(
        code="accounts/invitation",
        label=_("Invitation of an officer"),
        audience="officer",
        placeholders=("url", "days", "inviter"),
        statutory=True,
        urgent=True,
        channels=("email",),
    ),
    *(
        Event(code=f"accounts/{code}", label=label, audience="officer", statutory=True, urgent=True)
        for code, label in (
            ("password_changed", _("The password was changed")),
            ("second_factor_on", _("The second step was switched on")),
            ("second_factor_off", _("The second step was switched off")),
            ("passkey_added", _("A passkey was added")),
            ("passkey_removed", _("A passkey was removed")),
            ("recovery_codes_made", _("New recovery codes were made")),
            ("use_officer_sign_in", _("An officer asked for a citizens' code")),
        )
    ),
)
