"""From a movement on the account to a payment: by the rules alone when they are sure, otherwise by two people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import (
    BankMatch,
    LedgerEntry,
    LineState,
    Payment,
    Statement,
    StatementLine,
    Tender,
)
from billing.selectors.bank import Owed, movements_foretold, owed_by_reference
from billing.services.payments import MoneyIn, Share, record_payment
from billing.services.reversals import reverse_payment
from billing.statements.references import references_in
from kit.errors import Invalid, Refused
from kit.money import ZERO
from shared_apps.audit.services import record
from tenants.models import Tenant

NOT_WAITING = _("This movement was dealt with already.")
NOT_INCOMING = _("Only money that came in can be recorded as a payment.")
NO_EVIDENCE = _("Write how you know what this payment is for, such as a call with the LGO or its letter.")
NO_REASON = _("Write the reason.")
NOT_ASIDE = _("This movement was not set aside.")
NOT_MATCHED = _("No payment was recorded of this movement.")
OTHER_AMOUNT = _("The amounts differ.")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Why people say that a movement is for these invoices. `file` is the id of a stored file."""

    text: str
    file: UUID | None = None
    asked_by: str = ""


def match_statement(*, statement: Statement, at: datetime) -> int:
    """Match what is sure among the movements of a file; returns how many. Taken up again, it goes on where it was."""
    waiting = list(
        StatementLine.objects.filter(statement=statement, state=LineState.WAITING).order_by("position", "pk")
    )
    Statement.objects.filter(pk=statement.pk).update(examined=statement.new_count - len(waiting))
    matched = 0
    for number, line in enumerate(waiting, start=1):
        matched += match_by_rules(line=line, at=at)
        Statement.objects.filter(pk=statement.pk).update(examined=statement.new_count - len(waiting) + number)
    return matched


@transaction.atomic
def match_by_rules(*, line: StatementLine, at: datetime) -> bool:
    """Record the payment when the reference is exact and the amount is what is owed, whole or less the tax withheld.

    A movement that the ledger foretold (a payout, a refund) is tied to its entry.
    """
    locked = _lock(line)
    if locked.state != LineState.WAITING:
        return False
    if entry := _only(movements_foretold(locked)):
        _tie(locked, entry, actor=None, at=at)
        return True
    shares = sure_shares(locked)
    if not shares:
        return False
    _record(locked, shares[0].invoice.tenant, shares, evidence=None, actor=None, at=at)
    return True


def sure_shares(line: StatementLine) -> list[Share]:
    """The invoices that a movement surely pays: named by their references, of one LGO, and the sum is right."""
    if line.amount <= 0:
        return []
    owed = owed_by_reference(references_in(line.reference, line.description, line.payer))
    if not owed or len({one.invoice.tenant_id for one in owed}) > 1:
        return []
    return shares_for(line.amount, owed)


def shares_for(amount: Decimal, owed: Sequence[Owed]) -> list[Share]:
    """All of the invoices in full, or all less the tax withheld, when that is the amount."""
    if amount == sum((one.balance for one in owed), ZERO):
        return [Share(invoice=one.invoice) for one in owed]
    if amount == sum((one.net for one in owed), ZERO):
        return [Share(invoice=one.invoice, withheld=one.withholding) for one in owed]
    return []


@transaction.atomic
def match_line(
    *,
    line: StatementLine,
    tenant: Tenant,
    shares: Sequence[Share],
    evidence: Evidence,
    actor: Any,
    at: datetime,
) -> Payment:
    """Record a movement as a payment of `tenant` for these invoices; without any it is the LGO's credit.

    Two people have to agree before this is called: one asked, `actor` approved.

    Raises:
        Refused: it was dealt with, or is no money that came in.
        Invalid: there is no evidence, or an invoice is another LGO's.
    """
    if not evidence.text.strip():
        raise Invalid(NO_EVIDENCE, code="no_evidence", field="evidence")
    locked = _lock(line)
    _check_waiting(locked)
    if locked.amount <= 0:
        raise Refused(NOT_INCOMING, code="not_incoming")
    return _record(locked, tenant, shares, evidence=evidence, actor=actor, at=at)


@transaction.atomic
def set_aside(*, line: StatementLine, reason: str, actor: Any, at: datetime) -> None:
    """Say that a movement is no income and stands in no entry of ours, such as interest or a fee of the bank.

    Raises:
        Invalid: there is no reason.
        Refused: it was dealt with.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    locked = _lock(line)
    _check_waiting(locked)
    _set(locked, LineState.ASIDE, actor=actor, at=at, reason=reason.strip())
    record("billing.bank_line_aside", actor=actor, target=locked, data={"reason": reason.strip()}, at=at)


@transaction.atomic
def take_back(*, line: StatementLine, actor: Any, at: datetime) -> None:
    """Let a movement that was set aside wait again.

    Raises:
        Refused: it was not set aside.
    """
    locked = _lock(line)
    if locked.state != LineState.ASIDE:
        raise Refused(NOT_ASIDE, code="not_aside")
    _set(locked, LineState.WAITING, actor=actor, at=at)
    record("billing.bank_line_taken_back", actor=actor, target=locked, at=at)


@transaction.atomic
def tie_to_entry(*, line: StatementLine, entry: LedgerEntry, actor: Any, at: datetime) -> None:
    """Say which entry of the ledger a movement is.

    Raises:
        Refused: it was dealt with, or the entry moves another amount or was tied before.
    """
    locked = _lock(line)
    _check_waiting(locked)
    if entry.pk not in {one.pk for one in movements_foretold(locked, days=366)}:
        raise Refused(OTHER_AMOUNT, code="other_amount")
    _tie(locked, entry, actor=actor, at=at)


@transaction.atomic
def undo_match(*, line: StatementLine, reason: str, actor: Any, at: datetime) -> None:
    """Reverse the payment of a movement, which then waits again. Two people have to agree before this is called.

    Raises:
        Refused: no payment was recorded of it, or the payment can no longer be reversed.
        Invalid: there is no reason.
    """
    locked = _lock(line)
    if locked.state != LineState.MATCHED or locked.payment is None:
        raise Refused(NOT_MATCHED, code="not_matched")
    payment = locked.payment
    reverse_payment(payment=payment, reason=reason, actor=actor, at=at)
    BankMatch.objects.filter(payment=payment).update(undone_at=at, undone_by=actor, undone_reason=reason.strip())
    _set(locked, LineState.WAITING, actor=actor, at=at)
    record("billing.bank_match_undone", actor=actor, target=locked, data={"reason": reason.strip()}, at=at)


def _record(
    line: StatementLine,
    tenant: Tenant,
    shares: Sequence[Share],
    *,
    evidence: Evidence | None,
    actor: Any,
    at: datetime,
) -> Payment:
    money = MoneyIn(
        tenant=tenant,
        tender=Tender.TRANSFER,
        reference=_payment_reference(line),
        amount=line.amount,
        received_on=line.booked_on,
    )
    payment = record_payment(money=money, shares=shares, actor=actor, at=at)
    entry = LedgerEntry.objects.get(key=f"payment:{money.tender}:{money.reference}")
    BankMatch.objects.create(
        line=line,
        payment=payment,
        is_automatic=evidence is None,
        evidence=evidence.text.strip() if evidence else "",
        file=evidence.file if evidence else None,
        asked_by=evidence.asked_by if evidence else "",
        matched_by=actor,
        matched_at=at,
    )
    _set(line, LineState.MATCHED, actor=actor, at=at, payment=payment, entry=entry)
    numbers: list[object] = [share.invoice.number for share in shares]
    record("billing.bank_line_matched", actor=actor, target=line, data={"invoices": numbers}, at=at)
    return payment


def _payment_reference(line: StatementLine) -> str:
    """Of the second payment from one movement, after the first was reversed, it tells that it is the second."""
    times = line.matches.count()
    return f"{line.number}/{times + 1}" if times else line.number


def _tie(line: StatementLine, entry: LedgerEntry, *, actor: Any, at: datetime) -> None:
    _set(line, LineState.LINKED, actor=actor, at=at, entry=entry)
    record("billing.bank_line_tied", actor=actor, target=line, data={"entry": entry.key}, at=at)


def _only(entries: Sequence[LedgerEntry]) -> LedgerEntry | None:
    return entries[0] if len(entries) == 1 else None


def _lock(line: StatementLine) -> StatementLine:
    rows = StatementLine.objects.select_for_update(of=("self",)).select_related("account", "payment")
    return rows.get(pk=line.pk)


def _check_waiting(line: StatementLine) -> None:
    if line.state != LineState.WAITING:
        raise Refused(NOT_WAITING, code="not_waiting")


def _set(
    line: StatementLine,
    state: LineState,
    *,
    actor: Any,
    at: datetime,
    payment: Payment | None = None,
    entry: LedgerEntry | None = None,
    reason: str = "",
) -> None:
    StatementLine.objects.filter(pk=line.pk).update(
        state=state, payment=payment, entry=entry, reason=reason, decided_at=at, decided_by=actor
    )
