"""Encryption of small secrets in the database, bound to the tenant: a row copied to another LGO is unreadable."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tenants.scope import current_key


def encrypt(text: str) -> str:
    """The text encrypted under this tenant's key."""
    return _cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text.

    Raises:
        cryptography.fernet.InvalidToken: another tenant's, or changed.
    """
    return _cipher().decrypt(token.encode()).decode()


def _cipher() -> MultiFernet:
    """The newest key encrypts; older ones still decrypt while SECRET_KEY is being changed."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    info = f"thongthin.accounts.secrets:{current_key()}".encode()
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
    return base64.urlsafe_b64encode(raw)
