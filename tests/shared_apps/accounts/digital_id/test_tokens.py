"""Tokens that are not as they must be."""

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from shared_apps.accounts.digital_id import tokens
from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.digital_id.troubles import DigitalIdError
from tenants.models import Tenant
from tests.shared_apps.accounts.conftest import Visit, user_of
from tests.shared_apps.accounts.digital_id.reading import Come, accounts_in
from tests.support.digital_id import (
    Provider,
)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another-client"},
        {"aud": ["thongthin", "another"], "azp": "another"},
        {"aud": ["thongthin", "another"]},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"auth_time": "yesterday"},
        {"auth_time": 9_999_999_999},
    ],
    ids=lambda claims: "-".join(claims),
)
def test_a_wrong_token_signs_nobody_in(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come, claims: dict[str, Any]
) -> None:
    client = visit(north)
    response = come_back(client, provider.person("liar", **claims))
    assert response.status_code == 401
    assert "ตรวจสอบ" in response.content.decode()
    assert user_of(client) is None
    assert accounts_in(north) == []


def _forged(provider: Provider, **header: Any) -> str:
    now = int(time.time())
    claims = {"iss": provider.url, "aud": "thongthin", "sub": "x", "iat": now, "exp": now + 60, "nonce": "n"}
    key: Any = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if header.get("alg") == "HS256":
        key = "the public key, taken for a secret" * 2
    return jwt.encode(
        claims, key if header.get("alg") != "none" else None, algorithm=header.pop("alg", "RS256"), headers=header
    )


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"kid": "unknown"}, {}])
def test_a_signature_that_is_not_the_providers(provider: Provider, db: None, header: dict[str, str]) -> None:
    configuration = Configuration(provider="thaid", **provider.settings())
    with pytest.raises(DigitalIdError):
        tokens.verified_claims(configuration, _forged(provider, **header), nonce="n")


@pytest.mark.parametrize("token", [None, "", "a.b.c", 7, "x" * 10_000])
def test_what_is_no_token(provider: Provider, db: None, token: Any) -> None:
    with pytest.raises(DigitalIdError):
        tokens.verified_claims(Configuration(provider="thaid", **provider.settings()), token, nonce="n")


@pytest.mark.parametrize("pid", [None, "", "1234567890123", "0105561000003", ["1101999000011"], True, "\x00"])
def test_a_token_without_a_number_of_a_person(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come, pid: Any
) -> None:
    response = come_back(visit(north), provider.person("nobody", pid=pid))
    assert response.status_code == 403
    assert accounts_in(north) == []


def test_odd_claims_do_not_break_the_page(north: Tenant, visit: Visit, provider: Provider, come_back: Come) -> None:
    odd = {"given_name": ["x"], "family_name": 7, "title": {"a": 1}, "ial": "none", "name": "ก" * 500 + "\x00"}
    assert come_back(visit(north), provider.person("odd", **odd)).status_code == 302
    (account,) = accounts_in(north)
    assert len(account.user.display_name) == 150
    assert account.extra_data == {"ial": "", "title": ""}
