"""What a guest holds to follow a case: a tracking code and a PIN.

The PIN is kept as an HMAC under a key of this tenant that lies outside the database, so that neither a copy of the
database nor another LGO's digest helps to guess one.
"""

import re
import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from kit.thai import to_ascii_digits
from tenants.scope import current_key

# No letter or digit that is taken for another: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
_ALPHABET = "3479ACDEFGHJKMNPQRTWXY"
TRACKING_CODE_LENGTH = 10
PIN_LENGTH = 6
_SEPARATORS = re.compile(r"[\s\-–—.]+")


def new_tracking_code() -> str:
    """A random code of ten characters (22¹⁰ ≈ 2.7·10¹³)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(TRACKING_CODE_LENGTH))


def new_pin() -> str:
    """A random PIN of six digits."""
    return f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}d}"


def format_tracking_code(code: str) -> str:
    """The code as people read it: `AC3D-EFG-H47`."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def clean_reference(typed: str) -> str:
    """A number or tracking code as typed, without spaces and dashes, in upper case and ASCII digits.

    Raises:
        kit.errors.Invalid: it holds a digit of another script.
    """
    return _SEPARATORS.sub("", to_ascii_digits(typed)).upper()


def clean_pin(typed: str) -> str:
    """A PIN as typed, without spaces and dashes, in ASCII digits.

    Raises:
        kit.errors.Invalid: it holds a digit of another script.
    """
    return clean_reference(typed)


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
