"""Certificates of tax withheld (50 ทวิ)."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Sum
from django.db.models.functions import Coalesce

from billing.models import CertificateState, WithholdingCertificate
from kit.money import ZERO
from tenants.models import Tenant

_OWED = (CertificateState.AWAITED, CertificateState.REFUSED)


def certificates(tenant: Tenant | None = None) -> "models.QuerySet[WithholdingCertificate]":
    """All that are or were owed, the longest awaited first; of one LGO or of all."""
    rows = WithholdingCertificate.objects.select_related("invoice__tenant", "payment").order_by("since", "pk")
    return rows.filter(invoice__tenant=tenant) if tenant else rows


def awaited_certificates() -> "models.QuerySet[WithholdingCertificate]":
    """Those that LGOs still have to send."""
    return certificates().filter(state__in=_OWED)


def awaited_amount() -> Decimal:
    """The tax for which no certificate has come (baht)."""
    found: Any = awaited_certificates().aggregate(sum=Coalesce(Sum("amount"), ZERO))["sum"]
    return Decimal(found)


def certificate_by_id(pk: int) -> WithholdingCertificate | None:
    """A certificate with its invoice."""
    return certificates().filter(pk=pk).first()
