"""The four kinds of documents, laid out."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from billing.documents import layout
from billing.documents.content import Content, PayTo
from billing.documents.freezing import LANGUAGE
from billing.documents.voids import Void
from billing.documents.wording import money
from billing.models import DocumentKind, Marking
from kit import pdf
from kit.dates import format_medium
from kit.pdf import STYLES, WIDTH, Bold, Paragraph, qr, table, together

_QR = 104
Maker = Callable[[Content, str, "list[str]"], "list[Any]"]


def render(
    content: Content,
    *,
    marking: str = Marking.ORIGINAL,
    replacement: tuple[int, str, str] | None = None,
    void: Void | None = None,
) -> bytes:
    """A document as a PDF; the same content gives the same bytes.

    `replacement` is which one it is, the day and the reason (Revenue Code s. 86/12). One that is void says so across
    every page.
    """
    with override(LANGUAGE):
        name = str(_KINDS[DocumentKind(content.kind)][0]())
        title, author = f"{name} {content.number}", content.seller.name
        footer = f"{title} · {author}"
        parts = story(content, marking, replacement)
        return pdf.render(parts, title=title, author=author, footer=footer, stamp=void_stamp(void))


def story(
    content: Content, marking: str = Marking.ORIGINAL, replacement: tuple[int, str, str] | None = None
) -> list[Any]:
    """The parts of a document, in the language that is active."""
    make = _KINDS[DocumentKind(content.kind)][1]
    return make(content, _mark(content, marking), _replaced(replacement))


def void_stamp(void: Void | None) -> pdf.Stamp | None:
    """What stands across a document that is void, in the language that is active."""
    if void is None:
        return None
    since = _("Void since %(day)s") % {"day": format_medium(void.on)}
    if void.by_number:
        by = _("By credit note %(number)s") if void.is_credited else _("Replaced by %(number)s")
        since = f"{since} · {by % {'number': void.by_number}}"
    reason = [_("Reason: %(reason)s") % {"reason": void.reason}] if void.reason else []
    return pdf.Stamp(pgettext("stamp", "VOID"), (since, *reason))


def title_of(content: Content) -> str:
    """What a document is called in Thai."""
    with override(LANGUAGE):
        return str(_KINDS[DocumentKind(content.kind)][0]())


def _mark(content: Content, marking: str) -> str:
    if content.kind == DocumentKind.QUOTATION:
        return ""
    if marking == Marking.REPLACEMENT:
        return _("(Replacement)")
    return _("(Copy)") if marking == Marking.COPY else _("(Original)")


def _replaced(replacement: tuple[int, str, str] | None) -> list[str]:
    if replacement is None:
        return []
    position, day, reason = replacement
    return [
        _("Replacement no. %(position)s, issued %(day)s") % {"position": position, "day": day},
        _("Reason: %(reason)s") % {"reason": reason},
    ]


def _quotation(content: Content, mark: str, replaced: list[str]) -> list[Any]:
    return [
        *layout.head(content, _("Quotation"), mark, notes=replaced),
        *layout.parties(content),
        layout.items(content),
        *layout.totals(content),
        *layout.notes(content.notes),
        layout.signatures(content, layout.seller_signs(content, _("Offered by")), (_("Accepted by"), "", "")),
    ]


def _invoice(content: Content, mark: str, replaced: list[str]) -> list[Any]:
    return [
        *layout.head(content, _("Invoice"), mark, notes=replaced),
        *layout.parties(content),
        layout.items(content),
        *layout.totals(content, *layout.withholding_rows(content, _("To transfer after withholding tax"))),
        *(_ways_to_pay(content, content.pay_to) if content.pay_to else []),
        *layout.notes(content.notes),
        layout.signatures(content, layout.seller_signs(content, _("Invoiced by")), (_("Received by"), "", "")),
    ]


def _ways_to_pay(content: Content, to: PayTo) -> list[Any]:
    heading = Paragraph(_("How to pay"), STYLES["heading"])
    rows = [
        (_("Name of the bank"), to.bank),
        (_("Account name"), to.account_name),
        (_("Account number"), to.account_number),
        (_("Reference 1"), to.reference1),
        (_("Reference 2"), to.reference2),
    ]
    shown = [(Paragraph([Bold(label)], STYLES["cell"]), value) for label, value in rows if value]
    account = table(shown, [84, 138], lines=False)
    return [together([heading, table([[account, *_codes(content, to)]], [WIDTH - 2 * 116, 116, 116], lines=False)])]


def _codes(content: Content, to: PayTo) -> list[Any]:
    """The QR codes: in full, and net of the tax that the buyer withholds."""
    amounts = [(_("In full"), content.gross)]
    if content.withholding:
        amounts.append((_("Net of withholding tax"), content.transfer))
    small = STYLES["small"]
    codes: list[Any] = [
        [qr(to.qr(amount), size=_QR), Paragraph(f"{label}\n{money(amount)} {_('baht')}", small)]
        for label, amount in amounts
        if to.biller
    ]
    return [*codes, *[""] * (2 - len(codes))]


def _receipt(content: Content, mark: str, replaced: list[str]) -> list[Any]:
    return [
        *layout.head(content, _("Receipt / Tax invoice"), mark, notes=replaced),
        *layout.parties(content),
        layout.items(content),
        *layout.totals(content, *layout.withholding_rows(content, _("Money received"))),
        *layout.notes(content.notes),
        layout.signatures(content, layout.seller_signs(content, _("Money received by"))),
    ]


def _credit_note(content: Content, mark: str, replaced: list[str]) -> list[Any]:
    return [
        *layout.head(content, _("Credit note"), mark, notes=replaced),
        *layout.parties(content),
        *_correction(content),
        layout.items(content),
        *layout.totals(content),
        *layout.notes(content.notes),
        layout.signatures(content, layout.seller_signs(content, _("Issued by")), (_("Received by"), "", "")),
    ]


def _correction(content: Content) -> list[Any]:
    correction = content.correction
    if correction is None:
        return []
    originals = ", ".join(f"{one.label} ({one.value})" for one in correction.originals)
    rows = [
        (_("Original tax invoice"), originals or _("None was issued: nothing had been paid yet.")),
        (_("Value of the original, before VAT"), money(correction.value_before)),
        (_("Right value, before VAT"), money(correction.value_right)),
        (_("Difference, before VAT"), money(correction.value_before - correction.value_right)),
        (_("Why it is taken back"), correction.reason),
    ]
    shown = [(Paragraph([Bold(label)], STYLES["cell"]), value) for label, value in rows]
    return [table(shown, [190, WIDTH - 190])]


_KINDS: dict[DocumentKind, tuple[Callable[[], str], Maker]] = {
    DocumentKind.QUOTATION: (lambda: _("Quotation"), _quotation),
    DocumentKind.INVOICE: (lambda: _("Invoice"), _invoice),
    DocumentKind.RECEIPT: (lambda: _("Receipt / Tax invoice"), _receipt),
    DocumentKind.CREDIT_NOTE: (lambda: _("Credit note"), _credit_note),
}
