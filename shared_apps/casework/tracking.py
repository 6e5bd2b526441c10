"""Checking a guest's PIN, with limits that an attacker meets and a citizen does not."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kit.errors import OverLimit
from kit.tracking import parse_pin
from shared_apps.casework.codes import pin_matches
from shared_apps.casework.models import AbstractCase

LOCK_SECONDS = 15 * 60
WRONG_PER_CASE_AND_IP = 5
WRONG_PER_IP = 30
WRONG_PER_CASE = 50
"""From any address: six digits stand against a botnet for years at this rate."""

TOO_MANY = _("The PIN was wrong too many times. Please wait 15 minutes and try again, or call the office.")


def verify_pin(case: AbstractCase | None, *, reference: str, pin: str, ip: str) -> bool:
    """Whether `pin` opens `case`. None, for a reference that nobody has, takes as long and counts as much.

    Raises:
        OverLimit: too many wrong PINs; no PIN is looked at for 15 minutes.
        kit.errors.Invalid: what was typed cannot be a PIN.
    """
    typed = parse_pin(pin)
    code = case.tracking_code if case else salted_hmac("casework.pin", reference).hexdigest()[:20]
    limits = {
        f"pin:{code}:{ip}": WRONG_PER_CASE_AND_IP,
        f"pin-ip:{ip}": WRONG_PER_IP,
        f"pin-case:{code}": WRONG_PER_CASE,
    }
    _count(limits)
    right = pin_matches(tracking_code=code, pin=typed, digest=case.pin_digest if case else "")
    if right and case is not None and case.pin_digest:
        _forgive(limits)
        return True
    return False


def _count(limits: dict[str, int]) -> None:
    """Count the attempt before it is judged, so that attempts at the same moment count too."""
    over = [key for key, limit in limits.items() if _incremented(key) > limit]
    if over:
        raise OverLimit(TOO_MANY, code="pin_locked")


def _incremented(key: str) -> int:
    if cache.add(key, 1, LOCK_SECONDS):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, LOCK_SECONDS)
        return 1


def _forgive(limits: dict[str, int]) -> None:
    own, *shared = limits
    cache.delete(own)
    for key in shared:
        try:
            cache.decr(key)
        except ValueError:
            continue
