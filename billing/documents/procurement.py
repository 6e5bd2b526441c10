"""The papers of a purchase, in one file: quotation, order form, invoice, acceptance form.

The forms are the LGO's own: what only it knows is left as a line (Regulation of the Ministry of Finance on Public
Procurement 2560: order, and inspection by a committee or an inspector).
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.documents import layout, papers
from billing.documents.content import Content
from billing.documents.freezing import LANGUAGE
from billing.documents.voids import Void
from billing.documents.wording import money
from billing.models import Marking
from kit import pdf
from kit.dates import format_medium
from kit.pdf import STYLES, Bold, Paragraph, gap, page_break
from kit.thai.baht_text import baht_text

_LINE = "." * 36


def pack(quotation: Content, invoice: Content | None, *, void: Void | None = None) -> bytes:
    """All papers of a purchase as one PDF; without an invoice those that can be had before it."""
    with override(LANGUAGE):
        story = [*papers.story(quotation), page_break(), *_order_form(quotation)]
        if invoice is not None:
            story += [page_break(), *papers.story(invoice, Marking.COPY)]
        story += [page_break(), *_acceptance_form(invoice or quotation)]
        title = _("Procurement papers of %(number)s") % {"number": quotation.number}
        return pdf.render(story, title=title, author=quotation.seller.name, footer=title, stamp=papers.void_stamp(void))


def _order_form(content: Content) -> list[Any]:
    buyer, seller = content.buyer, content.seller
    reference = _("Please supply by quotation %(number)s of %(day)s:") % {
        "number": content.number,
        "day": format_medium(content.issued_on),
    }
    return [
        Paragraph(_("Purchase order"), STYLES["centered-title"]),
        Paragraph(buyer.name, STYLES["centered"]),
        Paragraph(_("No. %(line)s   Date %(line)s") % {"line": _LINE}, STYLES["centered"]),
        Paragraph([Bold(_("Addressed to")), f"  {seller.name}\n{seller.address}"], STYLES["body"]),
        Paragraph(reference, STYLES["indented"]),
        layout.items(content),
        *layout.totals(content),
        *layout.notes(
            [
                _("Payment after the committee or the inspector has accepted the service."),
                _("The buyer withholds tax as the law says and gives a certificate for it."),
            ]
        ),
        layout.signatures(_unverified(content), (_("Ordered by"), "", ""), (_("Order received by"), "", "")),
    ]


def _acceptance_form(content: Content) -> list[Any]:
    words = _(
        "By purchase order no. %(line)s of %(line)s, %(buyer)s has ordered from %(seller)s what is listed below. "
        "On %(line)s the committee or the inspector has examined it, has found it right and complete, and accepts it. "
        "%(amount)s baht (%(words)s) may be paid."
    ) % {
        "line": _LINE,
        "buyer": content.buyer.name,
        "seller": content.seller.name,
        "amount": money(content.gross),
        "words": baht_text(content.gross),
    }
    signers = [(_("Chair of the committee / inspector"), "", ""), *[(_("Member of the committee"), "", "")] * 2]
    return [
        Paragraph(_("Acceptance of the service"), STYLES["centered-title"]),
        Paragraph(content.buyer.name, STYLES["centered"]),
        Paragraph(_("Written on %(line)s") % {"line": _LINE}, STYLES["centered"]),
        gap(6),
        Paragraph(words, STYLES["indented"]),
        layout.items(content),
        *layout.totals(content, *layout.withholding_rows(content, _("To pay after withholding tax"))),
        layout.signatures(_unverified(content), *signers),
    ]


def _unverified(content: Content) -> Content:
    """The LGO's own form carries no code of ours."""
    return replace(content, verify_url="")
