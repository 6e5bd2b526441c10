"""Which providers there are, and how each of them wants to be asked."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

NATIONAL_NUMBER_CLAIMS = frozenset({"pid", "citizen_id"})
"""Claims that hold the 13 digits: the same person at every provider."""

_LABELS = {"thaid": "ThaID", "dga": _("Thang Rath (DGA Digital ID)")}


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """A provider's entry of `settings.DIGITAL_ID_PROVIDERS`; see docs/operations/settings.md."""

    provider: str
    client_id: str
    secret: str
    discovery_url: str
    scopes: list[str]
    subject_claim: str
    post_logout_url: str
    pkce: bool
    token_auth_method: str
    algorithms: list[str]
    fetch_userinfo: bool
    auth_time: bool
    prompt: str
    ial: str
    aal: str
    secret_md5_rounds: int
    secret_md5_suffix: str
    logout_parameter: str
    simulated: bool

    @property
    def label(self) -> Any:
        """What people call it."""
        return label_of(self.provider)

    @property
    def sent_secret(self) -> str:
        """The client's secret in the form the provider expects: DGA's is hashed with a suffix, several times."""
        secret = self.secret
        for _round in range(self.secret_md5_rounds):
            text = f"{secret}{self.secret_md5_suffix}".encode()
            secret = hashlib.md5(text, usedforsecurity=False).hexdigest()
        return secret


def label_of(provider: str) -> Any:
    """What people call a provider, whether it is on or not."""
    return _LABELS.get(provider, provider)


def providers() -> list[Configuration]:
    """The providers that are on, in the order in which they are offered."""
    return [Configuration(provider=name, **values) for name, values in settings.DIGITAL_ID_PROVIDERS.items()]


def provider_of(name: str) -> Configuration | None:
    """The provider of that name, when it is on."""
    values = settings.DIGITAL_ID_PROVIDERS.get(name)
    return Configuration(provider=name, **values) if values else None
