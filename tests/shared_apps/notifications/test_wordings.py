"""The LGO's own texts: checked, previewed, used, put back; no logic can be written into them."""

from typing import Any

import pytest

from shared_apps.audit.models import AuditEntry
from shared_apps.notifications import events, placeholders, sms_size
from shared_apps.notifications.models import Channel, Message, Wording
from shared_apps.notifications.services import Recipient, notify, wordings
from shared_apps.notifications.texts import Text, shipped_source
from shared_apps.notifications.wording_rows import rows
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

EVENT = "complaints/accept"
PAGE = f"/desk/settings/texts/{EVENT}"
WORDS = {"number": "RQ-1", "title": "ไฟดับ {number}", "due": "1 ม.ค.", "note": "", "code": "K7"}


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    return browse(north).sign_in(administrator)


def sent(tenant: Tenant, key: str = "k", **to: Any) -> Message:
    with tenant_scope(tenant):
        (message,) = notify(EVENT, to=Recipient(**to), context=WORDS, key=key)
        return message


def test_a_text_is_changed_used_and_put_back(north: Tenant, south: Tenant, desk: HostClient) -> None:
    page = desk.get(f"{PAGE}/email/th").content.decode()
    assert "{เลขที่เรื่อง}" in page
    assert "RQ-2569-000123" in page
    changed = {"subject": "เรื่อง {เลขที่เรื่อง}", "body": "เรียน {ชื่อผู้รับ}\n{ข้อความจากเจ้าหน้าที่}\nเรื่อง {subject} {title}"}
    answer = desk.post(f"{PAGE}/email/th", {**changed, "body": changed["body"].replace("{subject} ", "")})
    assert answer.status_code == 302, answer.content.decode()
    message = sent(north, email="a@example.com", name="มานี")
    assert message.subject == "เรื่อง RQ-1"
    assert message.body == "เรียน มานี\nเรื่อง ไฟดับ {number}"
    english = sent(north, "en", email="a@example.com", language="en")
    assert english.subject.endswith("has been accepted")
    assert "RQ-1 แล้ว" in sent(south, email="a@example.com").subject
    with tenant_scope(north):
        kept = AuditEntry.objects.get(action="notifications.text_changed")
        assert "subject" in str(kept.data)
    assert "แก้ไขแล้ว" in desk.get("/desk/settings/texts").content.decode()
    assert desk.post(f"{PAGE}/email/th/reset").status_code == 302
    assert "RQ-1 แล้ว" in sent(north, "2", email="a@example.com").subject


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("เรื่อง {เลขที่เรื่อง} ดูที่ https://north.example", "ห้ามส่งลิงก์"),
        ("ดูที่ north.go.th", "ห้ามส่งลิงก์"),
        ("ดูที่ อบต.ไทย", "ห้ามส่งลิงก์"),
        ("bit.ly/x", "ห้ามส่งลิงก์"),
        ("north dot go dot th", "ห้ามส่งลิงก์"),
        ("{ไม่มีคำนี้}", "ไม่ใช่คำที่ใช้ได้"),
        ("{% load i18n %}{{ settings.SECRET_KEY }}", "วงเล็บปีกกาชั้นเดียว"),
        ("{sender.__class__}", "ไม่ใช่คำที่ใช้ได้"),
        ("ก" * 601, "ยาวเกินไป"),
        ("", "เขียนข้อความ"),
    ],
)
def test_a_text_with_a_fault_is_not_kept(north: Tenant, desk: HostClient, body: str, words: str) -> None:
    answer = desk.post(f"{PAGE}/sms/th", {"body": body})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    with tenant_scope(north):
        assert Wording.objects.count() == 0


def test_the_preview_counts_parts_and_warns(desk: HostClient) -> None:
    page = desk.post(f"{PAGE}/sms/th/preview", {"body": "ก" * 71}).content.decode()
    assert "71 จาก 134 ตัวอักษร คิดเป็น SMS 2 ส่วน" in page
    assert "ยังไม่มี “เลขที่เรื่อง”" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "path", ["nothing/here/sms/th", f"{EVENT}/pigeon/th", f"{EVENT}/sms/fr", "provisioning/declined/email/th"]
)
def test_there_is_no_other_text(desk: HostClient, path: str) -> None:
    assert desk.get(f"/desk/settings/texts/{path}").status_code == 404


def test_who_may_not(north: Tenant, browse: Browse, officer: Any) -> None:
    assert browse(north).sign_in(officer).get(f"{PAGE}/sms/th").status_code == 403
    assert browse(north).sign_in(officer).post(f"{PAGE}/sms/th", {"body": "x"}).status_code == 403


def test_the_list_is_searched(desk: HostClient) -> None:
    page = desk.get("/desk/settings/texts", {"q": "รหัสเข้าสู่ระบบ"}).content.decode()
    assert "accounts/sign_in_code" in page
    assert '<span class="channel">SMS</span>' in page
    assert EVENT not in page
    assert "ไม่พบ" in desk.get("/desk/settings/texts", {"q": "zzz"}).content.decode()


def test_the_list_is_filtered_sorted_paged_and_taken_away(desk: HostClient, north: Tenant, browse: Browse) -> None:
    page = desk.get("/desk/settings/texts").content.decode()
    assert page.count("<tr") == 21
    assert "page=2" in page
    assert desk.post(f"{PAGE}/email/th", {"subject": "ลับเฉพาะเรา {number}", "body": "เนื้อความ"}).status_code == 302
    changed = desk.get("/desk/settings/texts", {"changed": "own"}).content.decode()
    assert (changed.count("<tr"), EVENT in changed) == (2, True)
    assert EVENT in desk.get("/desk/settings/texts", {"sort": "-changed_at"}).content.decode()
    assert EVENT not in desk.get("/desk/settings/texts", {"audience": "officer"}).content.decode()
    assert desk.get("/desk/settings/texts", {"group": "no-such", "sort": "x", "page": "z"}).status_code == 200
    file = desk.get("/desk/settings/texts/export.csv", {"changed": "own"}).content.decode()
    assert "ลับเฉพาะเรา {number}" in file
    assert desk.get("/desk/settings/texts/export.xlsx").content[:2] == b"PK"
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="notifications.texts_exported").count() == 2


def test_another_lgos_texts_are_not_in_the_file(
    desk: HostClient, south: Tenant, browse: Browse, south_officer: Any
) -> None:
    assert desk.post(f"{PAGE}/email/th", {"subject": "ลับเฉพาะเรา {number}", "body": "เนื้อความ"}).status_code == 302
    with tenant_scope(south):
        assert "ลับเฉพาะเรา" not in "".join(text.text.subject for row in rows({}) for text in row.texts)


def test_no_shipped_text_has_a_fault(in_north: Tenant) -> None:
    """The same lint as for an LGO's own texts."""
    faults = [
        (event.code, channel, language, fault)
        for event in events.all_events()
        for channel in event.channels
        for language in ("th", "en")
        for fault in wordings.advise(
            event, Channel(channel), shipped_source(event.code, Channel(channel), language)
        ).faults
    ]
    assert faults == []


def test_control_the_lint_sees_a_link(in_north: Tenant) -> None:
    assert wordings.advise(events.get(EVENT), Channel.SMS, Text("", "ดู north.go.th")).faults
    assert not wordings.advise(events.get("accounts/invitation"), Channel.EMAIL, Text("", "ดู north.go.th {url}")).faults


def test_values_are_filled_in_once() -> None:
    assert placeholders.fill("{a} {b}", {"a": "{b}", "b": "1"}) == "{b} 1"
    assert placeholders.fill("x\n{a}\ny {c}", {"a": ""}) == "x\ny"


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("{" * 80, 160, 1),
        ("ก" * 70, 70, 1),
        ("ก" * 71, 71, 2),
        ("ก" * 134, 134, 2),
        ("ก" * 135, 135, 3),
        ("😀" * 35, 70, 1),
        ("a’", 2, 1),
    ],
)
def test_the_size_of_an_sms(text: str, units: int, parts: int) -> None:
    size = sms_size.measure(text)
    assert (size.units, size.parts) == (units, parts)
