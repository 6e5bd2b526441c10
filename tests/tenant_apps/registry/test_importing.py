"""Inviting a whole list of people from a file."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from kit.errors import Invalid
from shared_apps.accounts.models import Invitation, User
from tenant_apps.registry import selectors, spreadsheets
from tenants import resolver
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

PAGE = "/desk/people/import"
HEAD = "อีเมล,ชื่อและนามสกุล,กอง,ตำแหน่ง,บทบาท"
GOOD = (
    "one@north.go.th,หนึ่ง ใจดี,กองช่าง,นายช่างโยธา,เจ้าหน้าที่",
    "Two@North.go.th , สอง  ใจดี,สป.,ปลัดองค์การบริหารส่วนตำบล,",
)


def _file(*lines: str, encoding: str = "utf-8-sig", name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\r\n".join(lines).encode(encoding))


def _excel(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("people.xlsx", out.getvalue())


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    return browse(north).sign_in(administrator)


def _rows_of(page: str) -> str:
    return page.split('name="rows" value="')[1].split('"')[0]


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
    def test_csv_as_excel_writes_it(self, encoding: str) -> None:
        rows = spreadsheets.read_people(_file(HEAD, *GOOD, "", encoding=encoding))
        assert [row["display_name"] for row in rows] == ["หนึ่ง ใจดี", "สอง ใจดี"]

    def test_semicolons_and_columns_in_another_order(self) -> None:
        rows = spreadsheets.read_people(_file("Name;Email", "หนึ่ง;one@north.go.th"))
        assert rows == [{"display_name": "หนึ่ง", "email": "one@north.go.th"}]

    def test_excel(self) -> None:
        rows = spreadsheets.read_people(_excel(("อีเมล", "ชื่อ"), ("one@north.go.th", "หนึ่ง"), (None, None)))
        assert rows == [{"email": "one@north.go.th", "display_name": "หนึ่ง"}]

    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("a.csv", b""),
            SimpleUploadedFile("a.csv", b"\r\n\r\n"),
            SimpleUploadedFile("a.csv", b"\x00\x01\x02"),
            SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"),
            SimpleUploadedFile("a.csv", b"a" * (spreadsheets.MAX_BYTES + 1)),
            _file(HEAD),
            _file("ก,ข", "1,2"),
            _file(HEAD, *(f"p{number}@north.go.th,ก,,," for number in range(spreadsheets.MAX_ROWS + 1))),
        ],
    )
    def test_what_is_no_list_is_refused_with_words(self, file: SimpleUploadedFile) -> None:
        with pytest.raises(Invalid) as caught:
            spreadsheets.read_people(file)
        assert caught.value.field == "file"


def test_a_right_list_is_shown_and_then_sent(desk: HostClient, north: Tenant) -> None:
    page = desk.post(PAGE, {"file": _file(HEAD, *GOOD)}).content.decode()
    with tenant_scope(north):
        assert not Invitation.objects.exists(), "looking invites nobody"
    assert desk.post(f"{PAGE}/send", {"rows": _rows_of(page)})["Location"] == "/desk/people"
    with tenant_scope(north):
        found = {
            invitation.email: (
                str(invitation.posting.division),
                invitation.posting.position,
                [role.code for role in invitation.posting.roles.all()],
            )
            for invitation in selectors.pending_invitations()
        }
    assert found == {
        "one@north.go.th": ("กองช่าง", "นายช่างโยธา", ["officer"]),
        "two@north.go.th": ("สำนักปลัด", "ปลัดองค์การบริหารส่วนตำบล", ["executive"]),
    }


def test_every_wrong_row_is_named_and_nobody_is_invited(desk: HostClient, north: Tenant, officer: Any) -> None:
    wrong = (
        "nonsense,ก,,,",
        "officer@north.go.th,ข,,,",
        "same@north.go.th,ค,,,",
        "SAME@north.go.th,ง,,,",
        "a@north.go.th,,,,",
        "b@north.go.th,จ,กองอวกาศ,,",
        "c@north.go.th,ฉ,,,นักบินอวกาศ",
    )
    page = desk.post(PAGE, {"file": _file(HEAD, GOOD[0], *wrong)}).content.decode()
    assert "7 แถว" in page
    assert page.count("text-danger") == 7
    assert 'name="rows"' not in page
    with tenant_scope(north):
        assert not Invitation.objects.exists()


def test_more_than_the_package_has_is_said_before(desk: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        used = selectors.room(timezone.now()).used
    north.accounts = used + 1
    _save(north)
    page = desk.post(PAGE, {"file": _file(HEAD, *GOOD)}).content.decode()
    assert "/desk/people/limit" in page
    assert 'name="rows"' not in page


def _save(tenant: Tenant) -> None:
    with public_scope():
        tenant.save(update_fields=["accounts"])
    resolver.forget_all()


def test_a_list_of_another_lgo_or_a_changed_one_is_not_sent(
    desk: HostClient, north: Tenant, south: Tenant, browse: Browse
) -> None:
    rows = _rows_of(desk.post(PAGE, {"file": _file(HEAD, *GOOD)}).content.decode())
    with tenant_scope(south):
        chief = User.objects.create(email="a@south.go.th", kind="officer", is_administrator=True, display_name="ก")
    there = browse(south).sign_in(chief)
    assert there.post(f"{PAGE}/send", {"rows": rows})["Location"] == PAGE
    assert desk.post(f"{PAGE}/send", {"rows": rows[:-2] + "xx"})["Location"] == PAGE
    for tenant in (north, south):
        with tenant_scope(tenant):
            assert not Invitation.objects.exists()


def test_all_or_nobody_when_something_changed_meanwhile(desk: HostClient, north: Tenant) -> None:
    rows = _rows_of(desk.post(PAGE, {"file": _file(HEAD, *GOOD)}).content.decode())
    desk.post(PAGE + "/send", {"rows": _rows_of(desk.post(PAGE, {"file": _file(HEAD, GOOD[1])}).content.decode())})
    answer = desk.post(f"{PAGE}/send", {"rows": rows})
    assert "เชิญแล้ว" in answer.content.decode()
    with tenant_scope(north):
        assert Invitation.objects.count() == 1


def test_the_example_can_be_sent_back(desk: HostClient) -> None:
    content = desk.get(f"{PAGE}/example").content
    page = desk.post(PAGE, {"file": SimpleUploadedFile("people.csv", content)}).content.decode()
    assert 'name="rows"' in page
