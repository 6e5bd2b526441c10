"""Every write of the programming interface's own tables."""

from shared_apps.api.services.idempotency import begin_request, finish_request, forget_requests
from shared_apps.api.services.tokens import IssuedToken, issue_token, record_use, revoke_token

__all__ = [
    "IssuedToken",
    "begin_request",
    "finish_request",
    "forget_requests",
    "issue_token",
    "record_use",
    "revoke_token",
]
