"""Documents as they were issued."""

from django.db.models import QuerySet

from billing.models import IssuedDocument
from kit.errors import NotFound, gettext_noop
from tenants.models import Tenant

NO_DOCUMENT = gettext_noop("There is no document of this number.")


def issued_document(number: str, tenant: Tenant | None = None) -> IssuedDocument:
    """The document of that number; with a tenant, only one of its own.

    Raises:
        NotFound: there is none.
    """
    rows = IssuedDocument.objects.select_related("tenant")
    found = (rows.filter(tenant=tenant) if tenant else rows).filter(number=number).first()
    if found is None:
        raise NotFound(NO_DOCUMENT, code="no_document")
    return found


def issued_documents(tenant: Tenant | None = None) -> "QuerySet[IssuedDocument]":
    """All documents, or those of one LGO, newest first."""
    rows = IssuedDocument.objects.order_by("-issued_at", "-pk")
    return rows.filter(tenant=tenant) if tenant else rows.select_related("tenant")


def document_by_code(code: str) -> IssuedDocument | None:
    """The document whose verification code it is."""
    return IssuedDocument.objects.filter(code=code).first()
