"""Writing of price books: one person writes, another approves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from billing.models import BookState, PackagePrice, PriceBook, StoragePrice
from kit import clock
from kit.errors import Conflict, Invalid, Refused
from shared_apps.audit.services import record

SAME_PERSON = _("Someone else has to approve what you wrote.")
NOT_DRAFT = _("This price book is no longer a draft. Make a new version.")
NOT_WAITING = _("This price book does not wait for approval.")
IN_THE_PAST = _("Prices hold from today on at the earliest. Choose a later day.")
DAY_TAKEN = _("Another approved price book begins on this day. Choose another day.")
NOTHING_SOLD = _("A price book needs at least one package.")


@dataclass(frozen=True, kw_only=True)
class PackageRow:
    """A package: baht a year with VAT; `accounts` None is unlimited; `storage` in bytes."""

    code: str
    name_th: str
    name_en: str
    yearly: Decimal
    accounts: int | None
    storage: int


@dataclass(frozen=True, kw_only=True)
class StorageRow:
    """More storage: baht a month with VAT; `storage` in bytes."""

    code: str
    monthly: Decimal
    storage: int


@dataclass(frozen=True, kw_only=True)
class BookValues:
    """All that a price book says."""

    effective_from: date
    vat_percent: Decimal
    withholding_percent: Decimal
    installation: Decimal
    packages: Sequence[PackageRow]
    storage: Sequence[StorageRow]
    legal_basis: str = ""


@transaction.atomic
def draft_book(*, values: BookValues, actor: Any, at: datetime) -> PriceBook:
    """Begin a new version."""
    version = (PriceBook.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    book = PriceBook.objects.create(version=version, written_by=actor, written_at=at, **_fields(values))
    _write_rows(book, values)
    record("billing.book_drafted", actor=actor, target=book, data=_summary(values), at=at)
    return book


@transaction.atomic
def change_book(*, book: PriceBook, values: BookValues, actor: Any, at: datetime) -> PriceBook:
    """Change a draft; whoever changes it has written it.

    Raises:
        Refused: it is no draft.
    """
    locked = _locked(book)
    if locked.state != BookState.DRAFT:
        raise Refused(NOT_DRAFT, code="not_draft")
    PriceBook.objects.filter(pk=locked.pk).update(written_by=actor, written_at=at, **_fields(values))
    locked.packages.all().delete()
    locked.storage.all().delete()
    _write_rows(locked, values)
    record("billing.book_changed", actor=actor, target=locked, data=_summary(values), at=at)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def submit_book(*, book: PriceBook, actor: Any, at: datetime) -> None:
    """Ask for approval.

    Raises:
        Refused: it is no draft, or sells nothing.
    """
    locked = _locked(book)
    if locked.state != BookState.DRAFT:
        raise Refused(NOT_DRAFT, code="not_draft")
    if not locked.packages.exists():
        raise Refused(NOTHING_SOLD, code="no_package")
    PriceBook.objects.filter(pk=locked.pk).update(state=BookState.SUBMITTED)
    record("billing.book_submitted", actor=actor, target=locked, at=at)


@transaction.atomic
def approve_book(*, book: PriceBook, actor: Any, at: datetime) -> None:
    """Let the prices hold from their day.

    Raises:
        Refused: it does not wait for approval, or its writer is the one who would approve.
        Invalid: its day has passed.
        Conflict: another book begins on that day.
    """
    locked = _locked(book)
    if locked.state != BookState.SUBMITTED:
        raise Refused(NOT_WAITING, code="not_waiting")
    if locked.written_by_id is not None and locked.written_by_id == actor.pk:
        raise Refused(SAME_PERSON, code="same_person")
    if locked.effective_from < clock.bangkok_day(at):
        raise Invalid(IN_THE_PAST, code="past", field="effective_from")
    try:
        with transaction.atomic():
            PriceBook.objects.filter(pk=locked.pk).update(state=BookState.APPROVED, approved_by=actor, approved_at=at)
    except IntegrityError as error:
        raise Conflict(DAY_TAKEN, code="day_taken", field="effective_from") from error
    record("billing.book_approved", actor=actor, target=locked, at=at)


@transaction.atomic
def withdraw_book(*, book: PriceBook, actor: Any, reason: str, at: datetime) -> None:
    """Give up a version that was not approved.

    Raises:
        Refused: it was approved, or withdrawn before.
    """
    locked = _locked(book)
    if locked.state not in {BookState.DRAFT, BookState.SUBMITTED}:
        raise Refused(NOT_DRAFT, code="not_draft")
    PriceBook.objects.filter(pk=locked.pk).update(state=BookState.WITHDRAWN)
    record("billing.book_withdrawn", actor=actor, target=locked, data={"reason": reason}, at=at)


def _locked(book: PriceBook) -> PriceBook:
    return PriceBook.objects.select_for_update(of=("self",)).get(pk=book.pk)


def _fields(values: BookValues) -> dict[str, Any]:
    return {
        "effective_from": values.effective_from,
        "vat_percent": values.vat_percent,
        "withholding_percent": values.withholding_percent,
        "installation": values.installation,
        "legal_basis": values.legal_basis,
    }


def _write_rows(book: PriceBook, values: BookValues) -> None:
    PackagePrice.objects.bulk_create(
        [PackagePrice(book=book, order=place, **vars(row)) for place, row in enumerate(values.packages)]
    )
    StoragePrice.objects.bulk_create(
        [StoragePrice(book=book, order=place, **vars(row)) for place, row in enumerate(values.storage)]
    )


def _summary(values: BookValues) -> dict[str, object]:
    return {
        "effective_from": values.effective_from.isoformat(),
        "packages": {row.code: str(row.yearly) for row in values.packages},
        "storage": {row.code: str(row.monthly) for row in values.storage},
    }
