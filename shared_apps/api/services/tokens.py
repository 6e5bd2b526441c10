"""Making, using and revoking tokens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid, OverLimit, Refused
from shared_apps.accounts.models import User
from shared_apps.api import scopes as known
from shared_apps.api.models import Token, TokenKind
from shared_apps.api.secrets import digest_of, new_token, shown_as
from shared_apps.audit import services as audit

LONGEST = timedelta(days=366)
MOST = 20
"""Valid tokens of one owner."""
_USE_IS_NOTED_AFTER = timedelta(minutes=5)
NO_SCOPE = _("Choose at least one thing that the token may do.")
NOT_YOURS = _("You cannot give a token more than you may do yourself.")
TOO_LONG = _("A token is valid for at most one year.")
TOO_MANY = _("You have %(most)s tokens that are valid. Revoke one that you no longer need.")


@dataclass(frozen=True)
class IssuedToken:
    """A new token and its text, which is shown once and kept nowhere."""

    token: Token
    text: str


@transaction.atomic
def issue_token(
    *,
    owner: User,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    at: datetime,
    kind: str = TokenKind.PERSONAL,
) -> IssuedToken:
    """Make a token that acts as `owner` within `scopes`.

    Raises:
        Invalid: no scope, or a time that is past or more than a year away.
        Refused: the owner may not do what a scope allows, or may not make tokens for applications.
        OverLimit: the owner has too many.
    """
    _check(owner, kind, scopes, expires_at, at)
    # The owner's row is locked so that two presses at once do not both find room.
    User.objects.select_for_update().get(pk=owner.pk)
    if Token.objects.filter(owner=owner, revoked_at=None, expires_at__gt=at).count() >= MOST:
        raise OverLimit(TOO_MANY, code="too_many_tokens", params={"most": MOST})
    text = new_token()
    token = Token.objects.create(
        owner=owner,
        kind=kind,
        name=name,
        scopes=sorted(set(scopes)),
        shown_as=shown_as(text),
        digest=digest_of(text),
        created_at=at,
        expires_at=expires_at,
    )
    data: dict[str, object] = {"kind": str(kind), "scopes": token.scopes, "until": f"{expires_at:%Y-%m-%d}"}
    audit.record("api.token_issued", actor=owner, target=token, data=data, at=at)
    return IssuedToken(token, text)


def _check(owner: User, kind: str, scopes: Collection[str], expires_at: datetime, at: datetime) -> None:
    if not scopes:
        raise Invalid(NO_SCOPE, field="scopes")
    if not all(known.holds(owner, scope) for scope in scopes):
        raise Refused(NOT_YOURS, field="scopes", code="no_right")
    if kind == TokenKind.APPLICATION and not owner.may("api", "settings"):
        raise Refused(NOT_YOURS, field="kind", code="no_right")
    if not at < expires_at <= at + LONGEST:
        raise Invalid(TOO_LONG, field="expires_at")


@transaction.atomic
def revoke_token(*, token: Token, actor: Any, at: datetime) -> bool:
    """End a token at once; returns whether it was still open."""
    is_ended = bool(Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at))
    if is_ended:
        audit.record("api.token_revoked", actor=actor, target=token, at=at)
    return is_ended


def record_use(*, token: Token, at: datetime) -> None:
    """Keep when a token was last used, to five minutes: not every request writes."""
    if token.last_used_at is None or at - token.last_used_at > _USE_IS_NOTED_AFTER:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
