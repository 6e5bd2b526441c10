"""Documents of money as PDF: quotation, invoice, receipt / tax invoice, credit note, and the papers of procurement.

`content_of(row)` freezes what a document says, `render(content)` puts it on paper. Who wants the bytes of an issued
document asks `billing.services.documents.pdf_of`. `void_of(document)` says whether it still holds.
"""

from billing.documents.content import Content, from_json, to_json
from billing.documents.freezing import content_of, pay_to, seller
from billing.documents.papers import render, title_of
from billing.documents.procurement import pack
from billing.documents.voids import Void, void_of, void_receipts

__all__ = [
    "Content",
    "Void",
    "content_of",
    "from_json",
    "pack",
    "pay_to",
    "render",
    "seller",
    "title_of",
    "to_json",
    "void_of",
    "void_receipts",
]
