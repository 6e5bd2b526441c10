"""Finance imports, matches by two people, sets aside, reverses."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from billing.models import BankAccount, BankMatch, LineState, Payment, Receipt, Statement, StatementLine
from billing.services import matching
from provisioning.models import Approval
from shared_apps.files.models import StoredFile
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.statements.files import simple
from tests.provisioning.money.conftest import bought, moved, row
from tests.support.browser import HostClient

PDF = b"%PDF-1.4 evidence"


def _upload(content: bytes, name: str = "bank.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def _import(finance: HostClient, ours: BankAccount, content: bytes, **more: Any) -> Any:
    values = {"account": ours.pk, "file": _upload(content), **more}
    return finance.post("/console/money/statements/import", values)


def test_an_import_that_is_matched(finance: HostClient, ours: BankAccount, north: Tenant) -> None:
    invoice = bought(north)
    answer = _import(finance, ours, simple([row("65000", invoice.reference)]))
    assert answer.status_code == 302
    page = finance.get(answer.url)
    assert page.context["progress"]["state"] == "running"
    with public_scope():
        matching.match_statement(statement=Statement.objects.get(), at=timezone.now())
        assert StatementLine.objects.get().state == LineState.MATCHED
    assert finance.get(answer.url).context["progress"]["state"] == "done"
    again = _import(finance, ours, simple([row("65000", invoice.reference)]))
    assert again.status_code == 422
    assert "เคยนำเข้าไฟล์นี้แล้ว" in again.content.decode()


def test_wrong_lines_are_named_in_thai_and_nothing_is_kept(finance: HostClient, ours: BankAccount) -> None:
    content = "วันที่,ฝาก\n20/11/2569,5\n31/02/2569,5\n20/11/2569,ห้าบาท\n".encode("cp874")
    answer = _import(finance, ours, content)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("บรรทัดที่ 3", "บรรทัดที่ 4", "“31/02/2569” ไม่ใช่วันที่", "“ห้าบาท” ไม่ใช่จำนวนเงิน"):
        assert words in page
    with public_scope():
        assert not Statement.objects.exists()


@pytest.mark.parametrize("content", [b"\x89PNG\x00", b"<a>", b"\xff\xff\xff", b"x"])
def test_what_is_no_statement_is_refused(finance: HostClient, ours: BankAccount, content: bytes) -> None:
    assert _import(finance, ours, content).status_code == 422


def test_unknown_columns_are_asked_once(finance: HostClient, ours: BankAccount) -> None:
    content = b"aaa,bbb\n20/11/2569,5.00\n"
    asked = _import(finance, ours, content)
    assert asked.status_code == 422
    draft = asked.context["draft"]
    told = {"account": ours.pk, "kept": str(draft.pk), "columns-day": "0", "columns-amount": "1"}
    wrong = finance.post("/console/money/statements/import", {**told, "columns-day": ""})
    assert wrong.status_code == 422
    assert finance.post("/console/money/statements/import", told).status_code == 302
    assert _import(finance, ours, b"aaa,bbb\n21/11/2569,6.00\n").status_code == 302
    with public_scope():
        assert StatementLine.objects.count() == 2
        assert not StoredFile.objects.filter(purpose="billing.statement_draft").exists()


def test_a_draft_of_somebody_else_is_not_taken(finance: HostClient, second: HostClient, ours: BankAccount) -> None:
    draft = _import(finance, ours, b"aaa,bbb\n20/11/2569,5.00\n").context["draft"]
    told = {"account": ours.pk, "kept": str(draft.pk), "columns-day": "0", "columns-amount": "1"}
    assert second.post("/console/money/statements/import", told).status_code == 403


def test_two_people_match_a_transfer(
    finance: HostClient, second: HostClient, ours: BankAccount, north: Tenant, approver: Any
) -> None:
    invoice = bought(north)
    (line,) = moved(ours, row("64392.52", f"โอนจาก {north.name}"))
    page = finance.get(f"/console/money/lines/{line.pk}")
    best = page.context["suggestions"][0]
    assert (best.invoice, set(best.why)) == (invoice, {"net", "named"})
    url = f"/console/money/lines/{line.pk}/match/{north.pk}?invoice={invoice.pk}&net=1"
    form = finance.get(url).context["form"]
    assert [one["box"].initial for one in form.rows] == [True]
    values: dict[str, Any] = {f"invoice_{invoice.pk}": "on", f"withheld_{invoice.pk}": "on"}
    assert finance.post(url, values).status_code == 422
    values |= {"evidence": "โทรถามกองคลังแล้ว", "file": SimpleUploadedFile("slip.pdf", PDF)}
    assert finance.post(url, values).status_code == 302
    with public_scope():
        assert not Payment.objects.exists()
        request = Approval.objects.get()
    decide = f"/console/approvals/{request.pk}/decide"
    assert finance.post(decide, {"decision": "approve"}).status_code == 422
    shown = second.get(f"/console/approvals/{request.pk}").content.decode()
    assert invoice.number in shown
    assert second.post(decide, {"decision": "approve"}).status_code == 302
    with public_scope():
        invoice.refresh_from_db()
        match = BankMatch.objects.get()
        assert (invoice.is_open, Receipt.objects.get().withheld) == (False, invoice.withholding)
        assert (match.is_automatic, match.evidence, match.matched_by) == (False, "โทรถามกองคลังแล้ว", approver)
    evidence = finance.get(f"/console/money/lines/{line.pk}/evidence/{match.pk}")
    assert (evidence.status_code, b"".join(evidence.streaming_content)) == (200, PDF)


def test_two_people_reverse_it(finance: HostClient, second: HostClient, ours: BankAccount, north: Tenant) -> None:
    invoice = bought(north)
    (line,) = moved(ours, row("65000", invoice.reference))
    assert finance.post(f"/console/money/lines/{line.pk}/undo", {"reason": " "}).status_code == 422
    assert finance.post(f"/console/money/lines/{line.pk}/undo", {"reason": "ผิด อปท."}).status_code == 302
    with public_scope():
        request = Approval.objects.get()
    assert second.post(f"/console/approvals/{request.pk}/decide", {"decision": "approve"}).status_code == 302
    with public_scope():
        line.refresh_from_db()
        assert line.state == LineState.WAITING
    page = finance.get(f"/console/money/lines/{line.pk}").content.decode()
    assert "ผิด อปท." in page


def test_set_aside_and_back(finance: HostClient, second: HostClient, ours: BankAccount) -> None:
    (line,) = moved(ours, row("-35", "ค่าธรรมเนียม"))
    url = f"/console/money/lines/{line.pk}"
    assert second.post(f"{url}/aside", {"reason": "x"}).status_code == 403
    assert finance.post(f"{url}/aside", {"reason": ""}).status_code == 422
    assert finance.post(f"{url}/aside", {"reason": "ค่าธรรมเนียมธนาคาร"}).status_code == 302
    assert "ค่าธรรมเนียมธนาคาร" in finance.get(url).content.decode()
    assert finance.post(f"{url}/take-back").status_code == 302
    with public_scope():
        line.refresh_from_db()
        assert line.state == LineState.WAITING


def test_an_account_is_entered_once(finance: HostClient) -> None:
    values = {"bank": "006", "number": "๑๒๓-4-56789-0", "name": "สพร.", "is_active": "on"}
    assert finance.post("/console/money/accounts/new", values).status_code == 302
    again = finance.post("/console/money/accounts/new", values)
    assert again.status_code == 422
    assert finance.post("/console/money/accounts/new", {**values, "number": "12"}).status_code == 422
    with public_scope():
        assert BankAccount.objects.get().number == "1234567890"
