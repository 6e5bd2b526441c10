"""How a guest's PIN is kept; the codes themselves come from `kit.tracking`.

The PIN is kept as an HMAC under a key of this tenant that lies outside the database, so that neither a copy of the
database nor another LGO's digest helps to guess one.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from tenants.scope import current_key


def pin_digest(*, tracking_code: str, pin: str) -> str:
    """The digest to keep for `pin`, bound to this tenant and this case."""
    return _digest(tracking_code, pin, settings.SECRET_KEY)


def pin_matches(*, tracking_code: str, pin: str, digest: str) -> bool:
    """Whether `pin` is the one kept, in a time that does not tell; older secret keys count too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    matches = [constant_time_compare(_digest(tracking_code, pin, key), digest) for key in keys]
    return any(matches)


def _digest(tracking_code: str, pin: str, key: str) -> str:
    salt = f"casework.pin:{current_key()}"
    return salted_hmac(salt, f"{tracking_code}:{pin}", secret=key, algorithm="sha256").hexdigest()
