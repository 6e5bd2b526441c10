"""What a guest holds to follow a case: a tracking code, kept as it is shown (`7K3M-9QX1`), and a PIN.

The PIN is kept as an HMAC under a key of this tenant that lies outside the database, so that neither a copy of the
database nor another LGO's digest helps to guess one.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from kit.errors import Invalid
from kit.numbering import parse_case_number
from kit.tracking import PIN_LENGTH, new_pin, new_tracking_code, parse_pin, parse_tracking_code
from tenants.scope import current_key

__all__ = [
    "PIN_LENGTH",
    "clean_reference",
    "format_tracking_code",
    "new_pin",
    "new_tracking_code",
    "parse_pin",
    "pin_digest",
    "pin_matches",
]


def clean_reference(typed: str) -> str:
    """What was typed as a number or tracking code, as letters and digits: `RQ2569000001`, or `7K3M-9QX1`.

    Raises:
        kit.errors.Invalid: it is neither.
    """
    try:
        return str(parse_case_number(typed)).replace("-", "")
    except Invalid:
        return parse_tracking_code(typed)


def format_tracking_code(code: str) -> str:
    """The code as people read it, which is how it is kept."""
    return code


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
