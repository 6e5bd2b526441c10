"""The accounts of the package: how many there are, and which of them nobody uses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models

from shared_apps.accounts.models import User
from shared_apps.accounts.selectors import accounts_in_use
from tenant_apps.registry.selectors.people import people
from tenants.models import base_url
from tenants.scope import require_tenant

_IDLE = timedelta(days=90)
_SHOWN = 10


@dataclass(frozen=True)
class Room:
    """Accounts of the package. `allowed` is None without a limit; `left` is below zero when the package has shrunk."""

    allowed: int | None
    used: int

    @property
    def left(self) -> int | None:
        """How many more people can be invited."""
        return None if self.allowed is None else self.allowed - self.used

    @property
    def is_full(self) -> bool:
        """Whether nobody more can be invited."""
        return self.left is not None and self.left <= 0

    @property
    def percent(self) -> int:
        """The share in use, for a bar; at most 100."""
        return min(100, round(100 * self.used / self.allowed)) if self.allowed else 0


@dataclass(frozen=True)
class OperatorContact:
    """Where to ask for more; what is not set is empty."""

    email: str
    phone: str
    url: str


def room(at: datetime) -> Room:
    """How many accounts the package has and how many are in use, open invitations included."""
    return Room(require_tenant().accounts, accounts_in_use(at))


def never_signed_in() -> "models.QuerySet[User]":
    """Officers with an open account who have never used it, the oldest account first."""
    return people().filter(is_active=True, last_login=None).order_by("date_joined", "pk")[:_SHOWN]


def without_second_factor() -> "models.QuerySet[User]":
    """Officers with an open account who have neither an app nor a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    having = Authenticator.objects.filter(type__in=kinds).values("user")
    return people().filter(is_active=True).exclude(pk__in=having)


def longest_unused(at: datetime) -> "models.QuerySet[User]":
    """Officers with an open account who have not signed in for 90 days, the longest first."""
    return people().filter(is_active=True, last_login__lt=at - _IDLE).order_by("last_login", "pk")[:_SHOWN]


def operator_contact() -> OperatorContact:
    """The operator of the platform."""
    return OperatorContact(settings.OPERATOR_EMAIL, settings.OPERATOR_PHONE, base_url(settings.BASE_DOMAIN))
