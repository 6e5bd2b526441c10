"""The app of people who sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Citizens and officers of an LGO in its schema; the operator's staff in `public`."""

    name = "shared_apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Say what people are told about their accounts: always, since it guards them. Take Digital IDs as a proof."""
        from shared_apps.accounts import privacy, rights, selectors, step_up
        from shared_apps.accounts.consents import EXPORT
        from shared_apps.accounts.rights import Action, Duty
        from shared_apps.exports import registry
        from shared_apps.notifications import events
        from shared_apps.notifications.events import Event, Group

        events.register_group(Group(code="accounts", label=_("Signing in and security"), order=90))
        events.register(
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
        step_up.register_method(
            step_up.Method(
                code="digital_id",
                label=_("Digital ID"),
                offered=selectors.can_confirm_by_digital_id,
                url_name="digital_id_confirm",
            )
        )
        privacy.register_purpose(
            privacy.Purpose(
                code="news",
                label=_("News of this office"),
                description=_("We may send you news and invitations by LINE, e-mail or SMS."),
            )
        )
        rights.register_service(
            rights.Service(
                code="privacy",
                label=_("Consents and privacy"),
                order=95,
                actions=(Action.VIEW, Action.EXPORT),
                duties={Duty.AUDITOR: (Action.VIEW, Action.EXPORT)},
            )
        )
        registry.register(EXPORT)
