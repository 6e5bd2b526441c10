"""Which column of a bank's CSV is what: found by the names that Thai banks give them, or told once by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from kit.errors import gettext_noop
from kit.thai import search_fold

NO_DAY = gettext_noop("No column with the date was found. Say which one it is.")
NO_AMOUNT = gettext_noop("No column with the amount was found. Say which one it is.")

_NAMES: Mapping[str, tuple[str, ...]] = {
    "day": (
        "วันที่ทำรายการ",
        "วันที่รายการ",
        "วันที่ชำระ",
        "วันที่",
        "วันทำรายการ",
        "transaction date",
        "txn date",
        "posting date",
        "booking date",
        "payment date",
        "value date",
        "date",
    ),
    "deposit": (
        "จำนวนเงินฝาก",
        "เงินฝาก",
        "ฝาก",
        "ฝากเงิน",
        "รับโอน",
        "เงินเข้า",
        "เครดิต",
        "deposit",
        "deposit amount",
        "credit",
        "credit amount",
        "cr",
        "cr amount",
        "money in",
        "paid in",
    ),
    "withdrawal": (
        "จำนวนเงินถอน",
        "เงินถอน",
        "ถอน",
        "ถอนเงิน",
        "เงินออก",
        "เดบิต",
        "withdrawal",
        "withdrawal amount",
        "withdraw",
        "debit",
        "debit amount",
        "dr",
        "dr amount",
        "money out",
        "paid out",
    ),
    "amount": (
        "จำนวนเงิน",
        "จำนวนเงินบาท",
        "ยอดเงิน",
        "ยอดชำระ",
        "มูลค่า",
        "amount",
        "amount thb",
        "transaction amount",
        "paid amount",
    ),
    "side": ("ประเภทเดบิตเครดิต", "ฝากถอน", "dr/cr", "drcr", "d/c", "cr/dr", "debit/credit", "credit/debit", "sign"),
    "balance": (
        "ยอดคงเหลือ",
        "คงเหลือ",
        "ยอดเงินคงเหลือ",
        "ยอดเงินในบัญชี",
        "balance",
        "outstanding balance",
        "ledger balance",
        "running balance",
        "balance thb",
    ),
    "description": (
        "รายละเอียด",
        "รายการ",
        "คำอธิบาย",
        "คำอธิบายรายการ",
        "หมายเหตุ",
        "ประเภทรายการ",
        "description",
        "details",
        "transaction description",
        "transaction",
        "note",
        "particulars",
        "narrative",
        "remark",
        "remarks",
    ),
    "reference": (
        "ref.1",
        "ref1",
        "ref. 1",
        "reference 1",
        "reference no 1",
        "reference1",
        "รหัสอ้างอิง 1",
        "รหัสอ้างอิง1",
        "เลขที่อ้างอิง 1",
        "เลขที่อ้างอิง1",
        "อ้างอิง 1",
        "customer reference",
        "reference",
        "อ้างอิง",
        "เลขที่อ้างอิง",
        "รหัสอ้างอิง",
    ),
    "second_reference": (
        "ref.2",
        "ref2",
        "ref. 2",
        "reference 2",
        "reference no 2",
        "reference2",
        "รหัสอ้างอิง 2",
        "รหัสอ้างอิง2",
        "เลขที่อ้างอิง 2",
        "เลขที่อ้างอิง2",
        "อ้างอิง 2",
    ),
    "payer": (
        "ชื่อผู้โอน",
        "ผู้โอน",
        "ชื่อผู้ชำระ",
        "ผู้ชำระเงิน",
        "ชื่อลูกค้า",
        "บัญชีต้นทาง",
        "จากบัญชี",
        "payer",
        "payer name",
        "customer name",
        "sender",
        "from account",
        "counterparty",
    ),
    "entry_reference": (
        "เลขที่รายการ",
        "รหัสรายการ",
        "หมายเลขรายการ",
        "transaction id",
        "transaction no",
        "txn id",
        "bank reference",
        "trace no",
        "sequence no",
        "teller id no",
    ),
}
FIELDS = tuple(_NAMES)
_SEARCHED = 40
_LEAST_NAMES = 2


class SheetLike(Protocol):
    """Rows of cells, each with its line in the file."""

    @property
    def rows(self) -> Sequence[tuple[int, Sequence[str]]]:
        """The rows that are not empty."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The place of each column, from 0; `header` is the row that names them (its line in the file)."""

    header: int = 0
    day: int | None = None
    amount: int | None = None
    side: int | None = None
    deposit: int | None = None
    withdrawal: int | None = None
    balance: int | None = None
    description: int | None = None
    reference: int | None = None
    second_reference: int | None = None
    payer: int | None = None
    entry_reference: int | None = None

    @property
    def as_mapping(self) -> dict[str, int]:
        """The columns that there are."""
        return {name: place for name, place in asdict(self).items() if name in FIELDS and place is not None}

    @property
    def lacking(self) -> list[str]:
        """Messages of what has to be told before rows can be read."""
        has_amount = self.amount is not None or self.deposit is not None
        return [message for message, there in ((NO_DAY, self.day is not None), (NO_AMOUNT, has_amount)) if not there]


def propose(sheet: SheetLike) -> Columns:
    """The columns as their names say; what is not recognised stays None."""
    best = Columns()
    for line, cells in sheet.rows[:_SEARCHED]:
        found = {name: place for name, place in _recognised(cells).items() if place is not None}
        if len(found) >= _LEAST_NAMES and len(found) > len(best.as_mapping):
            best = Columns(header=line, **found)
    return best


def header_of(sheet: SheetLike, columns: Columns) -> int:
    """The line of the names of the columns; when none was recognised, the first of the fullest rows."""
    filled = [(sum(map(bool, cells)), line) for line, cells in sheet.rows[:_SEARCHED]]
    return columns.header or max(filled, key=lambda one: (one[0], -one[1]))[1]


def names_of(sheet: SheetLike, header: int) -> list[str]:
    """The names of the columns; the first row is shown when none was recognised as their names."""
    for line, cells in sheet.rows:
        if line >= header:
            return list(cells)
    return []


def key_of(names: Sequence[str]) -> str:
    """The layout of a file, by which a told mapping is remembered."""
    return "|".join(_folded(name) for name in names)


def _recognised(cells: Sequence[str]) -> dict[str, int | None]:
    folded = [_folded(cell) for cell in cells]
    found: dict[str, int | None] = {}
    taken: set[int] = set()
    for name, words in _NAMES.items():
        place = next((folded.index(one) for word in words if (one := _folded(word)) in folded), None)
        if place is not None and place not in taken:
            found[name] = place
            taken.add(place)
    return found


def _folded(text: str) -> str:
    """Without brackets (the currency stands in them), punctuation and spaces."""
    return search_fold(text.partition("(")[0]).replace(" ", "").replace("บาท", "").replace("thb", "")
