"""Where anymail's verified events of mail services come in."""

from typing import Any

from shared_apps.notifications import services


def take(sender: Any, event: Any, esp_name: str, **_options: Any) -> None:
    """Hand an event over; anymail calls it with what the mail service signed."""
    services.take_tracking(event)
