"""What finance sees of the payment provider: lists, files, and handling a message again."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from billing.models import EventState, ProviderEvent
from devtool.simulated_stripe.simulator import Simulator
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.conftest import ordered
from tests.billing.gateway.conftest import opened
from tests.conftest import Browse
from tests.support.stripe import simulated, tell, work_off

PAGES = ("", "/disputes", "/payouts")


@pytest.fixture
def stripe(settings: Any, north: Tenant, south: Tenant) -> Iterator[Simulator]:
    """Two LGOs have paid; one payment is disputed, and all is on its way to the bank."""
    with simulated(settings) as simulator, public_scope():
        for lgo in (north, south):
            checkout = opened(ordered(lgo, start=date(2026, 11, 1)))
            simulator.pay(checkout.reference)
        simulator.dispute(simulator.charge_of(checkout.reference)["id"])
        payout = simulator.pay_out()
        simulator.end_payout(payout["id"], arrived=True)
        tell(simulator)
        yield simulator


def _text(client: Any, path: str) -> str:
    answer = client.get(f"/console/money/stripe{path}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_messages_are_listed_found_and_filtered(stripe: Simulator, staff: Any, browse: Browse) -> None:
    client = browse(None).sign_in(staff)
    page = _text(client, "")
    assert "จำลอง: ไม่มีการตัดเงินจริง" in page
    assert "checkout.session.completed" in page
    subject = stripe.store.events[0]["data"]["object"]["id"]
    found = _text(client, f"?q={subject}")
    assert (subject in found, "payout.paid" in found) == (True, False)
    assert "payout.paid" in _text(client, "?about=payout.")
    assert "checkout.session.completed" not in _text(client, "?by_poll=true")
    assert "payout.paid" not in _text(client, "?state=received")


def test_disputes_and_payouts_are_listed(stripe: Simulator, staff: Any, browse: Browse, south: Tenant) -> None:
    client = browse(None).sign_in(staff)
    disputes = _text(client, "/disputes")
    assert (south.name in disputes, "65,000.00" in disputes) == (True, True)
    assert south.name not in _text(client, "/disputes?state=won")
    assert south.name in _text(client, f"/disputes?q={south.name}")
    payouts = _text(client, "/payouts")
    assert ("59,485.00" in payouts, "5,515.00" in payouts) == (True, True)


@pytest.mark.parametrize("path", PAGES)
def test_a_list_asks_little_of_the_database(stripe: Simulator, staff: Any, browse: Browse, path: str) -> None:
    client = browse(None).sign_in(staff)
    _text(client, path)
    with CaptureQueriesContext(connection) as asked:
        _text(client, path)
    ours = [each["sql"] for each in asked if "billing_" in each["sql"]]
    assert len(ours) <= 2, ours


@pytest.mark.parametrize("code", ["messages", "disputes", "payouts"])
def test_a_list_is_taken_away(stripe: Simulator, staff: Any, browse: Browse, code: str) -> None:
    client = browse(None).sign_in(staff)
    answer = client.get(f"/console/exports/console-provider-{code}/xlsx")
    content = b"".join(answer) if answer.streaming else answer.content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert len(rows) == {"messages": 1 + ProviderEvent.objects.count(), "disputes": 2, "payouts": 2}[code]


def test_a_message_is_handled_again_on_record(stripe: Simulator, staff: Any, browse: Browse) -> None:
    message = ProviderEvent.objects.earliest("pk")
    client = browse(None).sign_in(staff)
    answer = client.post(f"/console/money/stripe/messages/{message.pk}/again")
    assert answer.status_code == 302
    with public_scope():
        message.refresh_from_db()
        assert message.state == EventState.RECEIVED
        work_off()
        message.refresh_from_db()
        assert message.state == EventState.DONE
        assert AuditEntry.objects.filter(action="billing.message_handled_again", actor=staff).count() == 1
    assert client.post("/console/money/stripe/messages/0/again").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_only_finance_and_approvers_see_it(
    stripe: Simulator, approver: Any, onlooker: Any, officer: Any, north: Tenant, browse: Browse, path: str
) -> None:
    assert _text(browse(None).sign_in(approver), path)
    assert browse(None).sign_in(onlooker).get(f"/console/money/stripe{path}").status_code == 403
    assert browse(north).sign_in(officer).get(f"/console/money/stripe{path}").status_code == 404
    message = ProviderEvent.objects.earliest("pk")
    refused = browse(None).sign_in(approver).post(f"/console/money/stripe/messages/{message.pk}/again")
    assert refused.status_code == 403


def test_without_a_provider_it_says_so(staff: Any, settings: Any, browse: Browse) -> None:
    settings.STRIPE_SECRET_KEY = ""
    page = _text(browse(None).sign_in(staff), "")
    assert "ยังไม่ได้ตั้งค่าระบบรับชำระเงิน" in page
    assert "ระบบรับชำระเงินยังไม่ได้แจ้งอะไรมา" in page
