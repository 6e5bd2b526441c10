"""Settings under which money would be taken and not recorded, or documents issued by nobody, stop the start."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.payments import check_stripe
from config.seller import check_seller
from tests.support.processes import ROOT, environment

SELLER = {"name": "สพร.", "tax_id": "0994000999992", "branch": "สำนักงานใหญ่", "address": "108 ถนนรางน้ำ กรุงเทพมหานคร"}
STRIPE: dict[str, Any] = {
    "key": "sk_live_1",
    "webhook_secrets": ["whsec_1"],
    "api_url": "",
    "allow_test_key": False,
    "is_production": True,
}


def _stripe(**values: Any) -> None:
    check_stripe(**(STRIPE | values))


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1"])
def test_a_live_key_with_its_secret_is_taken(key: str) -> None:
    _stripe(key=key, webhook_secrets=["whsec_old", "whsec_new"])


def test_without_a_key_nothing_is_offered_and_nothing_is_needed() -> None:
    _stripe(key="", webhook_secrets=[])


def test_a_trial_installation_may_use_a_test_key() -> None:
    _stripe(key="sk_test_1", allow_test_key=True)


def test_elsewhere_a_simulator_may_stand_in() -> None:
    _stripe(key="rk_test_1", allow_test_key=True, api_url="http://127.0.0.1:8301", is_production=False)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"key": "sk_test_1"}, "STRIPE_ALLOW_TEST_KEY"),
        ({"key": "pk_live_1"}, "must begin with"),
        ({"key": "sk_live"}, "must begin with"),
        ({"webhook_secrets": []}, "STRIPE_WEBHOOK_SECRETS"),
        ({"webhook_secrets": [""]}, "STRIPE_WEBHOOK_SECRETS"),
        ({"webhook_secrets": ["whsec_1", "secret"]}, "STRIPE_WEBHOOK_SECRETS"),
        ({"api_url": "http://127.0.0.1:8301"}, "which production refuses"),
        ({"key": "", "webhook_secrets": [], "api_url": "http://127.0.0.1:8301"}, "which production refuses"),
        ({"api_url": "http://127.0.0.1:8301", "is_production": False}, "must not see a live key"),
    ],
)
def test_what_would_lose_or_invent_money_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        _stripe(**values)


def test_a_seller_with_all_of_it_is_taken() -> None:
    check_seller(seller=SELLER, biller="099400099999201", is_production=True)
    check_seller(seller=SELLER, biller="", is_production=True)


@pytest.mark.parametrize("name", ["name", "tax_id", "branch", "address"])
def test_production_needs_each_of_what_a_tax_invoice_names(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^SELLER_{name.upper()} must be set"):
        check_seller(seller=SELLER | {name: " "}, biller="", is_production=True)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(ImproperlyConfigured, match="SELLER_TAX_ID, SELLER_ADDRESS must be set"):
        check_seller(seller=SELLER | {"tax_id": "", "address": ""}, biller="", is_production=True)


@pytest.mark.parametrize("tax_id", ["0994000999993", "99", "0-9940-00999-99-2", "๐๙๙๔๐๐๐๙๙๙๙๙๒", "1101990000011"])
def test_a_tax_id_is_checked_everywhere(tax_id: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="13 digits"):
        check_seller(seller=SELLER | {"tax_id": tax_id}, biller="", is_production=False)


@pytest.mark.parametrize("biller", ["0994000999992", "09940009999920A", "๐๙๙๔๐๐๐๙๙๙๙๙๒๐๑"])
def test_a_biller_is_fifteen_digits(biller: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SELLER_BILLER_ID"):
        check_seller(seller=SELLER, biller=biller, is_production=False)


def test_what_this_installation_has_is_taken() -> None:
    check_seller(seller=settings.SELLER, biller=settings.SELLER_ACCOUNT["biller"], is_production=settings.IS_PRODUCTION)


@pytest.mark.parametrize("module", ["config.wsgi", "config.worker"])
def test_production_does_not_start_without_a_seller(module: str) -> None:
    """The processes themselves: one line says what to set."""
    env = environment("postgres", ENVIRONMENT="production", BEHIND_TLS_PROXY="1", TRUSTED_PROXIES="1")
    for name in [name for name in env if name.startswith(("SELLER_", "STRIPE_"))]:
        del env[name]
    started = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        cwd=ROOT,
        env=env | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert started.returncode != 0
    assert "SELLER_TAX_ID, SELLER_ADDRESS must be set: every tax invoice names the seller by them" in started.stderr
