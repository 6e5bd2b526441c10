"""Webhooks and the log of deliveries to take away; secrets never."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kit.errors import NotFound
from shared_apps.exports.registry import ListExport, Query
from tenant_apps.integrations import selectors
from tenant_apps.integrations.events import label_of
from tenant_apps.integrations.filters import DeliveryFilter, WebhookFilter
from tenant_apps.integrations.models import Delivery, Webhook

NO_SUCH_WEBHOOK = gettext_lazy("There is no such webhook.")


def _headers() -> Sequence[object]:
    return (_("Message"), _("Time"), _("Event"), _("About"), _("State"), _("Answer"), _("Attempts"))


def _rows_of(_user: Any, query: Query) -> "QuerySet[Delivery]":
    number = query.get("webhook", "")
    webhook = selectors.webhook_by_id(int(number)) if number.isascii() and number.isdecimal() else None
    if webhook is None:
        raise NotFound(NO_SUCH_WEBHOOK)
    found: QuerySet[Delivery] = DeliveryFilter(query, queryset=selectors.deliveries_of(webhook)).qs
    return found


def _row(delivery: Delivery) -> tuple[Any, ...]:
    return (
        str(delivery.pk),
        delivery.at,
        str(label_of(delivery.event)),
        delivery.subject,
        str(delivery.state_shown.label),
        delivery.status,
        delivery.attempts,
    )


def _webhook_headers() -> Sequence[object]:
    return (_("Name"), pgettext("webhook", "Address"), _("Told of"), _("State"), _("Made"), _("By whom"))


def _webhooks_of(_user: Any, query: Query) -> "QuerySet[Webhook]":
    found: QuerySet[Webhook] = WebhookFilter(query, queryset=selectors.webhooks()).qs
    return found


def _webhook_row(webhook: Webhook) -> tuple[Any, ...]:
    told = ", ".join(str(label_of(code)) for code in webhook.events)
    return (
        webhook.name,
        webhook.url,
        told,
        str(webhook.state_shown.label),
        webhook.created_at,
        str(webhook.created_by),
    )


WEBHOOKS = ListExport(
    code="webhooks",
    label=gettext_lazy("Webhooks"),
    headers=_webhook_headers,
    rows_of=_webhooks_of,
    row=_webhook_row,
    may_export=lambda user: user.may("api", "settings"),
)
DELIVERIES = ListExport(
    code="deliveries",
    label=gettext_lazy("Deliveries to another system"),
    headers=_headers,
    rows_of=_rows_of,
    row=_row,
    may_export=lambda user: user.may("api", "settings"),
)
