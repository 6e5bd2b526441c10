"""What LGOs handed in about quotations and invoices."""

from django.db.models import Q, QuerySet

from billing.models import Evidence, Invoice
from tenants.models import Tenant


def evidence_about(invoice: Invoice) -> "QuerySet[Evidence]":
    """About an invoice and the quotation that it came from, newest first."""
    about = Q(invoice=invoice) | Q(quote=invoice.quote_id)
    return Evidence.objects.filter(about, tenant=invoice.tenant_id).select_related("file").order_by("-at", "-pk")


def evidence_by_id(pk: int, tenant: Tenant | None = None) -> Evidence | None:
    """One of them; with a tenant, only of its own."""
    rows = Evidence.objects.select_related("file", "tenant")
    return (rows.filter(tenant=tenant) if tenant else rows).filter(pk=pk).first()
