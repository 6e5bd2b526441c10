"""Open data: what is in the files, and what is not."""

import csv
import io
import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kit import clock
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Category, Complaint
from tenant_apps.complaints.selectors import category_by_code
from tenant_apps.open_data.documents import COLUMNS
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.api import Program

pytestmark = pytest.mark.usefixtures("empty_caches")
FILES = "/open-data/cases"
FILED = datetime(2026, 11, 20, 9, 30, tzinfo=clock.BANGKOK)


def _file(tenant: Tenant, **values: Any) -> str:
    with tenant_scope(tenant):
        category = values.pop("category", None) or category_by_code("street-lights")
        filing = services.Filing(
            **{
                "category": category,
                "title": "=HYPERLINK(1) ไฟดับ",
                "description": "รายละเอียดลับ",
                "place": "บ้านมานี",
                "latitude": Decimal("17.392145"),
                "longitude": Decimal("104.772013"),
                "name": "มานี มีนา",
                "phone": "+66812345678",
                **values,
            }
        )
        return services.file_complaint(filing=filing, reporter=None, at=FILED).complaint.number


def _read(tenant: Tenant, slug: str, form: str, **headers: str) -> Any:
    answer = Program(tenant, slug).get(f"{FILES}.{form}", **headers)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def _rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def test_csv_and_json_hold_the_same(north: Tenant, south: Tenant) -> None:
    number = _file(north, is_private=False)
    csv_answer, json_answer = (_read(north, "north", form) for form in ("csv", "json"))
    (row,), (same,) = _rows(csv_answer), json.loads(json_answer.body)["cases"]
    assert list(row) == list(same) == [column.name for column in COLUMNS]
    assert (row["number"], row["category_th"], row["category_en"]) == (number, same["category_th"], same["category_en"])
    assert (row["submitted_at"], row["submitted_be"]) == ("2026-11-20T09:30:00+07:00", "20/11/2569")
    assert (row["latitude"], row["longitude"], same["latitude"]) == ("17.392", "104.772", 17.392)
    assert row["subject"] == "'=HYPERLINK(1) ไฟดับ"
    assert (row["status"], row["state"], row["state_en"]) == ("open", "new", "New")
    assert _rows(_read(south, "south", "csv")) == []
    assert json.loads(_read(south, "south", "json").body)["cases"] == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_nothing_personal_is_in_them(north: Tenant, officer: Any, form: str) -> None:
    _file(north)
    with tenant_scope(north):
        secret = Category.objects.filter(restricted=True)[0]
    hidden = _file(north, category=secret)
    body = _read(north, "north", form).body.decode()
    for private in ("มานี", "81234", "ลับ", "HYPERLINK", "392145", hidden):
        assert private not in body


def test_who_has_it_is_not_sent_it_again(north: Tenant, officer: Any) -> None:
    _file(north)
    first = _read(north, "north", "csv")
    assert first["Access-Control-Allow-Origin"] == "*"
    assert _read(north, "north", "csv", if_none_match=first["ETag"]).status_code == 304
    assert _read(north, "north", "csv", if_modified_since=first["Last-Modified"]).status_code == 304
    _file(north)
    changed = _read(north, "north", "csv", if_none_match=first["ETag"])
    assert (changed.status_code, len(_rows(changed))) == (200, 2)


def test_more_time_and_a_new_name_are_changes_too(north: Tenant, officer: Any) -> None:
    number = _file(north)
    first = _read(north, "north", "csv")
    with tenant_scope(north):
        case = Complaint.objects.get(number=number)
        due = datetime(2026, 12, 22, tzinfo=clock.BANGKOK)
        later = FILED + timedelta(days=1)
        services.extend(complaint=case, version=1, due=due.date(), note="รออะไหล่", actor=officer, at=later)
    extended = _read(north, "north", "csv", if_none_match=first["ETag"])
    assert (extended.status_code, _rows(extended)[0]["due_be"]) == (200, "22/12/2569")
    with tenant_scope(north):
        Category.objects.filter(code="street-lights").update(name_th="ไฟส่องสว่าง")
    renamed = _read(north, "north", "csv", if_none_match=extended["ETag"])
    assert _rows(renamed)[0]["category_th"] == "ไฟส่องสว่าง"


def test_the_page_says_what_the_columns_hold(north: Tenant, browse: Any) -> None:
    page = browse(north).get("/open-data").content.decode()
    assert all(f"<code>{column.name}</code>" in page for column in COLUMNS)
    assert "creativecommons.org" in page
