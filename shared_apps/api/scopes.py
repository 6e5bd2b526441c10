"""What a token may be allowed to do. Apps declare their scopes in `AppConfig.ready`.

    scopes.register(Scope(code="complaints.view", label=_("See cases"), right=("complaints", "view")))
    scopes.register(Scope(code="cases.read", label=_("See my cases")))               # a citizen's

An officer's scope stands on a right: it grants nothing that its owner may not do at the moment of use.
"""

from dataclasses import dataclass
from typing import Any

from shared_apps.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One thing that a token may do; without `right` it is for citizens."""

    code: str
    label: Any
    right: tuple[str, str] | None = None
    order: int = 100


_scopes: dict[str, Scope] = {}


def register(*scopes: Scope) -> None:
    """Declare scopes, or replace those of their codes."""
    _scopes.update({scope.code: scope for scope in scopes})


def all_scopes() -> list[Scope]:
    """Every scope in its order."""
    return sorted(_scopes.values(), key=lambda scope: (scope.order, scope.code))


def open_to(user: User) -> list[Scope]:
    """What `user` may give to a token now."""
    return [scope for scope in all_scopes() if holds(user, scope.code)]


def holds(user: User, code: str) -> bool:
    """Whether `user` may do now what the scope allows."""
    scope = _scopes.get(code)
    if scope is None or not user.is_active or user.is_platform_staff:
        return False
    if scope.right is None:
        return not user.is_officer
    return user.may(*scope.right)


def label_of(code: str) -> Any:
    """What a scope is called."""
    scope = _scopes.get(code)
    return scope.label if scope else code
