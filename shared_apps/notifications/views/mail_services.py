"""What the operator's mail service tells of messages: bounces and complaints, read and verified by anymail."""

from typing import Any

import structlog
from anymail import urls as anymail_urls
from anymail.exceptions import AnymailConfigurationError, AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

log = structlog.get_logger(__name__)

_VIEWS = {pattern.name: pattern.callback.view_class for pattern in anymail_urls.urlpatterns}
_UNREADABLE = (AnymailError, LookupError, ValueError, TypeError, AttributeError)


class _Strict:
    """Never open to everyone, and what cannot be read is the sender's fault."""

    def run_validators(self: Any, request: HttpRequest) -> None:
        """Verify who sends.

        Raises:
            AnymailWebhookValidationFailure: the signature or the password is wrong, or neither is set up.
        """
        if not self.basic_auth and self.warn_if_no_basic_auth:
            log.error("mail_webhook_without_secret", service=self.esp_name)
            raise AnymailWebhookValidationFailure("no WEBHOOK_SECRET")
        super().run_validators(request)  # type: ignore[misc]  # of anymail's view, beside which this stands

    def parse_events(self: Any, request: HttpRequest) -> list[Any]:
        """Read the events.

        Raises:
            AnymailWebhookValidationFailure: they cannot be read.
        """
        try:
            return list(super().parse_events(request))  # type: ignore[misc]  # as above
        except _UNREADABLE as error:
            log.warning("mail_webhook_unreadable", service=self.esp_name, error=type(error).__name__)
            raise AnymailWebhookValidationFailure("unreadable") from error


def _tracking_view() -> type[AnymailBaseWebhookView] | None:
    """The view of the mail service that the settings name; none when mail leaves by SMTP."""
    _anymail, _dot, rest = settings.EMAIL_BACKEND.partition("anymail.backends.")
    service = rest.partition(".")[0]
    found = _VIEWS.get(f"{service}_tracking_webhook") or _VIEWS.get(f"{service}_webhook")
    return type(found.__name__, (_Strict, found), {}) if found else None


@csrf_exempt
@login_not_required
def mail_webhook(request: HttpRequest) -> HttpResponseBase:
    """Events of the mail service, signed by it or with the password of `ANYMAIL["WEBHOOK_SECRET"]`.

    Whoever else calls learns nothing, nor that mail leaves by SMTP.
    """
    view = _tracking_view()
    try:
        return view.as_view()(request) if view else HttpResponse(status=403)
    except AnymailConfigurationError as error:
        log.exception("mail_webhook_misconfigured", error=str(error))
        return HttpResponse(status=403)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=403)
