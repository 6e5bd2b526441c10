"""Bank, Stripe and ledger: what one knows and another does not adds up to the difference of their totals."""

from datetime import date
from decimal import Decimal

import pytest

from billing.models import Account, DifferenceKind, Happening, Payment, Payout, ProviderTransaction, Tender
from billing.selectors.money import aged_receivables, bucket_of, months_of_money, totals
from billing.services import corrections, matching, recognition
from billing.services.ledger import credit, debit, post
from billing.services.reconciliation import reconcile
from kit.money import ZERO
from tenants.models import Tenant
from tests.billing.bank import TODAY, account, imported
from tests.billing.conftest import at, ordered, paid

pytestmark = pytest.mark.usefixtures("lgo")


def _run(day: date = TODAY):  # type: ignore[no-untyped-def]  # the run with its differences, checked to add up
    run = reconcile(day=day, actor=None, at=at(day))
    found = list(run.differences.all())
    bank = [one.amount for one in found if one.kind in {"line", "entry", "payout"}]
    stripe = [one.amount for one in found if one.kind.startswith("stripe")]
    assert sum(bank, ZERO) == run.bank_difference
    assert sum(stripe, ZERO) == run.stripe_difference
    return run, [(one.kind, one.amount) for one in found]


def test_what_was_matched_agrees(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    fee, _line = imported(account(), [("19/01/2569", "-35", "fee"), ("20/01/2569", "64392.52", invoice.reference)])
    matching.set_aside(line=fee, reason="ค่าธรรมเนียม", actor=None, at=at(TODAY))
    run, found = _run()
    assert found == []
    assert (run.state, run.bank_total, run.aside_total) == ("agrees", Decimal("64392.52"), -35)
    assert (run.day, run.ledger_bank) == (TODAY, Decimal("64392.52"))


def test_every_difference_is_named_and_running_again_finds_it_anew(lgo: Tenant) -> None:
    paid(lgo, amount="100", reference="no-line")
    (line,) = imported(account(), [("20/01/2569", "7", "?")])
    _first, found = _run()
    assert found == [(DifferenceKind.LINE_NOT_MATCHED, 7), (DifferenceKind.ENTRY_NOT_SEEN, -100)]
    matching.match_line(
        line=line, tenant=lgo, shares=[], evidence=matching.Evidence(text="x"), actor=None, at=at(TODAY)
    )
    run, found = _run()
    assert found == [(DifferenceKind.ENTRY_NOT_SEEN, -100)]
    assert run.count == 1


def test_what_was_reversed_leaves_the_movement_only(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    (line,) = imported(account(), [("20/01/2569", "65000", invoice.reference)])
    matching.undo_match(line=line, reason="ผิด", actor=None, at=at(TODAY))
    assert _run()[1] == [(DifferenceKind.LINE_NOT_MATCHED, 65_000)]


def test_a_payout_of_stripe_on_its_way_and_arrived(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    payment = paid(lgo, invoice, amount="65000", tender=Tender.STRIPE, reference="pi_1")
    assert _run()[1] == [(DifferenceKind.STRIPE_UNKNOWN, -65_000)]
    _stripe_says(payment)
    assert _run()[1] == []
    Payout.objects.create(reference="po_1", amount=Decimal(63_000), state="paid", arrives_on=TODAY)
    lines = [debit(Account.BANK, Decimal(63_000)), credit(Account.STRIPE, Decimal(63_000))]
    post(key="po_1", happening=Happening.PAID_OUT, tenant=None, lines=lines, day=TODAY, at=at(TODAY), document="po_1")
    assert _run()[1] == [(DifferenceKind.PAYOUT_NOT_SEEN, -63_000)]
    (line,) = imported(account(), [("25/01/2569", "63000", "STRIPE PAYOUT")])
    assert line.state == "linked"
    assert _run()[1] == []


def _stripe_says(payment: Payment) -> None:
    """The provider's movement with its fee, as the ledger has it."""
    values = {"kind": "charge", "amount": Decimal(65_000), "fee": Decimal(2_000), "happened_at": at(TODAY)}
    ProviderTransaction.objects.create(reference="txn_1", payment=payment, **values)
    lines = [debit(Account.FEES, Decimal(2_000)), credit(Account.STRIPE, Decimal(2_000))]
    post(key="fee", happening=Happening.FEE, tenant=None, lines=lines, day=TODAY, at=at(TODAY), document="pi_1")


def test_money_that_only_stripe_knows(lgo: Tenant) -> None:
    values = {"kind": "charge", "amount": Decimal(500), "fee": ZERO, "happened_at": at(TODAY)}
    ProviderTransaction.objects.create(reference="txn_9", subject="pi_lost", **values)
    assert _run()[1] == [(DifferenceKind.STRIPE_MISSING, 500)]
    assert _run(date(2026, 1, 24))[1] == []


@pytest.mark.parametrize(
    ("days", "place"), [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)]
)
def test_ages(days: int, place: int) -> None:
    assert bucket_of(days) == place


def test_aged_receivables_by_lgo(lgo: Tenant, south: Tenant) -> None:
    invoice = ordered(lgo)  # due on 31 January
    ordered(south, "M")
    paid(lgo, invoice, amount="20000")
    rows = aged_receivables(date(2026, 3, 15))
    assert [(one.name, one.total) for one in rows] == [(south.name, 95_000), (lgo.name, 45_000)]
    assert totals(rows) == (0, 0, 140_000, 0, 0)


def test_months_of_money_follow_the_ledger(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="65000")
    corrections.issue_credit_note(invoice=invoice, gross=Decimal(5_000), reason="x", actor=None, at=at(TODAY))
    recognition.recognise_revenue(day=date(2026, 2, 28), at=at(date(2026, 3, 1)))
    january, february, march = months_of_money(date(2026, 1, 5), date(2026, 3, 5))
    assert (january.invoiced, january.received, february.received) == (65_000, 65_000, 0)
    assert february.earned > 0
    assert february.deferred == january.deferred - february.earned
    assert march.deferred == february.deferred
