"""From a movement to a payment: sure ones at once, others by two people, and back by an entry that reverses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billing.models import (
    Account,
    BankMatch,
    CertificateState,
    Invoice,
    LedgerEntry,
    LineState,
    Payment,
    Receipt,
    Statement,
    StatementLine,
    Tender,
    WithholdingCertificate,
)
from billing.selectors import balance_of, payments_with_credit, trial_balance
from billing.selectors.suggestions import suggestions
from billing.services import matching, payments, quotes, statements
from billing.services.matching import Evidence
from billing.statements import Unreadable
from kit.errors import Conflict, Invalid, Refused
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tests.billing.bank import TODAY, account, imported
from tests.billing.conftest import accepted, at, ordered, paid
from tests.billing.statements.files import camt, entry, simple

pytestmark = pytest.mark.usefixtures("lgo")
LETTER = Evidence(text="หนังสือของ อบต. ลงวันที่ 20", asked_by="ผู้ขอ")


def _row(invoice: Invoice, amount: str, *, text: str | None = None) -> tuple[str, str, str]:
    return ("20/01/2569", amount, invoice.reference if text is None else text)


def _more_storage(lgo: Tenant) -> Invoice:
    day = date(2026, 1, 20)
    offer = quotes.offer_storage(tenant=lgo, code="50GB", units=1, starts_on=day, day=day)
    return accepted(quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day)), day=day)


def test_an_exact_reference_and_amount_settle_at_once(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    (line,) = imported(account(), [_row(invoice, "65000.00")])
    invoice.refresh_from_db()
    assert (line.state, invoice.is_open) == (LineState.MATCHED, False)
    assert line.payment is not None
    assert (line.payment.reference, line.payment.tenant) == (line.number, lgo)
    assert line.payment.received_on == date(2026, 1, 20)
    assert line.entry == LedgerEntry.objects.get(key=f"payment:transfer:{line.number}")
    assert Receipt.objects.get().gross == 65_000
    assert balance_of(Account.BANK) == 65_000
    assert BankMatch.objects.get().is_automatic


def test_net_of_tax_a_certificate_is_awaited(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    imported(account(), [_row(invoice, "64392.52", text="ค่าบริการ IV-2569-1")])
    invoice.refresh_from_db()
    certificate = WithholdingCertificate.objects.get()
    assert (invoice.balance, certificate.amount) == (0, Decimal("607.48"))
    assert certificate.payment == Payment.objects.get()


@pytest.mark.parametrize("net", [False, True])
def test_one_transfer_for_the_invoices_that_it_names(lgo: Tenant, net: bool) -> None:
    first, second = ordered(lgo), _more_storage(lgo)
    amount = sum(one.gross - (one.withholding if net else 0) for one in (first, second))
    (line,) = imported(account(), [_row(first, str(amount), text=f"{first.number} {second.number}")])
    assert line.state == LineState.MATCHED
    assert balance_of(Account.RECEIVABLE) == 0
    assert Receipt.objects.count() == 2


@pytest.mark.parametrize("amount", ["64000.00", "65000.01", "1.00"])
def test_another_amount_waits_with_a_suggestion(lgo: Tenant, amount: str) -> None:
    invoice = ordered(lgo)
    (line,) = imported(account(), [_row(invoice, amount)])
    assert (line.state, Payment.objects.count()) == (LineState.WAITING, 0)
    best = suggestions(line)[0]
    assert (best.invoice, best.why[0]) == (invoice, "exact")


def test_references_of_two_lgos_are_never_sure(lgo: Tenant, south: Tenant) -> None:
    ours, theirs = ordered(lgo), ordered(south)
    (line,) = imported(account(), [_row(ours, "130000.00", text=f"{ours.number} {theirs.number}")])
    assert line.state == LineState.WAITING


def test_suggestions_say_why_and_the_likeliest_comes_first(lgo: Tenant, south: Tenant) -> None:
    mine, _theirs = ordered(lgo), ordered(south)
    wrong = f"IV{mine.reference[2:-2]}{mine.reference[-1]}{mine.reference[-2]}"
    (line,) = imported(account(), [_row(mine, "64392.52", text=f"{wrong} {lgo.name}")])
    found = suggestions(line)
    assert found[0].invoice == mine
    assert set(found[0].why) == {"near", "net", "named"}
    assert found[0].withheld == Decimal("607.48")
    assert all(str(reason) for reason in found[0].reasons)
    assert found[0].score > found[1].score


def test_an_outgoing_movement_has_no_suggestion(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    (line,) = imported(account(), [_row(invoice, "-65000.00")])
    assert (line.state, suggestions(line)) == (LineState.WAITING, [])
    with pytest.raises(Refused):
        matching.match_line(line=line, tenant=lgo, shares=[], evidence=LETTER, actor=None, at=at(TODAY))


def test_a_part_too_much_and_none_by_hand(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    part, rest, other = imported(
        account(), [("20/01/2569", "20000", "x"), ("21/01/2569", "50000", "y"), ("22/01/2569", "7", "z")]
    )
    share = payments.Share(invoice=invoice)
    for line, shares in ((part, [share]), (rest, [share]), (other, [])):
        matching.match_line(line=line, tenant=lgo, shares=shares, evidence=LETTER, actor=None, at=at(TODAY))
    invoice.refresh_from_db()
    assert invoice.balance == 0
    assert -balance_of(Account.CREDIT, lgo) == 5_007
    assert sum(trial_balance().values()) == 0
    with pytest.raises(Refused):
        matching.match_line(line=part, tenant=lgo, shares=[share], evidence=LETTER, actor=None, at=at(TODAY))


def test_by_hand_needs_evidence_and_their_own_invoice(lgo: Tenant, south: Tenant) -> None:
    theirs = ordered(south)
    (line,) = imported(account(), [("20/01/2569", "20000", "x")])
    with pytest.raises(Invalid):
        matching.match_line(line=line, tenant=lgo, shares=[], evidence=Evidence(text=" "), actor=None, at=at(TODAY))
    with pytest.raises(Invalid):
        matching.match_line(
            line=line,
            tenant=lgo,
            shares=[payments.Share(invoice=theirs)],
            evidence=LETTER,
            actor=None,
            at=at(TODAY),
        )
    line.refresh_from_db()
    assert (line.state, Payment.objects.count()) == (LineState.WAITING, 0)


def test_a_file_again_or_a_longer_one_adds_only_what_is_new(lgo: Tenant) -> None:
    ours = account()
    rows = [("20/01/2569", "65000", "โอน"), ("20/01/2569", "65000", "โอน")]
    assert len(imported(ours, rows)) == 2
    with pytest.raises(Conflict):
        imported(ours, rows)
    assert [line.description for line in imported(ours, [*rows, ("21/01/2569", "5", "new")])] == ["new"]
    assert StatementLine.objects.count() == 3
    assert len(imported(account("9999999999"), rows)) == 2


def test_of_a_wrong_file_nothing_is_imported(lgo: Tenant) -> None:
    content = simple([("20/01/2569", "65000", "a"), ("31/02/2569", "1", "b")])
    with pytest.raises(Unreadable) as raised:
        statements.import_statement(
            account=account(), name="x.csv", content=content, today=TODAY, actor=None, at=at(TODAY)
        )
    assert [one.line for one in raised.value.problems] == [3]
    assert (Statement.objects.count(), StatementLine.objects.count()) == (0, 0)


def test_a_file_of_another_account_is_refused(lgo: Tenant) -> None:
    content = camt([entry("5.00", day="2026-01-20")], opening="0", closing="5", account="5550001111")
    with pytest.raises(Invalid) as raised:
        statements.import_statement(
            account=account(), name="x.xml", content=content, today=TODAY, actor=None, at=at(TODAY)
        )
    assert raised.value.code == "other_account"


def test_told_columns_are_remembered(lgo: Tenant) -> None:
    from billing.statements import Columns

    ours, told = account(), Columns(header=1, day=0, amount=1)
    first = b"aaa,bbb\n20/01/2569,5.00\n"
    statements.remember_columns(account=ours, content=first, columns=told, actor=None, at=at(TODAY))
    ours.refresh_from_db()
    made = statements.import_statement(
        account=ours, name="x.csv", content=b"aaa,bbb\n21/01/2569,6.00\n", today=TODAY, actor=None, at=at(TODAY)
    )
    assert [line.amount for line in made.statement.lines.all()] == [6]


def test_set_aside_with_a_reason_and_back(lgo: Tenant) -> None:
    (line,) = imported(account(), [("20/01/2569", "-35", "ค่าธรรมเนียม")])
    with pytest.raises(Invalid):
        matching.set_aside(line=line, reason="", actor=None, at=at(TODAY))
    matching.set_aside(line=line, reason="ค่าธรรมเนียมธนาคาร", actor=None, at=at(TODAY))
    with pytest.raises(Refused):
        matching.set_aside(line=line, reason="x", actor=None, at=at(TODAY))
    matching.take_back(line=line, actor=None, at=at(TODAY))
    line.refresh_from_db()
    assert (line.state, line.reason) == (LineState.WAITING, "")
    assert AuditEntry.objects.filter(action="billing.bank_line_aside").count() == 1


def test_undoing_reverses_everything_and_nothing_is_deleted(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    (line,) = imported(account(), [_row(invoice, "64392.52")])
    entries = LedgerEntry.objects.count()
    matching.undo_match(line=line, reason="เป็นเงินของ อบต. อื่น", actor=None, at=at(TODAY))
    line.refresh_from_db()
    invoice.refresh_from_db()
    payment, receipt, certificate = Payment.objects.get(), Receipt.objects.get(), WithholdingCertificate.objects.get()
    assert (line.state, invoice.balance, invoice.settled_at) == (LineState.WAITING, 65_000, None)
    assert (payment.credit, payment.allocated, bool(payment.reversed_at)) == (0, 0, True)
    assert list(payments_with_credit(lgo)) == []
    assert (receipt.void_reason, certificate.state) == ("เป็นเงินของ อบต. อื่น", CertificateState.CANCELLED)
    assert LedgerEntry.objects.count() == entries + 1
    for one in (Account.BANK, Account.WITHHELD, Account.CREDIT, Account.VAT_DUE):
        assert balance_of(one, lgo) == 0
    assert balance_of(Account.RECEIVABLE, lgo) == 65_000
    again = matching.match_by_rules(line=line, at=at(TODAY))
    line.refresh_from_db()
    assert again
    assert line.payment is not None
    assert line.payment.reference == f"{line.number}/2"
    assert Receipt.objects.filter(voided_at=None).get().withheld == Decimal("607.48")
    assert sum(trial_balance().values()) == 0


def test_undoing_a_part_keeps_the_vat_of_the_rest_right(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    first, second = imported(account(), [("20/01/2569", "20000", "x"), ("21/01/2569", "11111.11", "y")])
    for line in (first, second):
        shares = [payments.Share(invoice=invoice)]
        matching.match_line(line=line, tenant=lgo, shares=shares, evidence=LETTER, actor=None, at=at(TODAY))
    matching.undo_match(line=first, reason="ผิด", actor=None, at=at(TODAY))
    assert -balance_of(Account.VAT_DUE, lgo) == Decimal("726.90")  # 4,252.34 x 11,111.11 / 65,000
    paid(lgo, invoice, amount="53888.89", reference="T-9")
    assert -balance_of(Account.VAT_DUE, lgo) == Decimal("4252.34")
    assert balance_of(Account.VAT_UNDUE, lgo) == 0


def test_a_card_payment_or_what_was_sent_back_is_not_reversed(lgo: Tenant) -> None:
    from billing.services import corrections
    from billing.services.reversals import reverse_payment

    card = paid(lgo, amount="100", tender=Tender.STRIPE, reference="pi_1")
    transfer = paid(lgo, amount="100", reference="T-1")
    corrections.request_refund(payment=transfer, amount=Decimal(1), reason="x", actor=None, at=at(TODAY))
    for payment in (card, transfer):
        with pytest.raises(Refused):
            reverse_payment(payment=payment, reason="x", actor=None, at=at(TODAY))


def test_a_refund_that_went_out_is_tied_to_its_entry(lgo: Tenant) -> None:
    from billing.services import corrections

    payment = paid(lgo, amount="500", reference="T-1")
    refund = corrections.request_refund(payment=payment, amount=Decimal(200), reason="x", actor=None, at=at(TODAY))
    corrections.end_refund(refund=refund, succeeded=True, reference="OUT-1", actor=None, at=at(TODAY))
    (line,) = imported(account(), [("25/01/2569", "-200", "โอนคืน")])
    assert line.state == LineState.LINKED
    assert line.entry is not None
    assert line.entry.key == f"refund:{refund.pk}:refund_done"


def test_nothing_of_it_is_asked_for_each_line(lgo: Tenant, django_assert_max_num_queries: Any) -> None:
    invoice = ordered(lgo)
    (line,) = imported(account(), [_row(invoice, "1.00")])
    with django_assert_max_num_queries(5):
        suggestions(line)
