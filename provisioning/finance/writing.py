"""What an officer of an LGO does with its money: written in the operator's books, and in the LGO's own log.

An officer lives in the LGO's schema, so that the operator's tables know them by name only.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import Checkout, CheckoutState, EvidenceKind, Invoice, Quote, WithholdingCertificate
from billing.selectors import customer_of, issued_document
from billing.services import certificates, checkouts, customers, documents, evidence, orders, quotes, renewals
from billing.services.certificates import Paper
from billing.services.customers import CustomerValues
from billing.services.orders import Acceptance
from billing.services.quotes import Offer
from kit import clock
from kit.errors import DomainError, NotFound, OverLimit, Refused
from provisioning.finance import reading
from shared_apps.audit.services import record
from tenants.models import Tenant
from tenants.scope import public_scope

MOST_A_DAY = 20
TOO_MANY = _("Your office made %(most)s quotations today. Use one of those, or go on tomorrow.")
NO_TAX_DATA = _("Fill in the tax data of your office first. They stand on the invoice and on the tax invoice.")
NO_CERTIFICATE = _("There is no such certificate.")


@transaction.atomic
def issue_quote(*, tenant: Tenant, make: Callable[[], Offer], officer: Any, at: datetime) -> str:
    """A quotation that an officer asked for; returns its number.

    Raises:
        OverLimit: too many were made today.
        DomainError: what was chosen cannot be offered.
    """
    with public_scope():
        today = clock.bangkok_day(at)
        if sum(clock.bangkok_day(one) == today for one in _latest(tenant)) >= MOST_A_DAY:
            raise OverLimit(TOO_MANY, code="too_many", params={"most": MOST_A_DAY})
        number = quotes.issue_quote(tenant=tenant, offer=make(), actor=None, at=at).number
    record("billing.quote_issued", actor=officer, data={"number": number}, at=at)
    return number


@transaction.atomic
def quote_renewal(*, tenant: Tenant, officer: Any, at: datetime) -> str:
    """A quotation for the next term; returns its number.

    Raises:
        Refused: there is nothing to renew, it was renewed already, or it is too early.
    """
    with public_scope():
        number = renewals.request_renewal(tenant=tenant, actor=None, at=at).number
    record("billing.quote_issued", actor=officer, data={"number": number}, at=at)
    return number


@transaction.atomic
def choose_renewal(*, tenant: Tenant, package: str, storage: Mapping[str, int], officer: Any, at: datetime) -> None:
    """A package and more storage for the next term on.

    Raises:
        Refused, Invalid: see `billing.services.renewals`.
    """
    with public_scope():
        renewals.choose_for_renewal(tenant=tenant, package=package, storage=storage, by=str(officer), actor=None, at=at)
    data: dict[str, object] = {"number": package, "storage": dict(storage)}
    record("billing.renewal_chosen", actor=officer, data=data, at=at)


@transaction.atomic
def give_notice(*, tenant: Tenant, reason: str, officer: Any, at: datetime) -> None:
    """There shall be no next term.

    Raises:
        Refused, Invalid: see `billing.services.renewals`.
    """
    with public_scope():
        renewals.give_notice(tenant=tenant, reason=reason, by=str(officer), actor=None, at=at)
    record("billing.notice_given", actor=officer, data={"reason": reason}, at=at)


@transaction.atomic
def accept_quote(
    *,
    tenant: Tenant,
    number: str,
    officer: Any,
    at: datetime,
    order_number: str = "",
    order_date: date | None = None,
    upload: "UploadedFile[Any] | None" = None,
) -> str:
    """Accept by purchase order, or to pay at once; returns the number of the invoice.

    Raises:
        Refused: tax data are lacking, or the quotation cannot be accepted any more.
        Invalid: the paper of the order is no PDF and no photo.
    """
    with public_scope():
        quote = _quote(tenant, number)
        if not reading.has_tax_data(customer_of(tenant)):
            raise Refused(NO_TAX_DATA, code="no_tax_data")
        acceptance = Acceptance(by=str(officer), order_number=order_number, order_date=order_date)
        invoice = orders.accept_quote(quote=quote, acceptance=acceptance, actor=None, at=at)
        if upload is not None:
            evidence.hand_in(tenant=tenant, kind=EvidenceKind.ORDER, upload=upload, about=quote, by=str(officer), at=at)
    data: dict[str, object] = {"number": number, "order": order_number, "invoice": invoice.number}
    record("billing.quote_accepted", actor=officer, data=data, at=at)
    return invoice.number


@transaction.atomic
def decline_quote(*, tenant: Tenant, number: str, officer: Any, at: datetime) -> None:
    """Say that a quotation is not wanted.

    Raises:
        Refused: it was answered before.
    """
    with public_scope():
        quotes.decline_quote(quote=_quote(tenant, number), actor=None, by=str(officer), at=at)
    record("billing.quote_declined", actor=officer, data={"number": number}, at=at)


@transaction.atomic
def hand_in_slip(
    *, tenant: Tenant, number: str, upload: "UploadedFile[Any]", note: str, officer: Any, at: datetime
) -> None:
    """Hand in the proof of a transfer. It settles nothing.

    Raises:
        Invalid: it is no PDF and no photo.
    """
    with public_scope():
        evidence.hand_in(
            tenant=tenant,
            kind=EvidenceKind.SLIP,
            upload=upload,
            about=_invoice(tenant, number),
            by=str(officer),
            note=note,
            at=at,
        )
    record("billing.evidence_handed_in", actor=officer, data={"number": number}, at=at)


@transaction.atomic
def hand_in_certificate(*, tenant: Tenant, certificate_id: int, paper: Paper, officer: Any, at: datetime) -> None:
    """Hand in a certificate of withheld tax.

    Raises:
        NotFound: this LGO owes no such certificate.
        Refused, Invalid: see `billing.services.certificates`.
    """
    with public_scope():
        rows = WithholdingCertificate.objects.select_related("invoice")
        found = rows.filter(pk=certificate_id, invoice__tenant=tenant).first()
        if found is None:
            raise NotFound(NO_CERTIFICATE, code="no_certificate")
        certificates.hand_in_certificate(certificate=found, paper=paper, actor=None, by=str(officer), at=at)
        number = found.invoice.number
    record("billing.certificate_handed_in", actor=officer, data={"number": number, "paper": paper.number}, at=at)


@transaction.atomic
def save_tax_data(*, tenant: Tenant, values: CustomerValues, officer: Any, at: datetime) -> None:
    """Keep the tax data of the LGO.

    Raises:
        Invalid: a part is wrong.
    """
    with public_scope():
        customers.save_customer(tenant=tenant, values=values, actor=None, by=str(officer), at=at)
    record("billing.customer_changed", actor=officer, data={"tax_id": values.tax_id}, at=at)


@transaction.atomic
def replace_document(*, tenant: Tenant, number: str, reason: str, officer: Any, at: datetime) -> None:
    """A replacement for an original that was lost.

    Raises:
        Invalid: there is no reason.
    """
    with public_scope():
        document = issued_document(number, tenant)
        documents.issue_replacement(document=document, reason=reason, by=str(officer), actor=None, at=at)
    record("billing.document_replaced", actor=officer, data={"number": number, "reason": reason}, at=at)


def open_checkout(*, tenant: Tenant, number: str, net: bool, back_url: str, officer: Any, at: datetime) -> Checkout:
    """The provider's page on which an invoice is paid. Outside a transaction.

    Raises:
        DomainError: it is not offered, nothing is owed, or the provider is down.
    """
    with public_scope():
        invoice = _invoice(tenant, number)
        checkout = checkouts.open_checkout(
            invoice=invoice, net=net, back_url=back_url, actor=None, by=str(officer), at=at
        )
    record("billing.checkout_opened", actor=officer, data={"number": number, "net": net}, at=at)
    return checkout


def look_after_checkout(*, tenant: Tenant, number: str, at: datetime) -> CheckoutState | None:
    """Ask the provider what became of the last page of an invoice, when the payer comes back."""
    with public_scope():
        found = Checkout.objects.filter(invoice=_invoice(tenant, number)).order_by("-opened_at").first()
        if found is None:
            return None
        try:
            return CheckoutState(checkouts.refresh_checkout(checkout=found, at=at).state)
        except DomainError:
            return CheckoutState(found.state)


def _quote(tenant: Tenant, number: str) -> Quote:
    found = Quote.objects.filter(tenant=tenant, number=number).first()
    if found is None:
        raise NotFound(reading.NO_QUOTE, code="no_quote")
    return found


def _invoice(tenant: Tenant, number: str) -> Invoice:
    found = Invoice.objects.filter(tenant=tenant, number=number).first()
    if found is None:
        raise NotFound(reading.NO_INVOICE, code="no_invoice")
    return found


def _latest(tenant: Tenant) -> list[datetime]:
    issued = Quote.objects.filter(tenant=tenant).order_by("-issued_at").values_list("issued_at", flat=True)
    return list(issued[:MOST_A_DAY])
