"""Requests that may be sent twice (Idempotency-Key, draft-ietf-httpapi-idempotency-key-header)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid
from shared_apps.accounts.secrets import encrypt
from shared_apps.api.models import IdempotentRequest
from shared_apps.api.selectors import answered

KEPT_FOR = timedelta(hours=24)
OTHER_REQUEST = _("This Idempotency-Key was used for another request. Use a new key.")


def begin_request(
    *, caller: str, route: str, key: str, request_digest: str, at: datetime
) -> tuple[IdempotentRequest, bool]:
    """Claim a key inside the transaction of the request's effect; True when it was answered before.

    A second request of the same key waits here until the first has committed or failed.

    Raises:
        Invalid: the key belongs to another request.
    """
    IdempotentRequest.objects.filter(caller=caller, route=route, key=key, at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return (
                IdempotentRequest.objects.create(
                    caller=caller, route=route, key=key, request_digest=request_digest, at=at
                ),
                False,
            )
    except IntegrityError:
        found = answered(caller=caller, route=route, key=key)
    if found is None or found.request_digest != request_digest:
        raise Invalid(OTHER_REQUEST, code="idempotency_key_reused")
    return found, True


def finish_request(*, request: IdempotentRequest, status: int, headers: dict[str, str], answer: bytes) -> None:
    """Keep the answer."""
    IdempotentRequest.objects.filter(pk=request.pk).update(
        status=status, headers=headers, answer=encrypt(answer.decode())
    )


def forget_requests(*, at: datetime) -> int:
    """Forget what is older than a day; returns how many."""
    return IdempotentRequest.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
