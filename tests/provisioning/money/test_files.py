"""What LGOs handed in, as finance opens it; each opening stands in the log, and an LGO opens its own only."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from billing.models import Evidence, EvidenceKind, Invoice
from billing.services import evidence
from kit import clock
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.provisioning.money.conftest import Browse, bought
from tests.support.browser import HostClient

PDF = b"%PDF-1.4 order"
HandIn = Callable[..., Evidence]


@pytest.fixture
def invoice(north: Tenant) -> Invoice:
    """North ordered."""
    return bought(north)


@pytest.fixture
def hand_in(north: Tenant, invoice: Invoice) -> HandIn:
    """North hands a file in."""

    def made(name: str = "ใบสั่ง.pdf", content: bytes = PDF, **more: Any) -> Evidence:
        values: dict[str, Any] = {"kind": EvidenceKind.ORDER, "about": invoice.quote, "by": "สมหญิง", **more}
        upload = SimpleUploadedFile(name, content)
        with public_scope():
            return evidence.hand_in(tenant=north, upload=upload, at=clock.now(), **values)

    return made


def photo() -> bytes:
    """A slip as a phone takes it."""
    target = BytesIO()
    Image.new("RGB", (40, 60), "white").save(target, "PNG")
    return target.getvalue()


def test_finance_opens_what_stands_at_the_invoice(
    finance: HostClient, second: HostClient, invoice: Invoice, hand_in: HandIn, staff: Any
) -> None:
    order, slip = hand_in(), hand_in("สลิป.png", photo(), kind=EvidenceKind.SLIP, about=invoice, note="โอนแล้ว")
    page = finance.get(f"/console/money/invoices/{invoice.number}").content.decode()
    for words in (f"/console/money/evidence/{order.pk}", f"/console/money/evidence/{slip.pk}", "โอนแล้ว", "สมหญิง"):
        assert words in page
    answer = finance.get(f"/console/money/evidence/{order.pk}")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    picture = second.get(f"/console/money/evidence/{slip.pk}")
    assert (picture.status_code, picture["Content-Type"].split("/")[0]) == (200, "image")
    with public_scope():
        opened = AuditEntry.objects.filter(action="billing.file_opened").order_by("pk")
        assert [(one.actor_id == staff.pk, one.data["file"]) for one in opened] == [
            (True, str(order.file_id)),
            (False, str(slip.file_id)),
        ]


def test_nobody_else_opens_it(
    browse: Browse, onlooker: Any, hand_in: HandIn, north: Tenant, administrator: Any, officer: Any
) -> None:
    url = f"/console/money/evidence/{hand_in().pk}"
    assert browse(None).sign_in(onlooker).get(url).status_code == 403
    assert browse(None).get(url).status_code == 302
    assert browse(north).sign_in(administrator).get(url, follow=True).status_code == 404
    with public_scope():
        assert not AuditEntry.objects.filter(action="billing.file_opened").exists()


def test_a_file_that_is_no_evidence_is_not_reached(finance: HostClient, hand_in: HandIn) -> None:
    for pk in (hand_in().pk + 1, 0):
        assert finance.get(f"/console/money/evidence/{pk}").status_code == 404
    assert finance.get("/console/money/evidence/-1").status_code == 404


def test_an_lgo_opens_its_own_only(
    browse: Browse, north: Tenant, south: Tenant, administrator: Any, officer: Any, south_officer: Any, hand_in: HandIn
) -> None:
    url = f"/desk/billing/evidence/{hand_in().pk}"
    answer = browse(north).sign_in(administrator).get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert browse(north).sign_in(officer).get(url).status_code == 403
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    assert browse(south).sign_in(south_officer).get(url).status_code == 404
