"""The app of people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Citizens and officers of an LGO in its schema; the operator's staff in `public`."""

    name = "shared_apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Say what people are told about their accounts, and take Digital IDs as a proof."""
        from shared_apps.accounts import declared, own_data, privacy, rights, step_up
        from shared_apps.accounts.consents import EXPORT
        from shared_apps.accounts.events import EVENTS, GROUP
        from shared_apps.exports import registry as exports
        from shared_apps.notifications import events
        from tenants import openings

        events.register_group(GROUP)
        events.register(*EVENTS)
        step_up.register_method(declared.DIGITAL_ID)
        privacy.register_purpose(declared.NEWS)
        rights.register_service(declared.PRIVACY)
        own_data.register(own_data.ACCOUNT, own_data.CONSENTS)
        exports.register(EXPORT)
        openings.keep_open(*declared.OPENINGS)
