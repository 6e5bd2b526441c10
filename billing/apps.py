"""The app of billing: it knows no HTTP, and its tables live in `public` only."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "billing"
    label = "billing"

    def ready(self) -> None:
        """Declare what people are told."""
        from billing import events, notices

        events.declare()
        notices.declare()
