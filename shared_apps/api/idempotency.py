"""`@decorate_view(idempotent)`: with the header Idempotency-Key a request sent twice has one effect and one answer."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.secrets import decrypt
from shared_apps.api import services
from shared_apps.api.callers import caller_of
from shared_apps.api.models import IdempotentRequest
from shared_apps.api.problems import problem
from shared_apps.ui.errors import message_of

LONGEST_KEY = 255
BAD_KEY = _("Send an Idempotency-Key of 1 to 255 printable characters, such as a UUID.")
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")
View = Callable[..., HttpResponse]


def idempotent(run: View) -> View:
    """Run once for each key; failures are not kept, since they had no effect."""

    @wraps(run)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("idempotency-key")
        if key is None:
            return run(request, *args, **kwargs)
        if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
            return problem(request, 400, detail=str(BAD_KEY), code="bad_idempotency_key")
        try:
            return _once(request, key, lambda: run(request, *args, **kwargs))
        except DomainError as error:
            return problem(request, 422, detail=message_of(error), code=error.code)

    return wrapped


@transaction.atomic
def _once(request: HttpRequest, key: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    caller = caller_of(request)
    claimed, is_answered = services.begin_request(
        caller=str(caller.token.pk) if caller else "guest",
        route=f"{request.method} {request.path}"[:200],
        key=key,
        request_digest=_digest(request),
        at=clock.now(),
    )
    if is_answered:
        return _again(claimed)
    response = run()
    if response.status_code >= 400:
        transaction.set_rollback(True)
        return response
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    services.finish_request(request=claimed, status=response.status_code, headers=headers, answer=response.content)
    return response


def _again(claimed: IdempotentRequest) -> HttpResponse:
    response = HttpResponse(decrypt(claimed.answer), status=claimed.status, headers=claimed.headers)
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    """What was sent; a form's boundary is another in each sending, so its fields and files are read."""
    digest = hashlib.sha256(request.headers.get("if-match", "").encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    digest.update(json.dumps(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(name.encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()
