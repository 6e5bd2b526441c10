"""A citizen takes away all that the LGO keeps of them, and nobody else's."""

import io
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from shared_apps.audit.selectors import entries
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Draft
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.tenant_apps.complaints.conftest import file_one

TAKE = "/accounts/data/take"


@pytest.fixture(autouse=True)
def cases(north: Tenant, citizen: Any, stranger: Any) -> None:
    """One case each."""
    with tenant_scope(north):
        file_one(reporter=citizen, title="ไฟดับของมานี")
        file_one(reporter=stranger, title="เรื่องของคนอื่น")


def _book(answer: Any) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_all_that_is_kept_on_sheets(browse: Browse, north: Tenant, citizen: Any) -> None:
    mine = browse(north).sign_in(citizen)
    page = mine.get("/accounts/data/").content.decode()
    assert "เรื่องของฉัน: 1" in page
    assert TAKE in page
    book = _book(mine.get(TAKE))
    assert ("ชื่อ", "มานี มีนา") in book["บัญชีของฉัน"]
    [case] = book["เรื่องของฉัน"][1:]
    assert "ไฟดับของมานี" in case
    assert book["ความคืบหน้าเรื่องของฉัน"][1][2] == "แจ้งเรื่องแล้ว"
    assert "เรื่องของคนอื่น" not in str(book)
    with tenant_scope(north):
        assert entries().filter(action="accounts.take_own_data").count() == 1


def test_whoever_signed_in_long_ago_proves_it_again(browse: Browse, north: Tenant, citizen: Any) -> None:
    answer = browse(north).sign_in(citizen, minutes_ago=30).get(TAKE)
    assert answer.status_code == 302
    assert "/accounts/confirm/" in answer.headers["Location"]


def test_the_account_and_the_notice_lead_there(browse: Browse, north: Tenant, citizen: Any) -> None:
    mine = browse(north).sign_in(citizen)
    for path in ("/accounts/", "/privacy"):
        assert "/accounts/data/" in mine.get(path).content.decode()


def test_south_sees_nothing_and_officers_have_no_such_page(
    browse: Browse, north: Tenant, south: Tenant, south_citizen: Any, officer: Any
) -> None:
    book = _book(browse(south).sign_in(south_citizen).get(TAKE))
    assert "ไฟดับของมานี" not in str(book)
    assert "มานี" not in str(book)
    assert browse(north).sign_in(officer).get(TAKE).status_code == 404


def test_what_was_begun_and_what_is_followed(browse: Browse, north: Tenant, citizen: Any, stranger: Any) -> None:
    with tenant_scope(north):
        theirs = file_one(reporter=stranger).complaint
        services.follow_case(number=theirs.number, actor=citizen, at=timezone.now())
        for owner, title in ((citizen, "ท่อแตกยังไม่ส่ง"), (stranger, "ร่างของคนอื่น")):
            draft = services.begin_draft(draft_id=None, at=timezone.now(), owner=owner)
            Draft.objects.filter(pk=draft.pk).update(answers={"title": title})
    book = _book(browse(north).sign_in(citizen).get(TAKE))
    assert [row[1] for row in book["เรื่องที่ยังไม่ได้ส่ง"][1:]] == ["ท่อแตกยังไม่ส่ง"]
    assert [row[0] for row in book["เรื่องของผู้อื่นที่ฉันติดตาม"][1:]] == [theirs.number]
