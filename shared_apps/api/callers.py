"""Who calls: the owner of a token, within its scopes."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from kit import clock
from kit.errors import Refused
from shared_apps.accounts.models import User
from shared_apps.api import scopes, services
from shared_apps.api.models import Token
from shared_apps.api.selectors import token_of

NEEDS_TOKEN = _("Send a token in the header Authorization: Bearer …")
NO_SCOPE = _("This token may not do that: it needs the scope %(scope)s, and its owner the right to it.")


@dataclass(frozen=True)
class Caller:
    """A token and its owner."""

    token: Token

    @property
    def user(self) -> User:
        """As whom the token acts."""
        owner: User = self.token.owner
        return owner

    def may(self, scope: str) -> bool:
        """Whether the token has the scope and its owner may still do that."""
        return scope in self.token.scopes and scopes.holds(self.user, scope)

    def require(self, *any_of: str) -> None:
        """Raise Refused when the token may do none of these."""
        if not any(self.may(scope) for scope in any_of):
            raise Refused(NO_SCOPE, code="missing_scope", params={"scope": any_of[0]})


def caller_with(text: str) -> Caller | None:
    """The owner of the token of this text, if it is good; that it was used is kept."""
    token, at = token_of(text), clock.now()
    if token is None or not token.is_valid(at) or not token.owner.is_active:
        return None
    services.record_use(token=token, at=at)
    return Caller(token)


def caller_of(request: HttpRequest) -> Caller | None:
    """Who calls, or None for a guest. The middleware has checked the token."""
    return getattr(request, "api_caller", None)


class TokenAuth(HttpBearer):
    """`Authorization: Bearer thongthin_…` with one of the scopes; cookies open nothing here."""

    def __init__(self, *any_of: str) -> None:
        super().__init__()
        self.any_of = any_of

    def __call__(self, request: HttpRequest) -> Any:
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller.

        Raises:
            Refused: the token lacks the scopes, or its owner the right.
        """
        caller = caller_of(request)
        if caller is not None:
            caller.require(*self.any_of)
        return caller


class TokenOrGuest(TokenAuth):
    """As TokenAuth, and open to guests too: they show a case's PIN or file without an account."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The caller, or True for a guest."""
        return super().authenticate(request, token) or True
