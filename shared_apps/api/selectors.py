"""Reading of tokens and of answered requests."""

from datetime import datetime
from typing import Any

from django.db import models

from shared_apps.api.models import IdempotentRequest, Token
from shared_apps.api.secrets import digest_of, is_token


def token_of(text: str) -> Token | None:
    """The token of this text with its owner, valid or not; nothing of another LGO's."""
    if not is_token(text):
        return None
    return Token.objects.select_related("owner").filter(digest=digest_of(text)).first()


def tokens_of(user: Any) -> "models.QuerySet[Token]":
    """The tokens that `user` made, newest first."""
    return Token.objects.select_related("owner").filter(owner_id=user.pk).order_by("-created_at", "-pk")


def tokens_of_officers() -> "models.QuerySet[Token]":
    """The tokens that officers made, newest first: an administrator sees them all."""
    return Token.objects.select_related("owner").filter(owner__kind="officer").order_by("-created_at", "-pk")


def in_state(rows: "models.QuerySet[Token]", state: str, *, at: datetime) -> "models.QuerySet[Token]":
    """Those of `rows` that are `valid`, `expired` or `revoked`."""
    if state == "revoked":
        return rows.filter(revoked_at__isnull=False)
    if state == "expired":
        return rows.filter(revoked_at=None, expires_at__lte=at)
    return rows.filter(revoked_at=None, expires_at__gt=at) if state == "valid" else rows


def answered(*, caller: str, route: str, key: str) -> IdempotentRequest | None:
    """The request of this key, if it was answered."""
    return IdempotentRequest.objects.filter(caller=caller, route=route, key=key).first()
