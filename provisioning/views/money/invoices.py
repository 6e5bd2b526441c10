"""Invoices and credit notes, each with what explains it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from billing.documents import void_of
from billing.explain import explain
from billing.models import Invoice
from billing.selectors import issued_document, money
from billing.selectors.evidence import evidence_about
from billing.services.documents import given_out
from kit import clock
from provisioning.money import filters, kinds, tables
from provisioning.money.forms import AmountForm
from provisioning.money.states import certificate_badge, invoice_badge
from provisioning.views.money.common import ask_for_amount, may_act, may_see, money_list, waiting_for


@may_see
@never_cache
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """All invoices."""
    found = filters.InvoiceFilter(request.GET, queryset=money.invoices())
    return money_list(request, "invoices", table=tables.InvoiceTable(found.qs), filter_set=found, title=_("Invoices"))


@may_see
@never_cache
@require_safe
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """One invoice: its lines with why, what settled it, and its entries in the ledger."""
    return _page(request, money.invoice_by_number(number), AmountForm())


@may_act
@require_POST
def credit_note(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a credit note; a second person approves it."""
    found = money.invoice_by_number(number)
    return ask_for_amount(
        request, found, "invoice", kind=kinds.CREDIT_NOTE, back=reverse("money_invoice", args=[number]), page=_page
    )


def _page(request: HttpRequest, found: Invoice, form: AmountForm, status: int = 200) -> HttpResponse:
    entries = money.entries_about(money.documents_about(found))
    receipts = list(found.receipts.all())
    context: dict[str, Any] = {
        "here": "invoices",
        "found": found,
        "badge": invoice_badge(found, clock.today()),
        "lines": [(line, explain(line)) for line in found.lines.all()],
        "book": found.quote.book,
        "receipts": receipts,
        "evidence": evidence_about(found),
        "void": void_of(issued_document(found.number)),
        "can_credit": found.credited < found.gross,
        "certificates": [(one, certificate_badge(one.state)) for one in found.certificates.all()],
        "entries": entries,
        "waiting": waiting_for(kinds.CREDIT_NOTE, f"invoice:{found.pk}"),
        "form": form,
    }
    return render(request, "provisioning/money/invoice.html", context, status=status)


@may_see
@never_cache
@require_safe
def credit_notes(request: HttpRequest) -> HttpResponse:
    """All credit notes."""
    found = filters.CreditNoteFilter(request.GET, queryset=money.credit_notes())
    return money_list(
        request, "credit-notes", table=tables.CreditNoteTable(found.qs), filter_set=found, title=_("Credit notes")
    )


@may_see
@never_cache
@require_safe
def document(request: HttpRequest, number: str) -> HttpResponse:
    """A document as a PDF; one that is void says so."""
    response = HttpResponse(given_out(issued_document(number)), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{number}.pdf") or "inline"
    return response
