"""The desk's pages about people."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from shared_apps.accounts.models import Invitation, User
from shared_apps.audit.models import AuditEntry
from tenant_apps.registry.models import Division, Officer, Posting
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

PAGES = ["/desk/people", "/desk/people/invite", "/desk/people/export"]


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    """The administrator's browser."""
    return browse(north).sign_in(administrator)


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_it_works(desk: HostClient, officer: Any, clerk: Any) -> None:
    page = _text(desk.get("/desk/people"))
    for words in ("สมหญิง ใจดี", "วิชัย กล้าหาญ", "อรุณี ศรีสุข", "สำนักปลัด", "กองคลัง", "ผู้ดูแลระบบ", "3 รายการ"):
        assert words in page


@pytest.mark.parametrize("address", PAGES)
def test_only_those_with_the_right(north: Tenant, browse: Browse, officer: Any, citizen: Any, address: str) -> None:
    assert browse(north).sign_in(officer).get(address).status_code == 403
    assert browse(north).sign_in(citizen).get(address).status_code == 404
    assert browse(north).get(address).status_code == 302
    assert browse(None).get(address).status_code == 404


def test_search_and_filters(desk: HostClient, officer: Any, clerk: Any, north: Tenant) -> None:
    with tenant_scope(north):
        works = Division.objects.get(code="finance")
        User.objects.filter(pk=officer.pk).update(is_active=False)
    found = _text(desk.get("/desk/people?q=กล้า"))
    assert "วิชัย" in found
    assert "สมหญิง" not in found
    assert "วิชัย" in _text(desk.get("/desk/people?q=clerk@"))
    assert "สมหญิง" not in _text(desk.get(f"/desk/people?division={works.pk}"))
    assert "สมหญิง" in _text(desk.get("/desk/people?state=closed"))
    assert "สมหญิง" not in _text(desk.get("/desk/people?state=active"))
    assert "ไม่พบเจ้าหน้าที่" in _text(desk.get("/desk/people?q=ไม่มีใครชื่อนี้"))


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "ก" * 5000, "division=abc", "division=99999", "state=x", "page=zzz", "page=999", "sort=-nothing"],
)
def test_nonsense_in_the_address_breaks_nothing(desk: HostClient, query: str) -> None:
    assert desk.get(f"/desk/people?{query}").status_code == 200


@pytest.mark.parametrize("sort", ["display_name", "-display_name", "division", "-division", "is_active"])
def test_sorting(desk: HostClient, officer: Any, clerk: Any, sort: str) -> None:
    assert desk.get(f"/desk/people?sort={sort}").status_code == 200


def test_the_number_of_queries_does_not_grow(desk: HostClient, north: Tenant, officer: Any) -> None:
    desk.get("/desk/people")
    with CaptureQueriesContext(connection) as few:
        desk.get("/desk/people")
    with tenant_scope(north):
        _more_people(20)
    with CaptureQueriesContext(connection) as many:
        page = _text(desk.get("/desk/people"))
    assert "คนที่ 19" in page
    assert len(many) <= len(few)


def _more_people(count: int) -> None:
    division = Division.objects.first()
    for number in range(count):
        user = User.objects.create(email=f"p{number}@north.go.th", kind="officer", display_name=f"คนที่ {number}")
        Officer.objects.create(user=user, division=division)
        Posting.objects.create(
            division=division,
            invitation=Invitation.objects.create(
                email=f"i{number}@north.go.th",
                display_name=f"เชิญ {number}",
                token_hash=str(number),
                expires_at=timezone.now(),
            ),
        )


def test_export(desk: HostClient, officer: Any, north: Tenant) -> None:
    with tenant_scope(north):
        User.objects.filter(pk=officer.pk).update(display_name="=HYPERLINK(1)")
    sheet = load_workbook(io.BytesIO(desk.get("/desk/people/export?form=xlsx").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        "ชื่อ",
        "อีเมล",
        "กอง/สำนัก",
        "ตำแหน่ง",
        "บทบาท",
        "ผู้ดูแลระบบ",
        "สถานะ",
        "เข้าสู่ระบบล่าสุด",
    ]
    assert ["=HYPERLINK(1)", "officer@north.go.th"] in [row[:2] for row in rows]
    csv = desk.get("/desk/people/export?form=csv&q=admin").content.decode()
    assert "อรุณี" in csv
    assert "HYPERLINK" not in csv
    assert desk.get("/desk/people/export?form=exe").status_code == 404
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="registry.export").count() == 2


def test_invite(desk: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        division = Division.objects.get(code="works")
    wanted = {
        "email": "new@north.go.th",
        "display_name": "ใหม่\u200b  มาแล้ว",
        "position": "นายช่าง",
        "division": division.pk,
    }

    response = desk.post("/desk/people/invite", wanted, follow=True)

    page = _text(response)
    assert "ส่งคำเชิญไปที่ new@north.go.th แล้ว" in page
    assert "รอตอบรับ" in page
    assert "ใหม่ มาแล้ว" in page
    assert "กองช่าง" in page

    again = desk.post("/desk/people/invite", wanted)
    assert again.status_code == 422
    assert "นายช่าง" in _text(again), "what was typed is kept"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "not an address"},
        {"display_name": ""},
        {"display_name": "ก" * 500},
        {"display_name": "\x00"},
        {"division": "99999"},
        {"division": "x"},
        {"position": "😀" * 200},
    ],
)
def test_wrong_input_is_kept_and_explained(desk: HostClient, wrong: dict[str, str], north: Tenant) -> None:
    response = desk.post(
        "/desk/people/invite", {"email": "a@north.go.th", "display_name": "ก ข", "position": "ตำแหน่งนี้"} | wrong
    )
    page = _text(response)
    assert response.status_code == 422
    assert "data-error-summary" in page
    with tenant_scope(north):
        assert not Invitation.objects.exists()


def test_resend_and_withdraw(desk: HostClient, north: Tenant) -> None:
    desk.post("/desk/people/invite", {"email": "new@north.go.th", "display_name": "ใหม่"})
    with tenant_scope(north):
        invitation = Invitation.objects.get()
        Invitation.objects.update(sent_at=timezone.now() - timezone.timedelta(hours=1))
    address = f"/desk/people/invitations/{invitation.pk}"
    assert "ส่งคำเชิญ" in _text(desk.post(f"{address}/resend", follow=True))
    assert "ยกเลิกคำเชิญ" in _text(desk.post(f"{address}/withdraw", follow=True))
    assert desk.post(f"{address}/resend").status_code == 404
    assert desk.get(f"{address}/resend").status_code == 405


def test_change_close_and_reopen(desk: HostClient, officer: Any, north: Tenant) -> None:
    address = f"/desk/people/{officer.pk}"
    assert "สมหญิง ใจดี" in _text(desk.get(address))
    response = desk.post(address, {"display_name": "สมหญิง ใหม่", "position": "ปลัด"}, follow=True)
    assert "สมหญิง ใหม่" in _text(response)
    assert "เข้าสู่ระบบไม่ได้อีก" in _text(desk.post(f"{address}/close", follow=True))
    with tenant_scope(north):
        assert not User.objects.get(pk=officer.pk).is_active
    assert "เข้าสู่ระบบได้ตามเดิม" in _text(desk.post(f"{address}/reopen", follow=True))
    assert "ขั้นที่สอง" in _text(desk.post(f"{address}/second-factor", follow=True))


def test_one_cannot_close_oneself(desk: HostClient, administrator: Any) -> None:
    assert desk.post(f"/desk/people/{administrator.pk}/close").status_code == 403
    assert "/close" not in _text(desk.get(f"/desk/people/{administrator.pk}"))


def test_the_last_administrator_is_told_why(desk: HostClient, administrator: Any) -> None:
    response = desk.post(f"/desk/people/{administrator.pk}", {"display_name": "อรุณี", "position": "เก็บไว้"})
    assert response.status_code == 422
    assert "เก็บไว้" in _text(response)


def test_citizens_and_strangers_are_no_people(desk: HostClient, citizen: Any) -> None:
    assert desk.get(f"/desk/people/{citizen.pk}").status_code == 404
    assert desk.post(f"/desk/people/{citizen.pk}/close").status_code == 404
    assert desk.get("/desk/people/99999999").status_code == 404
    assert desk.get("/desk/people/99999999999999999999").status_code == 404


def _known(tenant: Tenant, user: Any) -> tuple[str, str, Any]:
    with tenant_scope(tenant):
        found = Officer.objects.select_related("user").get(user=user)
        return found.user.display_name, found.position, found.division_id


def test_profile_of_who_may_change_people(north: Tenant, desk: HostClient, administrator: Any) -> None:
    changed = {"display_name": "สมหญิง เอง", "position": "หัวหน้า"}
    assert "บันทึกแล้ว" in _text(desk.post("/desk/profile", changed, follow=True))
    assert _known(north, administrator)[:2] == ("สมหญิง เอง", "หัวหน้า")
    assert desk.post("/desk/profile", {"display_name": ""}).status_code == 422


@pytest.mark.parametrize(
    "forged",
    [
        {"position": "นายกเทศมนตรี"},
        {"position": ""},
        {"display_name": "นายก ตัวจริง"},
        {"display_name": "นายก ตัวจริง", "position": "นายกเทศมนตรี", "division": "1"},
    ],
)
def test_officers_give_themselves_no_weight(
    north: Tenant, browse: Browse, officer: Any, administrator: Any, forged: dict[str, str]
) -> None:
    with tenant_scope(north):
        Officer.objects.filter(user=officer).update(position="เจ้าพนักงานธุรการ")
    before = _known(north, officer)
    client = browse(north).sign_in(officer)
    page = _text(client.get("/desk/profile"))
    assert "เจ้าพนักงานธุรการ" in page
    assert "สำนักปลัด" in page
    assert administrator.email in page
    assert 'name="position"' not in page
    assert 'name="display_name"' not in page
    sent = {"display_name": before[0], **forged}
    assert client.post("/desk/profile", sent).status_code == 403
    client.post("/accounts/name/", sent)
    assert _known(north, officer) == before
    with tenant_scope(north):
        assert not AuditEntry.objects.filter(action="accounts.name_set").exists()


def test_an_officer_without_a_name_gives_one_once(north: Tenant, browse: Browse, officer: Any, citizen: Any) -> None:
    with tenant_scope(north):
        User.objects.filter(pk=officer.pk).update(display_name="")
    client = browse(north).sign_in(officer)
    assert client.post("/desk/profile", {"display_name": "สมหญิง เอง"}).status_code == 302
    assert _known(north, officer)[0] == "สมหญิง เอง"
    assert client.post("/desk/profile", {"display_name": "สมหญิง อื่น"}).status_code == 403
    assert browse(north).sign_in(citizen).get("/desk/profile").status_code == 404
