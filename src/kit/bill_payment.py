"""Thai bill payment: the QR code (EMVCo, tag 30) and the bar code that a bank's app or counter reads.

Specification: Thai QR Payment Standard (Bank of Thailand), merchant account information "bill payment".
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from kit.money import baht, to_satang

_APPLICATION = "A000000677010112"
_BILLER = re.compile(r"[0-9]{15}")
_REFERENCE = re.compile(r"[A-Z0-9]{1,20}")
_CURRENCY, _COUNTRY = "764", "TH"
_ONE_AMOUNT, _ANY_AMOUNT = "12", "11"
_LARGEST = Decimal("9999999999.99")


@dataclass(frozen=True, kw_only=True)
class BillPayment:
    """What is to be paid: to whom (tax id and a suffix of two digits), for what, and how much in baht.

    Without an amount the payer fills it in. ValueError when a part cannot be.
    """

    biller: str
    reference1: str
    reference2: str = ""
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        if not _BILLER.fullmatch(self.biller):
            raise ValueError("a biller is 15 digits: a tax id and a suffix")
        for reference in filter(None, (self.reference1, self.reference2)):
            if not _REFERENCE.fullmatch(reference):
                raise ValueError(f"reference {reference!r}: up to 20 capitals and digits")
        if not self.reference1:
            raise ValueError("a payment needs a reference")
        if self.amount is not None and not 0 < baht(self.amount) <= _LARGEST:
            raise ValueError(f"amount {self.amount}")

    @property
    def qr(self) -> str:
        """What the QR code says."""
        account = _field("00", _APPLICATION) + _field("01", self.biller) + _field("02", self.reference1)
        account += _field("03", self.reference2) if self.reference2 else ""
        amount = _field("54", str(baht(self.amount))) if self.amount is not None else ""
        kind = _ANY_AMOUNT if self.amount is None else _ONE_AMOUNT
        body = _field("00", "01") + _field("01", kind) + _field("30", account) + _field("53", _CURRENCY)
        body += amount + _field("58", _COUNTRY) + "6304"
        return body + checksum(body)

    @property
    def bar_code(self) -> str:
        """What the bar code of a counter says: its parts on lines of their own, the amount in satang."""
        satang = 0 if self.amount is None else to_satang(baht(self.amount))
        return f"|{self.biller}\r{self.reference1}\r{self.reference2}\r{satang}"


def read_qr(text: str) -> BillPayment:
    """The payment that a QR code asks for.

    Raises:
        ValueError: it is damaged, was tampered with, or asks for another kind of payment.
    """
    if len(text) < 8 or text[-8:-4] != "6304" or checksum(text[:-4]) != text[-4:].upper():
        raise ValueError("the check sum is wrong")
    fields = _fields(text)
    account = _fields(fields.get("30", ""))
    if account.get("00") != _APPLICATION or fields.get("53") != _CURRENCY:
        raise ValueError("no bill payment in baht")
    amount = fields.get("54")
    return BillPayment(
        biller=account.get("01", ""),
        reference1=account.get("02", ""),
        reference2=account.get("03", ""),
        amount=Decimal(amount) if amount else None,
    )


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE in four capital hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode("ascii", "replace"):
        crc ^= byte << 8
        for _bit in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        tag, length = text[:2], text[2:4]
        if not length.isascii() or not length.isdigit() or tag in found or len(text) < 4 + int(length):
            raise ValueError("the code is damaged")
        found[tag], text = text[4 : 4 + int(length)], text[4 + int(length) :]
    return found
