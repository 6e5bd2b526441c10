"""Writing of price books: one person writes, another approves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import PackagePrice, PriceBook, StoragePrice
from billing.services import versions
from kit import clock
from kit.errors import Refused
from shared_apps.audit.services import record

IN_THE_PAST = _("Prices hold from today on at the earliest. Choose a later day.")
_NAME = "billing.book"
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
    version = versions.next_version(PriceBook)
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
    locked = versions.lock_draft(book)
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
    locked = versions.lock_draft(book)
    if not locked.packages.exists():
        raise Refused(NOTHING_SOLD, code="no_package")
    versions.submit(locked, name=_NAME, actor=actor, at=at)


def approve_book(*, book: PriceBook, actor: Any, at: datetime) -> None:
    """Let the prices hold from their day; raises what `versions.approve` does."""
    earliest = versions.Earliest(clock.bangkok_day(at), IN_THE_PAST)
    versions.approve(book, name=_NAME, earliest=earliest, actor=actor, at=at)


def withdraw_book(*, book: PriceBook, actor: Any, reason: str, at: datetime) -> None:
    """Give up a version that was not approved; raises what `versions.withdraw` does."""
    versions.withdraw(book, name=_NAME, actor=actor, reason=reason, at=at)


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
