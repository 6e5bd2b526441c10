"""What a document says, as it is frozen when it is issued. Amounts in baht, texts in Thai."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from kit.bill_payment import BillPayment
from kit.money import ZERO


@dataclass(frozen=True, kw_only=True)
class Party:
    """The seller or the buyer, as tax documents name them (Revenue Code s. 86/4)."""

    name: str
    tax_id: str = ""
    branch: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    signer: str = ""
    signer_position: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line: what it is, the arithmetic behind it, how much of it, and its amount with VAT."""

    title: str
    detail: str = ""
    quantity: str = "1"
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Fact:
    """Something about the document, such as the day it is due."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PayTo:
    """Where an invoice is paid: the biller and references of the QR code, and the account for transfers."""

    biller: str = ""
    reference1: str
    reference2: str
    bank: str = ""
    account_name: str = ""
    account_number: str = ""

    def qr(self, amount: Decimal) -> str:
        """What the QR code for an amount says; nothing where no bank gave out a biller."""
        if not self.biller:
            return ""
        payment = BillPayment(biller=self.biller, reference1=self.reference1, reference2=self.reference2, amount=amount)
        return payment.qr


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What a credit note corrects: value before VAT as it was and as it is right (Revenue Code s. 86/10)."""

    originals: list[Fact]
    value_before: Decimal
    value_right: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """All that a document says. `withholding` is tax the buyer withholds, or on a receipt has withheld."""

    kind: str
    number: str
    issued_on: date
    seller: Party
    buyer: Party
    facts: list[Fact] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    gross: Decimal
    net: Decimal
    vat: Decimal
    vat_percent: Decimal
    withholding: Decimal = ZERO
    withholding_percent: Decimal = ZERO
    pay_to: PayTo | None = None
    correction: Correction | None = None
    notes: list[str] = field(default_factory=list)
    verify_url: str = ""

    @property
    def transfer(self) -> Decimal:
        """What is paid net of the tax withheld."""
        return self.gross - self.withholding


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Content]:
    return TypeAdapter(Content)


def to_json(content: Content) -> dict[str, Any]:
    """The content as a row keeps it."""
    dumped: dict[str, Any] = _adapter().dump_python(content, mode="json")
    return dumped


def from_json(kept: dict[str, Any]) -> Content:
    """The content of a row.

    Raises:
        pydantic.ValidationError: the row was not written by `to_json`.
    """
    return _adapter().validate_python(kept)
