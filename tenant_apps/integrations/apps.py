"""The app of connections with other systems."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.integrations"
    label = "integrations"

    def ready(self) -> None:
        """Take a place among the settings, and say what the makers of webhooks are told of."""
        from shared_apps.exports import registry as exports
        from shared_apps.notifications import events
        from tenant_apps.integrations.exports import DELIVERIES, WEBHOOKS
        from tenant_apps.site import extensions
        from tenant_apps.site.extensions import SettingsGroup, SettingsPage

        events.register_group(events.Group(code="integrations", label=_("Connections with other systems"), order=90))
        events.register(
            events.Event(
                code="integrations/webhook_stopped",
                label=_("A webhook was switched off because it kept failing"),
                audience="officer",
                placeholders=(events.Placeholder(name="webhook", label=_("name of the webhook"), sample="ERP"),),
            )
        )
        exports.register(DELIVERIES)
        exports.register(WEBHOOKS)
        extensions.register_settings(
            SettingsPage(
                name="webhooks",
                label=_("Webhooks"),
                description=_("Tell other systems at once when a case is filed or moves."),
                icon="link-45deg",
                url_name="webhooks",
                order=60,
                right=("api", "settings"),
                group=SettingsGroup.MESSAGES,
                words="webhook api integration เชื่อมต่อ",
                actions=(
                    "integrations.webhook_created",
                    "integrations.webhook_changed",
                    "integrations.webhook_switched",
                ),
            )
        )
        extensions.register_settings(
            SettingsPage(
                name="tokens",
                label=_("Tokens for other programs"),
                description=_("Let programs and other systems file, read and work on cases."),
                icon="key",
                url_name="api_tokens",
                order=50,
                right=("api", "settings"),
                group=SettingsGroup.MESSAGES,
                words="token api โทเคน เชื่อมต่อ",
            )
        )
