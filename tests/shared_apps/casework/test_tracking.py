"""PINs of guests: kept as digests of this tenant, and few wrong tries."""

from typing import Any

import pytest
from django.core.cache import caches

from kit.errors import Invalid, OverLimit
from shared_apps.casework import tracking
from shared_apps.casework.codes import pin_digest, pin_matches
from shared_apps.casework.models import AbstractCase
from shared_apps.casework.tracking import verify_pin
from tenants.models import Tenant
from tenants.scope import tenant_scope

CODE, PIN = "7K3M-9QX1", "482913"


@pytest.fixture
def case(empty_caches: None, in_north: Tenant) -> Any:
    """What a case knows of its PIN."""
    caches["default"].clear()
    return _Case(CODE, PIN)


class _Case:
    def __init__(self, code: str, pin: str) -> None:
        self.tracking_code = code
        self.pin_digest = pin_digest(tracking_code=code, pin=pin) if pin else ""


def _try(case: AbstractCase | None, pin: str, ip: str = "203.0.113.1", reference: str = CODE) -> bool:
    return verify_pin(case, reference=reference, pin=pin, ip=ip)


def test_it_works(case: Any) -> None:
    assert _try(case, PIN)
    assert _try(case, "๔๘๒ ๙๑๓")


def test_a_wrong_pin(case: Any) -> None:
    assert not _try(case, "482914")


def test_nobodys_reference(case: Any) -> None:
    assert not _try(None, PIN)


def test_a_case_without_pin_opens_for_no_pin(case: Any) -> None:
    assert not _try(_Case(CODE, ""), PIN)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("typed", ["", "12345", "4829133", "abcdef", "４８２９１３a", "²²²²²²", "\x00\x00", "😀"])
def test_what_cannot_be_a_pin(case: Any, typed: str) -> None:
    with pytest.raises(Invalid):
        _try(case, typed)


def test_the_digest_is_of_this_tenant_and_case(case: Any, south: Tenant) -> None:
    assert PIN not in case.pin_digest
    assert not pin_matches(tracking_code="AAAA-AAAA", pin=PIN, digest=case.pin_digest)
    with tenant_scope(south):
        assert not pin_matches(tracking_code=CODE, pin=PIN, digest=case.pin_digest)


def test_an_older_secret_key_still_counts(case: Any, settings: Any) -> None:
    old, settings.SECRET_KEY = settings.SECRET_KEY, "rotated"
    assert not _try(case, PIN)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert _try(case, PIN)


def test_five_wrong_pins_lock_even_the_right_one(case: Any) -> None:
    for _attempt in range(tracking.WRONG_PER_CASE_AND_IP):
        assert not _try(case, "000000")
    with pytest.raises(OverLimit):
        _try(case, PIN)


def test_another_address_and_another_case_are_not_locked(case: Any) -> None:
    for _attempt in range(tracking.WRONG_PER_CASE_AND_IP):
        _try(case, "000000")
    assert _try(case, PIN, ip="203.0.113.2")
    assert _try(_Case("AAAA-AAAA", PIN), PIN)  # type: ignore[arg-type]  # what it needs of a case


def test_another_lgo_is_not_locked(case: Any, south: Tenant) -> None:
    for _attempt in range(tracking.WRONG_PER_CASE_AND_IP):
        _try(case, "000000")
    with tenant_scope(south):
        caches["default"].clear()
        assert _try(_Case(CODE, PIN), PIN)  # type: ignore[arg-type]  # as above


def test_one_address_cannot_walk_through_the_cases(case: Any) -> None:
    for number in range(tracking.WRONG_PER_IP):
        _try(None, "000000", reference=f"RQ-2569-{number:06}")
    with pytest.raises(OverLimit):
        _try(case, PIN)


def test_many_addresses_cannot_wear_one_case_down(case: Any) -> None:
    for number in range(tracking.WRONG_PER_CASE):
        _try(case, "000000", ip=f"198.51.100.{number}")
    with pytest.raises(OverLimit):
        _try(case, PIN)


def test_right_pins_never_lock(case: Any) -> None:
    assert all(_try(case, PIN) for _attempt in range(40))
