"""The ledger whatever happens, in any order: the invariants I3 and I5 to I11 of `billing.md`."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from billing.models import (
    Account,
    DocumentCounter,
    Invoice,
    LedgerEntry,
    Payment,
    Receipt,
    Refund,
    RefundState,
    Subscription,
    Tender,
)
from billing.selectors import balance_of, payments_with_credit, trial_balance
from billing.services import corrections, payments, quotes, recognition
from kit.errors import DomainError
from kit.money import ZERO
from tenants.models import Tenant
from tests.billing.conftest import accepted, at, ordered, paid

PARTS = st.sampled_from(["0.01", "100", "2971.96", "20000", "64392.52", "65000", "99999.99"])


class Ledger(RuleBasedStateMachine):
    """Orders, payments, credit, notes, refunds and months, as they come."""

    tenant: ClassVar[Any] = None

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.day = date(2026, 1, 1)
        self.told: list[Callable[[], Any]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(package=st.sampled_from(["SS", "S", "M", "L"]))
    def order(self, package: str) -> None:
        ordered(self.tenant, package)

    @rule(days=st.integers(min_value=1, max_value=40))
    def time_goes_by(self, days: int) -> None:
        self.day = min(self.day + timedelta(days=days), date(2026, 12, 31))

    @rule(code=st.sampled_from(["50GB", "100GB", "200GB"]), units=st.integers(min_value=1, max_value=3))
    def more_storage(self, code: str, units: int) -> None:
        offer = quotes.offer_storage(tenant=self.tenant, code=code, units=units, starts_on=self.day, day=self.day)
        accepted(quotes.issue_quote(tenant=self.tenant, offer=offer, actor=None, at=at(self.day)), day=self.day)

    @rule(amount=PARTS, withhold=st.booleans(), tender=st.sampled_from([Tender.STRIPE, Tender.TRANSFER]))
    def pay(self, amount: str, withhold: bool, tender: Tender) -> None:
        invoice = Invoice.objects.order_by("-pk").first()
        assert invoice is not None
        withheld = str(invoice.withholding) if withhold and not invoice.certificates.exists() else "0"
        reference, day = f"ref-{len(self.told)}", self.day

        def tell() -> Any:
            return paid(
                self.tenant, invoice, amount=amount, withheld=withheld, tender=tender, reference=reference, day=day
            )

        tell()
        self.told.append(tell)

    @precondition(lambda self: self.told)
    @rule(which=st.integers(min_value=0))
    def told_again(self, which: int) -> None:
        entries, receipts = LedgerEntry.objects.count(), Receipt.objects.count()
        self.told[which % len(self.told)]()
        assert (LedgerEntry.objects.count(), Receipt.objects.count()) == (entries, receipts)

    @rule()
    def credit_is_used(self) -> None:
        for invoice in Invoice.objects.filter(settled_at=None):
            payments.use_credit(invoice=invoice, actor=None, at=at(self.day))

    @rule(part=st.sampled_from([Decimal("0.01"), Decimal("0.5"), Decimal(1)]))
    def credit_note(self, part: Decimal) -> None:
        invoice = Invoice.objects.order_by("pk").first()
        assert invoice is not None
        gross = (invoice.gross * part).quantize(Decimal("0.01"))
        self._perhaps(
            lambda: corrections.issue_credit_note(
                invoice=invoice, gross=gross, reason="ทดสอบ", actor=None, at=at(self.day)
            )
        )

    @rule(whole=st.booleans())
    def refund(self, whole: bool) -> None:
        payment = payments_with_credit(self.tenant).first()
        if payment is None:
            return
        amount = payment.credit if whole else Decimal("0.01")
        corrections.request_refund(payment=payment, amount=amount, reason="ทดสอบ", actor=None, at=at(self.day))

    @rule(succeeded=st.booleans())
    def refund_ends(self, succeeded: bool) -> None:
        refund = Refund.objects.filter(state=RefundState.REQUESTED).first()
        if refund is not None:
            corrections.end_refund(
                refund=refund, succeeded=succeeded, reference=f"re_{refund.pk}", actor=None, at=at(self.day)
            )

    @rule()
    def month_ends(self) -> None:
        recognition.recognise_revenue(day=self.day, at=at(self.day))

    @staticmethod
    def _perhaps(work: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                work()
        except DomainError:
            return

    @invariant()
    def debits_are_credits(self) -> None:
        assert sum(trial_balance().values(), ZERO) == 0

    @invariant()
    def receivables_are_what_invoices_owe(self) -> None:
        owed = [invoice.balance for invoice in Invoice.objects.all()]
        assert all(balance >= 0 for balance in owed)
        assert balance_of(Account.RECEIVABLE) == sum(owed, ZERO)

    @invariant()
    def credit_is_what_is_left_of_payments(self) -> None:
        left = [payment.credit for payment in Payment.objects.all()]
        assert all(credit >= 0 for credit in left)
        assert -balance_of(Account.CREDIT) == sum(left, ZERO)

    @invariant()
    def money_is_payments_less_refunds(self) -> None:
        money = balance_of(Account.BANK) + balance_of(Account.STRIPE)
        came = Payment.objects.aggregate(sum=Sum("amount"))["sum"] or ZERO
        went = Refund.objects.filter(state=RefundState.DONE).aggregate(sum=Sum("amount"))["sum"] or ZERO
        assert money == came - went

    @invariant()
    def vat_is_that_of_the_invoices(self) -> None:
        charged = Invoice.objects.aggregate(sum=Sum("vat"))["sum"] or ZERO
        back = Invoice.objects.aggregate(sum=Sum("credit_notes__vat"))["sum"] or ZERO
        undue, due = -balance_of(Account.VAT_UNDUE), -balance_of(Account.VAT_DUE)
        assert (undue >= 0, due >= 0) == (True, True)
        assert undue + due == charged - back

    @invariant()
    def receipts_are_what_was_settled(self) -> None:
        receipts = Receipt.objects.aggregate(sum=Sum("gross"))["sum"] or ZERO
        allocated = Invoice.objects.aggregate(sum=Sum(F("allocations__amount")))["sum"] or ZERO
        assert receipts == allocated + balance_of(Account.WITHHELD)

    @invariant()
    def numbers_have_no_gap(self) -> None:
        for counter in DocumentCounter.objects.filter(kind="RT"):
            numbers = Receipt.objects.filter(number__startswith=f"RT-{counter.year}-").count()
            assert numbers == counter.value

    @invariant()
    def what_is_deferred_is_never_less_than_nothing_once_months_are_posted(self) -> None:
        recognition.recognise_revenue(day=self.day, at=at(self.day))
        assert balance_of(Account.DEFERRED) <= 0
        assert Subscription.objects.count() == 1


@pytest.mark.usefixtures("in_public")
def test_whatever_happens_the_ledger_is_right(north: Tenant) -> None:
    Ledger.tenant = north
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
