"""Every write of webhooks."""

from tenant_apps.integrations.services.delivering import deliver, emit, forget_deliveries, redeliver, send_test
from tenant_apps.integrations.services.webhooks import (
    NewSecret,
    change_webhook,
    create_webhook,
    delete_webhook,
    rotate_secret,
    switch_webhook,
)

__all__ = [
    "NewSecret",
    "change_webhook",
    "create_webhook",
    "delete_webhook",
    "deliver",
    "emit",
    "forget_deliveries",
    "redeliver",
    "rotate_secret",
    "send_test",
    "switch_webhook",
]
