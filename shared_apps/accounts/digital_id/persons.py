"""From a provider's claims to what we keep of a person: a hash, a name, a level. The number itself is not kept."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kit.errors import DomainError
from kit.identifiers import parse_national_id
from kit.thai import normalise_text
from shared_apps.accounts.digital_id.configuration import NATIONAL_NUMBER_CLAIMS, Configuration
from shared_apps.accounts.digital_id.tokens import authenticated_at
from shared_apps.accounts.digital_id.troubles import DigitalIdError, Trouble
from shared_apps.accounts.levels import parse_level
from tenants.scope import require_tenant

_NAME_LENGTH = 150


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who came back from a provider. `uid` is worthless at another LGO and says nothing about the number."""

    provider: str
    uid: str
    name: str
    title: str
    ial: str
    aal: str
    auth_time: int | None


def person_of(provider: Configuration, claims: dict[str, Any]) -> Person:
    """The person that these claims name.

    Raises:
        DigitalIdError: they name none.
    """
    return Person(
        provider=provider.provider,
        uid=_uid(provider, claims),
        name=_name(claims),
        title=_text(claims.get("title"))[:30],
        ial=str(parse_level(claims.get("ial")) or parse_level(provider.ial) or ""),
        aal=str(parse_level(claims.get("aal")) or parse_level(provider.aal) or ""),
        auth_time=authenticated_at(claims),
    )


def subject_hash(kind: str, value: str) -> str:
    """What stands for a person in this LGO: keyed, so that it can be neither guessed nor matched with another LGO's.

    Raises:
        NoScope: outside a tenant.
    """
    info = f"thongthin.digital_id.subject:{require_tenant().pk}".encode()
    master = settings.DIGITAL_ID_SUBJECT_KEY.encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(master)
    return f"{kind}-{hmac.new(key, f'{kind}:{value}'.encode(), sha256).hexdigest()}"


def _uid(provider: Configuration, claims: dict[str, Any]) -> str:
    value = claims.get(provider.subject_claim)
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise DigitalIdError(Trouble.INCOMPLETE, f"no {provider.subject_claim}")
    if provider.subject_claim not in NATIONAL_NUMBER_CLAIMS:
        return subject_hash(provider.provider, str(value))
    try:
        return subject_hash("pid", parse_national_id(str(value)))
    except DomainError:
        raise DigitalIdError(Trouble.INCOMPLETE, f"{provider.subject_claim} is no number of a person") from None


def _name(claims: dict[str, Any]) -> str:
    parts = [_text(claims.get(part)) for part in ("given_name", "family_name")]
    return (" ".join(filter(None, parts)) or _text(claims.get("name")))[:_NAME_LENGTH]


def _text(value: Any) -> str:
    return normalise_text(value).replace("\x00", "") if isinstance(value, str) else ""
