"""What lists show of where LGOs stand: true after whatever changes it, brought to the day, healed when it drifted."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import Invoice, StoredStanding, Term
from billing.selectors import positions
from billing.services import corrections, goodwill, ladder, renewals, reversals
from billing.services.standings import keep_standings, standing_changed
from kit import clock
from kit.errors import DomainError
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.conftest import accepted, at, ordered, paid, quoted_new
from tests.support.threads import race

TODAY = clock.today()
START = TODAY - timedelta(days=100)


def _kept(lgo: Tenant) -> dict[str, Any]:
    return StoredStanding.objects.get(tenant=lgo).figures


def _is_true(lgo: Tenant) -> bool:
    row = StoredStanding.objects.get(tenant=lgo)
    return row.figures == positions([Tenant.objects.get(pk=lgo.pk)], row.day)[lgo.pk].figures


def _after(lgo: Tenant) -> Callable[[object], dict[str, Any]]:
    """What is kept after an event, when it is true."""

    def look(_event: object) -> dict[str, Any]:
        assert _is_true(lgo)
        return _kept(lgo)

    return look


def test_money_leaves_it_true(lgo: Tenant, south: Tenant) -> None:
    after, now = _after(lgo), timezone.now()
    invoice = ordered(lgo, "S", start=START)
    first = after(invoice)
    assert (first["stage"], first["package"]) == ("running", "S")
    assert first["owed"] == first["overdue"] == invoice.gross
    payment = paid(lgo, invoice, amount="60000")
    assert after(payment)["owed"] == invoice.gross - 60_000
    reversals.reverse_payment(payment=payment, reason="ผิดบัญชี", actor=None, at=now)
    assert after("reversal")["owed"] == invoice.gross
    waived = corrections.issue_credit_note(invoice=invoice, gross=Decimal(5_000), reason="ลด", actor=None, at=now)
    assert after(waived)["owed"] == invoice.gross - 5_000
    words: dict[str, Any] = {"actor": None, "at": now}
    goodwill.give_credit(tenant=lgo, amount=invoice.gross, reference="g1", reason="ชดเชย", **words)
    assert after("credit")["overdue"] == 0
    assert not StoredStanding.objects.filter(tenant=south).exists()


def test_the_contract_leaves_it_true(lgo: Tenant) -> None:
    after, now = _after(lgo), timezone.now()
    words: dict[str, Any] = {"actor": None, "at": now}
    ordered(lgo, "S", start=START)
    Term.objects.update(ends_on=TODAY - timedelta(days=40))
    standing_changed(tenant_id=lgo.pk, at=now)
    assert after("end")["stage"] == "read_only"
    renewals.give_notice(tenant=lgo, reason="ไม่มีงบ", by="นายก", **words)
    assert after("notice")["stage"] == "read_only"
    renewals.take_notice_back(tenant=lgo, by="นายก", **words)
    assert after("no notice")["days"] == -40
    until = TODAY + timedelta(days=9)
    given = after(ladder.give_respite(tenant=lgo, until=until, reason="รออนุมัติ", **words))
    assert (given["stage"], given["changes_on"]) == ("grace", until + timedelta(days=1))
    renewal = renewals.request_renewal(tenant=lgo, actor=None, at=now)
    assert after(accepted(renewal, day=TODAY))["owed"] > 0


def test_a_trial_that_is_extended(lgo: Tenant) -> None:
    until = TODAY + timedelta(days=50)
    ladder.extend_trial(tenant=lgo, until=until, reason="ขอทดลองต่อ", actor=None, at=timezone.now())
    assert _kept(lgo)["days"] == 51
    assert _is_true(lgo)


def test_what_is_refused_leaves_nothing_behind(lgo: Tenant) -> None:
    with pytest.raises(DomainError):
        ladder.give_respite(tenant=lgo, until=TODAY, reason="ยังทดลองอยู่", actor=None, at=timezone.now())
    assert not StoredStanding.objects.filter(tenant=lgo).exists()
    ordered(lgo, start=START)
    assert _is_true(lgo)


def test_each_day_all_are_brought_to_it_once(lgo: Tenant, south: Tenant) -> None:
    ordered(lgo, start=START)
    tomorrow = TODAY + timedelta(days=1)
    assert keep_standings(at=at(tomorrow)).written == 2
    kept = StoredStanding.objects.get(tenant=lgo)
    assert kept.day == tomorrow
    assert kept.days == (Term.objects.get().ends_on - tomorrow).days
    with CaptureQueriesContext(connection) as queries:
        again = keep_standings(at=at(tomorrow))
    assert (again.written, again.healed, len(queries)) == (0, 0, 1)
    assert keep_standings(at=at(tomorrow + timedelta(days=5))).healed == 0
    assert not AuditEntry.objects.filter(action="billing.standing_healed").exists()


def test_drift_is_healed_and_reported(lgo: Tenant, south: Tenant) -> None:
    invoice = ordered(lgo, start=START)
    standing_changed(tenant_id=south.pk, at=timezone.now())
    Invoice.objects.filter(pk=invoice.pk).update(settled=1_000)  # behind the back of the services
    kept = keep_standings(at=at(TODAY + timedelta(days=1)))
    assert (kept.written, kept.healed) == (2, 1)
    assert _is_true(lgo)
    entry = AuditEntry.objects.get(action="billing.standing_healed")
    assert entry.target_id == str(lgo.pk)
    assert sorted(entry.data["changes"]) == ["overdue", "owed"]


def test_payments_at_once_leave_it_true(committed: str, north: Tenant) -> None:
    with public_scope():
        invoice = accepted(quoted_new(north, start=START), day=START)

    def work(index: int) -> None:
        with public_scope():
            paid(north, invoice, amount="5000", reference=f"T-{index}", day=date(2026, 11, 1))

    assert race(work, 8) == [None] * 8
    with public_scope():
        assert _kept(north)["owed"] == invoice.gross - 40_000
        assert _is_true(north)


def test_a_fixed_number_of_queries(lgo: Tenant, south: Tenant) -> None:
    def count(wanted: list[Tenant]) -> int:
        with CaptureQueriesContext(connection) as queries:
            positions(wanted, TODAY)
        return len(queries)

    ordered(lgo, start=START)
    assert count([lgo]) == count([lgo, south]) == 6
