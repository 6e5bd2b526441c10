"""The ledger whatever happens, in any order: the invariants I3 and I5 to I11 of `billing.md`."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
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

from billing.gateway.values import DisputeFact, DisputeProgress, Movement
from billing.models import (
    Account,
    Allocation,
    CertificateState,
    Dispute,
    DisputeState,
    DocumentCounter,
    Invoice,
    IssuedDocument,
    LedgerEntry,
    Payment,
    Receipt,
    Refund,
    RefundState,
    Subscription,
    Tender,
    TermItem,
    WithholdingCertificate,
)
from billing.selectors import balance_of, payments_with_credit, trial_balance
from billing.services import certificates, corrections, goodwill, payments, quotes, recognition, renewals, reversals
from billing.services.certificates import Paper
from billing.services.disputes import learn_dispute
from billing.services.orders import Acceptance
from kit.errors import DomainError
from kit.money import ZERO
from tenants.models import Tenant
from tests.billing.conftest import accepted, at, ordered, paid

WITHOUT_ORDER = Acceptance(by="ปลัด")
PARTS = st.sampled_from(["0.01", "100", "2971.96", "20000", "64392.52", "65000", "99999.99"])


class Ledger(RuleBasedStateMachine):
    """Orders, upgrades, renewals, payments, credit, notes, refunds, disputes, reversals and months, as they come."""

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
        self.day = min(self.day + timedelta(days=days), date(2027, 12, 31))

    @rule(
        code=st.sampled_from(["50GB", "100GB", "200GB"]),
        units=st.integers(min_value=1, max_value=3),
        by_order=st.booleans(),
    )
    def more_storage(self, code: str, units: int, by_order: bool) -> None:
        self._perhaps(
            lambda: self._buy(
                quotes.offer_storage(tenant=self.tenant, code=code, units=units, starts_on=self.day, day=self.day),
                by_order,
            )
        )

    @rule(package=st.sampled_from(["S", "M", "L"]), by_order=st.booleans())
    def larger_package(self, package: str, by_order: bool) -> None:
        self._perhaps(
            lambda: self._buy(
                quotes.offer_upgrade(tenant=self.tenant, package=package, starts_on=self.day, day=self.day), by_order
            )
        )

    def _buy(self, offer: quotes.Offer, by_order: bool) -> None:
        quote = quotes.issue_quote(tenant=self.tenant, offer=offer, actor=None, at=at(self.day))
        accepted(quote, day=self.day, **({} if by_order else {"acceptance": WITHOUT_ORDER}))

    @rule(by_order=st.booleans())
    def renewal(self, by_order: bool) -> None:
        def renew() -> None:
            quote = renewals.request_renewal(tenant=self.tenant, actor=None, at=at(self.day))
            accepted(quote, day=self.day, **({} if by_order else {"acceptance": WITHOUT_ORDER}))

        self._perhaps(renew)

    @rule(smaller=st.booleans())
    def cancellation(self, smaller: bool) -> None:
        """At the renewal: less than now, or nothing any more. What runs goes on, and no money moves."""
        before = trial_balance()
        who: dict[str, Any] = {"tenant": self.tenant, "by": "นายก", "actor": None, "at": at(self.day)}
        if smaller:
            self._perhaps(lambda: renewals.choose_for_renewal(package="SS", storage={}, **who))
        else:
            self._perhaps(lambda: renewals.give_notice(reason="เลิกใช้", **who))
        assert trial_balance() == before

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
        self._perhaps(
            lambda: corrections.request_refund(
                payment=payment, amount=amount, reason="ทดสอบ", actor=None, at=at(self.day)
            )
        )

    @rule(which=st.integers(min_value=0))
    def a_transfer_is_reversed(self, which: int) -> None:
        """It was taken for the wrong LGO: its receipts are void and its certificates no longer awaited."""
        transfers = list(Payment.objects.filter(tender=Tender.TRANSFER, reversed_at=None).order_by("pk"))
        if transfers:
            payment = transfers[which % len(transfers)]
            self._perhaps(
                lambda: reversals.reverse_payment(payment=payment, reason="ผิดราย", actor=None, at=at(self.day))
            )

    @rule(progress=st.sampled_from(["open", "won", "lost"]), which=st.integers(min_value=0))
    def dispute(self, progress: DisputeProgress, which: int) -> None:
        """A payer's bank holds the money back, gives it back, or keeps it; told in any order and number."""
        cards = list(Payment.objects.filter(tender=Tender.STRIPE).order_by("pk"))
        if not cards:
            return
        payment = cards[which % len(cards)]
        known = Dispute.objects.filter(payment=payment).first()
        ended = known is not None and known.state != DisputeState.OPEN
        fact = self._disputed(payment, known.state if known is not None and ended else progress)
        for _told in range(2):
            learn_dispute(fact=fact, at=at(self.day))

    def _disputed(self, payment: Payment, progress: Any) -> DisputeFact:
        taken = self._movement(payment, "dispute", -payment.amount)
        back = self._movement(payment, "dispute_reversal", payment.amount)
        return DisputeFact(
            reference=f"dp_{payment.pk}",
            intent=payment.reference,
            amount=payment.amount,
            reason="fraudulent",
            progress=progress,
            answer_until=None,
            opened_at=at(self.day),
            movements=(taken, back) if progress == "won" else (taken,),
        )

    def _movement(self, payment: Payment, kind: str, amount: Decimal) -> Movement:
        reference, when = f"txn_{kind}_{payment.pk}", at(self.day)
        return Movement(
            reference=reference, kind=kind, subject=payment.reference, amount=amount, fee=ZERO, happened_at=when
        )

    @rule(what=st.sampled_from(["hand in", "refuse", "receive"]))
    def certificate(self, what: str) -> None:
        """Papers move no money."""
        found = WithholdingCertificate.objects.order_by("pk").first()
        if found is None:
            return
        before, moment = trial_balance(), at(self.day)
        paper = Paper(number="1/2570", issued_on=self.day)
        acts: dict[str, Callable[[], Any]] = {
            "hand in": lambda: certificates.hand_in_certificate(
                certificate=found, paper=paper, actor=None, by="คลัง", at=moment
            ),
            "refuse": lambda: certificates.refuse_certificate(certificate=found, reason="ผิดปี", actor=None, at=moment),
            "receive": lambda: certificates.receive_certificate(certificate=found, paper=paper, actor=None, at=moment),
        }
        self._perhaps(acts[what])
        assert trial_balance() == before

    @rule(amount=st.sampled_from(["0.01", "500"]))
    def goodwill_is_given(self, amount: str) -> None:
        reference = f"goodwill-{Payment.objects.count()}"
        goodwill.give_credit(
            tenant=self.tenant,
            amount=Decimal(amount),
            reference=reference,
            reason="ระบบล่ม",
            actor=None,
            at=at(self.day),
        )

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
    def money_is_payments_less_what_went(self) -> None:
        money = balance_of(Account.BANK) + balance_of(Account.STRIPE)
        real = Payment.objects.filter(reversed_at=None).exclude(tender=Tender.CREDIT)
        came = _sum(real, "amount")
        went = _sum(Refund.objects.filter(state=RefundState.DONE), "amount")
        kept_back = _sum(Dispute.objects.filter(is_withdrawn=True), "amount")
        assert money == came - went - kept_back

    @invariant()
    def money_under_way_is_accounted_for(self) -> None:
        refunds = Refund.objects.filter(state__in=[RefundState.REQUESTED, RefundState.WAITING])
        assert -balance_of(Account.REFUNDS) == _sum(refunds, "amount")
        open_disputes = Dispute.objects.filter(state=DisputeState.OPEN, is_withdrawn=True)
        assert balance_of(Account.DISPUTED) == _sum(open_disputes, "amount")

    @invariant()
    def tax_withheld_is_what_certificates_are_owed_for(self) -> None:
        owed = WithholdingCertificate.objects.exclude(state=CertificateState.CANCELLED)
        assert balance_of(Account.WITHHELD) == _sum(owed, "amount")

    @invariant()
    def vat_is_that_of_the_invoices(self) -> None:
        charged = Invoice.objects.aggregate(sum=Sum("vat"))["sum"] or ZERO
        back = Invoice.objects.aggregate(sum=Sum("credit_notes__vat"))["sum"] or ZERO
        undue, due = -balance_of(Account.VAT_UNDUE), -balance_of(Account.VAT_DUE)
        assert (undue >= 0, due >= 0) == (True, True)
        assert undue + due == charged - back

    @invariant()
    def receipts_are_what_was_settled(self) -> None:
        """Those of a payment that was lost to a dispute are told by the dispute."""
        for payment in Payment.objects.exclude(disputes__state=DisputeState.LOST):
            receipts = reversals.receipts_of(payment).filter(voided_at=None)
            settled = _sum(Allocation.objects.filter(payment=payment), "amount") if not payment.reversed_at else ZERO
            withheld = payment.certificates.exclude(state=CertificateState.CANCELLED)
            assert _sum(receipts, "gross") == settled + _sum(withheld, "amount")

    @invariant()
    def numbers_have_no_gap(self) -> None:
        for counter in DocumentCounter.objects.all():
            issued = IssuedDocument.objects.filter(number__startswith=f"{counter.kind}-{counter.year}-")
            numbers = sorted(int(one.rsplit("-", 1)[1]) for one in issued.values_list("number", flat=True))
            assert numbers == list(range(1, counter.value + 1))

    @invariant()
    def one_package_runs_at_a_time(self) -> None:
        rows = TermItem.objects.filter(kind="package", ends_on__gt=F("starts_on")).order_by("starts_on", "pk")
        runs = list(rows.values_list("starts_on", "ends_on"))
        assert all(before[1] <= after[0] for before, after in pairwise(runs))

    @invariant()
    def what_is_deferred_is_never_less_than_nothing_once_months_are_posted(self) -> None:
        recognition.recognise_revenue(day=self.day, at=at(self.day))
        assert balance_of(Account.DEFERRED) <= 0
        assert Subscription.objects.count() == 1


def _sum(rows: Any, field: str) -> Decimal:
    found: Decimal | None = rows.aggregate(sum=Sum(field))["sum"]
    return found or ZERO


EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "20"))
"""More of them, when somebody has changed what settles: `LEDGER_EXAMPLES=200 ./dev test …`."""


@pytest.mark.usefixtures("in_public")
def test_whatever_happens_the_ledger_is_right(north: Tenant) -> None:
    Ledger.tenant = north
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
