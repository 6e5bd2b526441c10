"""Issuing of documents: what they say is frozen with their number; their files are made once and kept."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from billing import documents
from billing.documents.freezing import Source
from billing.models import (
    DOCUMENT_PURPOSE,
    DocumentFile,
    DocumentKind,
    Invoice,
    IssuedDocument,
    Marking,
    Quote,
)
from billing.models.documents import new_code
from billing.selectors import issued_document
from kit import clock
from kit.dates import format_medium
from kit.errors import Invalid, NotFound
from shared_apps.audit.services import record
from shared_apps.files import services as files
from shared_apps.jobs.services import enqueue
from tenants.models import Tenant

NO_REASON = _("Write why a replacement is needed. It stands on the document and in the log.")
VOID = _("This document is void. A replacement cannot be issued; use the document that replaced it.")
NOT_REPLACED = _("A quotation needs no replacement. Print it again.")
GONE = _("The file of document %(number)s is missing or was changed. Tell the operator's staff.")


@transaction.atomic
def freeze(source: Source, *, at: datetime) -> IssuedDocument:
    """Keep what a new document says, in the transaction that issues it; a job makes its file."""
    code = new_code()
    content = documents.content_of(source, verify_url=verify_url(code))
    document = IssuedDocument(
        number=source.number,
        kind=content.kind,
        tenant=_tenant_of(source),
        gross=source.gross,
        content=documents.to_json(content),
        code=code,
        issued_on=content.issued_on,
        issued_at=at,
    )
    document.save()
    enqueue("billing.make_document", key=f"document:{document.number}", number=document.number)
    return document


def pdf_of(source: Source | IssuedDocument, *, is_copy: bool = False) -> bytes:
    """The original of a document, or its copy, as a PDF: made at the first call, and the same bytes ever after.

    Raises:
        NotFound: nothing of that number was issued, or its file is gone or was tampered with.
    """
    document = source if isinstance(source, IssuedDocument) else issued_document(source.number)
    marking = _marking(document, is_copy=is_copy)
    piece = document.files.filter(marking=marking).select_related("file").first() or _make(document, marking)
    return bytes_of(piece)


def given_out(document: IssuedDocument, *, is_copy: bool = False, replacement: int = 0) -> bytes:
    """What is handed to people now: the original, its copy or a replacement, stamped once the document is void.

    The pieces that are kept stay as they were issued.

    Raises:
        NotFound: see `pdf_of`, or there is no such replacement.
    """
    piece = _replacement(document, replacement) if replacement else None
    void = documents.void_of(document)
    if void is None:
        return bytes_of(piece) if piece else pdf_of(document, is_copy=is_copy)
    marking = Marking.REPLACEMENT if piece else _marking(document, is_copy=is_copy)
    content = documents.from_json(document.content)
    shown = (piece.position, format_medium(clock.bangkok_day(piece.issued_at)), piece.reason) if piece else None
    return documents.render(content, marking=marking, replacement=shown, void=void)


def bytes_of(piece: DocumentFile) -> bytes:
    """The bytes of a piece.

    Raises:
        NotFound: they are gone, or no longer what they were.
    """
    data = files.read_file(piece.file)
    if data is None or hashlib.sha256(data).hexdigest() != piece.sha256:
        raise NotFound(GONE, code="damaged", params={"number": piece.document.number})
    return data


@transaction.atomic
def issue_replacement(*, document: IssuedDocument, reason: str, by: str, actor: Any, at: datetime) -> DocumentFile:
    """A replacement (ใบแทน) for an original that was lost or spoilt; it says so, with number, day and reason.

    Raises:
        Invalid: there is no reason, or the document is a quotation or void.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    if document.kind == DocumentKind.QUOTATION:
        raise Invalid(NOT_REPLACED, code="quotation")
    IssuedDocument.objects.select_for_update().get(pk=document.pk)
    if documents.void_of(document) is not None:
        raise Invalid(VOID, code="void")
    position = document.files.filter(marking=Marking.REPLACEMENT).count() + 1
    day = format_medium(clock.bangkok_day(at))
    content = documents.from_json(document.content)
    data = documents.render(content, marking=Marking.REPLACEMENT, replacement=(position, day, reason.strip()))
    piece = _keep(
        document,
        data,
        marking=Marking.REPLACEMENT,
        position=position,
        reason=reason.strip(),
        by=by,
        issued_by=actor,
        issued_at=at,
    )
    data_of_log = {"number": document.number, "position": position, "reason": reason.strip(), "by": by}
    record("billing.document_replaced", actor=actor, target=document, data=data_of_log, at=at)
    return piece


def procurement_pack(quote: Quote) -> bytes:
    """Quotation, order form, invoice if there is one, and acceptance form, in one file."""
    quotation = issued_document(quote.number)
    invoice = Invoice.objects.filter(quote=quote).first()
    invoiced = issued_document(invoice.number) if invoice else None
    void = (documents.void_of(invoiced) if invoiced else None) or documents.void_of(quotation)
    billed = documents.from_json(invoiced.content) if invoiced else None
    return documents.pack(documents.from_json(quotation.content), billed, void=void)


def verify_url(code: str) -> str:
    """The operator's page on which anyone verifies a document."""
    scheme = "https" if settings.USE_TLS else "http"
    port = "" if settings.BASE_PORT in {80, 443} else f":{settings.BASE_PORT}"
    return f"{scheme}://{settings.BASE_DOMAIN}{port}/documents/{code}"


def _marking(document: IssuedDocument, *, is_copy: bool) -> Marking:
    return Marking.COPY if is_copy and document.kind != DocumentKind.QUOTATION else Marking.ORIGINAL


def _replacement(document: IssuedDocument, position: int) -> DocumentFile:
    pieces = document.files.select_related("file", "document")
    found = pieces.filter(marking=Marking.REPLACEMENT, position=position).first()
    if found is None:
        raise NotFound(GONE, code="no_replacement", params={"number": document.number})
    return found


def _make(document: IssuedDocument, marking: Marking) -> DocumentFile:
    """The piece; of two who make it at once, both get the first."""
    data = documents.render(documents.from_json(document.content), marking=marking)
    try:
        with transaction.atomic():
            return _keep(document, data, marking=marking, issued_at=document.issued_at)
    except IntegrityError:
        return document.files.select_related("file").get(marking=marking)


def _keep(document: IssuedDocument, data: bytes, **values: Any) -> DocumentFile:
    file = files.keep(
        BytesIO(data),
        name=document.number,
        extension="pdf",
        content_type="application/pdf",
        actor=None,
        purpose=DOCUMENT_PURPOSE,
        at=values["issued_at"],
    )
    piece = DocumentFile(document=document, file=file, sha256=file.sha256, **values)
    piece.save()
    return piece


def _tenant_of(source: Source) -> Tenant:
    return source.tenant if isinstance(source, Quote | Invoice) else source.invoice.tenant
