"""Money in: whole, in parts, net of tax, twice, too much (vectors 42 to 45), and back again."""

from datetime import date
from decimal import Decimal

import pytest

from billing.models import Account, LedgerEntry, Payment, Receipt, RefundState, Tender, WithholdingCertificate
from billing.selectors import balance_of, not_begun, trial_balance
from billing.services import corrections, payments, recognition
from kit.errors import Invalid, Refused
from tenants.models import Tenant
from tests.billing.conftest import accepted, at, ordered, paid, quoted_new

pytestmark = pytest.mark.usefixtures("lgo")
DAY = date(2026, 1, 20)


def test_a_part_makes_its_vat_due_and_the_rest_the_rest(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="20000", reference="T-1")
    assert -balance_of(Account.VAT_DUE, lgo) == Decimal("1308.41")
    paid(lgo, invoice, amount="45000", reference="T-2")
    assert -balance_of(Account.VAT_DUE, lgo) == Decimal("4252.34")
    assert list(Receipt.objects.order_by("pk").values_list("gross", "vat")) == [
        (Decimal(20_000), Decimal("1308.41")),
        (Decimal(45_000), Decimal("2943.93")),
    ]
    assert balance_of(Account.RECEIVABLE, lgo) == 0


def test_a_transfer_net_of_tax_and_the_tax_settle_the_invoice(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    assert invoice.withholding == Decimal("607.48")
    paid(lgo, invoice, amount="64392.52", withheld="607.48")
    invoice.refresh_from_db()
    assert (invoice.balance, invoice.is_open) == (0, False)
    assert balance_of(Account.WITHHELD, lgo) == Decimal("607.48")
    receipt = Receipt.objects.get()
    assert (receipt.gross, receipt.withheld, receipt.number) == (65_000, Decimal("607.48"), "RT-2569-000001")
    assert WithholdingCertificate.objects.get().state == "awaited"


def test_a_card_and_then_a_transfer_leave_the_second_as_credit(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="65000", tender=Tender.STRIPE, reference="pi_1")
    second = paid(lgo, invoice, amount="64392.52", withheld="607.48")
    assert second.credit == Decimal("64392.52")
    assert -balance_of(Account.CREDIT, lgo) == Decimal("64392.52")
    assert Receipt.objects.count() == 1


def test_the_same_payment_told_again_is_one(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    first = paid(lgo, invoice, amount="65000")
    entries = LedgerEntry.objects.count()
    again = paid(lgo, invoice, amount="65000")
    assert (again.pk, Payment.objects.count(), LedgerEntry.objects.count()) == (first.pk, 1, entries)


def test_one_transfer_for_two_invoices(lgo: Tenant, south: Tenant) -> None:
    first = ordered(lgo)
    from billing.services import quotes

    offer = quotes.offer_storage(tenant=lgo, code="50GB", units=1, starts_on=DAY, day=DAY)
    second = accepted(quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(DAY)), day=DAY)
    payment = paid(lgo, first, second, amount=str(first.gross + second.gross))
    assert payment.credit == 0
    assert balance_of(Account.RECEIVABLE, lgo) == 0
    assert Receipt.objects.count() == 2


def test_credit_settles_the_next_invoice(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, amount="70000")
    used = payments.use_credit(invoice=invoice, actor=None, at=at(DAY))
    invoice.refresh_from_db()
    assert (used, invoice.balance, -balance_of(Account.CREDIT, lgo)) == (65_000, 0, 5_000)


def test_another_lgo_s_invoice_takes_nothing(lgo: Tenant, south: Tenant) -> None:
    invoice = ordered(lgo)
    with pytest.raises(Invalid):
        paid(south, invoice, amount="65000")
    assert not Payment.objects.exists()


def test_no_more_is_withheld_than_may_be(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    with pytest.raises(Invalid):
        paid(lgo, invoice, amount="64000", withheld="1000")
    assert not Payment.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_nothing_is_no_payment(lgo: Tenant, amount: str) -> None:
    with pytest.raises(Invalid):
        paid(lgo, ordered(lgo), amount=amount)


def test_money_for_what_cannot_begin_is_kept_and_shown(lgo: Tenant) -> None:
    from billing.services.orders import Acceptance

    by = Acceptance(by="ปลัด")
    both = [accepted(quoted_new(lgo), day=date(2026, 1, 1), acceptance=by) for _ in range(2)]
    paid(lgo, both[0], amount="65000", reference="T-1")
    paid(lgo, both[1], amount="65000", reference="T-2")
    assert Payment.objects.count() == 2
    assert [one.pk for one in not_begun()] == [both[1].pk]


def test_a_credit_note_waives_what_is_open_first(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="60000")
    corrections.issue_credit_note(invoice=invoice, gross=Decimal(15_000), reason="ติดตั้งเอง", actor=None, at=at(DAY))
    invoice.refresh_from_db()
    assert (invoice.balance, invoice.settled, invoice.credited) == (0, 50_000, 15_000)
    assert -balance_of(Account.CREDIT, lgo) == 10_000
    assert balance_of(Account.RECEIVABLE, lgo) == 0
    assert sum(trial_balance().values()) == 0


def test_all_taken_back_leaves_nothing_due(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="65000")
    for part in ("20000", "45000"):
        corrections.issue_credit_note(invoice=invoice, gross=Decimal(part), reason="ยกเลิก", actor=None, at=at(DAY))
    assert balance_of(Account.VAT_DUE, lgo) == 0
    assert balance_of(Account.VAT_UNDUE, lgo) == 0
    assert balance_of(Account.DEFERRED, lgo) == 0
    assert -balance_of(Account.CREDIT, lgo) == 65_000


def test_tax_withheld_is_never_given_back_as_money(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="64392.52", withheld="607.48")
    with pytest.raises(Invalid):
        corrections.issue_credit_note(invoice=invoice, gross=Decimal(65_000), reason="ยกเลิก", actor=None, at=at(DAY))


def test_a_refund_goes_back_once_or_is_credit_again(lgo: Tenant) -> None:
    payment = paid(lgo, ordered(lgo), amount="70000")
    refund = corrections.request_refund(payment=payment, amount=Decimal(5_000), reason="จ่ายเกิน", actor=None, at=at(DAY))
    with pytest.raises(Invalid):
        corrections.request_refund(payment=payment, amount=Decimal(1), reason="จ่ายเกิน", actor=None, at=at(DAY))
    corrections.end_refund(refund=refund, succeeded=False, reference="", actor=None, at=at(DAY))
    payment.refresh_from_db()
    assert payment.credit == 5_000
    again = corrections.request_refund(payment=payment, amount=Decimal(5_000), reason="จ่ายเกิน", actor=None, at=at(DAY))
    for _ in range(2):
        done = corrections.end_refund(refund=again, succeeded=True, reference="re_1", actor=None, at=at(DAY))
    assert done.state == RefundState.DONE
    with pytest.raises(Refused):
        corrections.end_refund(refund=again, succeeded=False, reference="", actor=None, at=at(DAY))
    assert (balance_of(Account.BANK, lgo), balance_of(Account.CREDIT, lgo), balance_of(Account.REFUNDS, lgo)) == (
        65_000,
        0,
        0,
    )


def test_a_month_is_earned_when_it_is_over(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    assert recognition.recognise_revenue(day=date(2026, 1, 30), at=at(date(2026, 1, 31))) == 1
    assert -balance_of(Account.REVENUE, lgo) == Decimal("14018.69")
    recognition.recognise_revenue(day=date(2026, 1, 31), at=at(date(2026, 2, 1)))
    assert -balance_of(Account.REVENUE, lgo) == Decimal("17912.77")
    assert recognition.recognise_revenue(day=date(2026, 1, 31), at=at(date(2026, 2, 1))) == 0
    recognition.recognise_revenue(day=date(2026, 12, 31), at=at(date(2027, 1, 1)))
    assert -balance_of(Account.REVENUE, lgo) == invoice.net
    assert balance_of(Account.DEFERRED, lgo) == 0


def test_what_is_taken_back_is_earned_no_longer(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    recognition.recognise_revenue(day=date(2026, 6, 30), at=at(date(2026, 7, 1)))
    corrections.issue_credit_note(
        invoice=invoice, gross=invoice.gross, reason="ยกเลิก", actor=None, at=at(date(2026, 7, 2))
    )
    recognition.recognise_revenue(day=date(2026, 7, 31), at=at(date(2026, 8, 1)))
    assert (balance_of(Account.REVENUE, lgo), balance_of(Account.DEFERRED, lgo)) == (0, 0)


def test_the_ledger_is_never_changed(lgo: Tenant) -> None:
    ordered(lgo)
    entry = LedgerEntry.objects.get()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
