"""What all documents have in common on paper: head, parties, items, totals, signatures."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from billing.documents.content import Content, Fact, Item, Party
from billing.documents.wording import money
from kit.dates import format_medium
from kit.identifiers import format_juristic_id
from kit.pdf import STYLES, WIDTH, Bold, Paragraph, gap, qr, table, together
from kit.pdf.styles import Align, Style
from kit.thai.baht_text import baht_text

RIGHT: Align = "right"
_TITLE = Style(size=16, leading=24, bold=True, align="right", after=0)
_SELLER = Style(size=12.5, leading=20, bold=True, after=0)
_MARK = Style(size=10.5, leading=17, align="right", after=0)
_CENTER = Style(size=10.5, leading=17, align="center", after=0)
_DETAIL = Style(size=9.5, leading=15, colour="#4a5560", after=0)
_CODE = 66
_TOTALS = 290
_VERIFY = 112
_TINY = Style(size=8, leading=12, colour="#4a5560", after=0)
_NUMBER, _QUANTITY, _PRICE = 26, 66, 74


def head(content: Content, title: str, mark: str, *, notes: Sequence[str] = ()) -> list[Any]:
    """The seller on the left, the name of the document and which piece it is on the right."""
    seller = content.seller
    left = [Paragraph(seller.name, _SELLER), Paragraph("\n".join(_lines_of(seller)), _DETAIL)]
    right = [Paragraph(title, _TITLE), Paragraph("\n".join((mark, *notes)), _MARK)]
    return [_side_by_side(left, right, WIDTH * 0.6)]


def parties(content: Content) -> list[Any]:
    """The buyer, and beside it number, date and what else is to be known."""
    buyer = content.buyer
    left = [
        Paragraph([Bold(_("Customer")), f"\n{buyer.name}"], STYLES["cell"]),
        Paragraph("\n".join(_lines_of(buyer)), _DETAIL),
    ]
    facts = [
        Fact(_("Document number"), content.number),
        Fact(_("Date of issue"), format_medium(content.issued_on)),
        *content.facts,
    ]
    width = WIDTH * 0.44
    right = [Paragraph([Bold(fact.label), f"  {fact.value}"], STYLES["cell"]) for fact in facts]
    return [_side_by_side(left, right, WIDTH - width, lines=True)]


def items(content: Content) -> Any:
    """The lines, with the arithmetic behind each."""
    rows: list[list[Any]] = [
        [_("Line no."), _("Description of the service"), _("Quantity"), _("Unit price (baht)"), _("Amount (baht)")]
    ]
    rows += [_item_row(number, item) for number, item in enumerate(content.items, start=1)]
    widths = [_NUMBER, WIDTH - _NUMBER - _QUANTITY - 2 * _PRICE, _QUANTITY, _PRICE, _PRICE]
    return table(rows, widths, header=1, align=("left", "left", "left", RIGHT, RIGHT))


def totals(content: Content, *extra: tuple[str, str]) -> list[Any]:
    """VAT apart, the total in figures and in words, and what else is reckoned from it."""
    percent = f"{content.vat_percent.normalize():f}"
    rows = [
        (_("Value before VAT"), money(content.net)),
        (_("VAT %(percent)s%%") % {"percent": percent}, money(content.vat)),
        (Paragraph([Bold(_("Grand total"))], STYLES["cell"]), Paragraph([Bold(money(content.gross))], _bold_right())),
        *extra,
    ]
    left = WIDTH - _TOTALS
    return [
        _side_by_side(
            [Paragraph([Bold(_("Amount in words")), f"\n{baht_text(content.gross)}"], STYLES["cell"])],
            [table(rows, [_TOTALS - 94, 82], align=("left", RIGHT))],
            left,
        )
    ]


def withholding_rows(content: Content, transfer: str) -> list[tuple[str, str]]:
    """Tax withheld, and what is left to transfer."""
    if not content.withholding:
        return []
    percent = f"{content.withholding_percent.normalize():f}"
    label = _("Withholding tax %(percent)s%% of the value before VAT") % {"percent": percent}
    return [(label, money(content.withholding)), (transfer, money(content.transfer))]


def notes(lines: Sequence[str]) -> list[Any]:
    """Remarks, one a line."""
    if not lines:
        return []
    return [Paragraph([Bold(_("Remarks")), "".join(f"\n– {line}" for line in lines)], STYLES["small"])]


def signatures(content: Content, *blocks: tuple[str, str, str]) -> Any:
    """The code by which anyone can verify the document, and places to sign: role, name, position.

    A name that is not known is left as a line.
    """
    stacks = [Paragraph("\n".join(_signature(*block)), _CENTER) for block in blocks]
    width = (WIDTH - _VERIFY) / len(stacks)
    return together(
        [gap(12), table([[_verification(content), *stacks]], [_VERIFY, *[width] * len(stacks)], lines=False)]
    )


def _verification(content: Content) -> Any:
    if not content.verify_url:
        return ""
    words = Paragraph(_("Scan to verify this document"), _TINY)
    return table([[qr(content.verify_url, size=_CODE)], [words]], [_VERIFY - 12], lines=False)


def seller_signs(content: Content, role: str) -> tuple[str, str, str]:
    """The seller's place to sign."""
    return role, content.seller.signer, content.seller.signer_position


def _signature(role: str, name: str, position: str) -> tuple[str, ...]:
    line = "." * 32
    return (
        f"{_('Signed by hand')} {line}",
        f"({name or '.' * 34})",
        *filter(None, (position,)),
        role,
        _("Date ....../....../......"),
    )


def _lines_of(party: Party) -> list[str]:
    tax = _("Tax id %(number)s") % {"number": _tax_id(party.tax_id)} if party.tax_id else ""
    branch = f"({party.branch})" if party.branch else ""
    reach = " · ".join(filter(None, (_phone(party.phone), party.email)))
    return [line for line in (party.address, " ".join(filter(None, (tax, branch))), reach) if line]


def _phone(number: str) -> str:
    return _("Tel. %(number)s") % {"number": number} if number else ""


def _tax_id(number: str) -> str:
    return format_juristic_id(number) if len(number) == 13 else number


def _item_row(number: int, item: Item) -> list[Any]:
    parts = [Paragraph(item.title, STYLES["cell"]), *([Paragraph(item.detail, _DETAIL)] if item.detail else [])]
    return [str(number), parts, item.quantity, money(item.unit_price), money(item.amount)]


def _side_by_side(left: Sequence[Any], right: Sequence[Any], split: float, *, lines: bool = False) -> Any:
    return table([[list(left), list(right)]], [split, WIDTH - split], lines=lines)


def _bold_right() -> Style:
    return STYLES["cell-bold-right"]
