"""Error reports to Sentry, with their tenant and without people."""

from typing import Any

import sentry_sdk
from django.conf import settings
from sentry_sdk.types import Event, Hint

from kit.masking import masked


def start_error_reports() -> None:
    """Start Sentry when SENTRY_DSN is set."""
    if settings.SENTRY_DSN:
        sentry_sdk.init(
            dsn=settings.SENTRY_DSN,
            environment=str(settings.ENVIRONMENT),
            before_send=scrub,
            send_default_pii=False,
            max_request_body_size="never",
            include_local_variables=False,
        )


def scrub(event: Event, _hint: Hint) -> Event:
    """Tag the tenant, drop cookies and query strings, mask identifiers in every text."""
    from tenants.scope import schema_or_none

    event.setdefault("tags", {})["tenant"] = schema_or_none() or "none"
    request: Any = event.get("request")
    if request:
        for key in ("cookies", "data", "query_string", "headers", "env"):
            request.pop(key, None)
    clean: Event = masked(event)
    return clean
