"""Whatever is typed, no page breaks: an error in Thai, or it is taken."""

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenant_apps.complaints.models import Complaint
from tenants.models import Tenant
from tests.conftest import Browse
from tests.support.browser import HostClient

NASTY = [
    "",
    "\x00",
    "\u200b\u200b",
    "😀😀😀😀😀",
    "๑๒๓๔๕๖๗๘๙๐",
    "²³٣٤",
    "<script>alert(1)</script>",
    "'; DROP TABLE complaints_complaint; --",
    "x" * 1_000_000,
    "\ud800",
    "=1+1",
    "น\u0e4d\u0e49าไม่ไหลมาสามวัน",
    "null",
    "-1",
    "1e309",
    "NaN",
    "99999999999999999999",
]
anything = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.text("๐๑๒๓0123456789 -+.", max_size=20))
few = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
pytestmark = pytest.mark.usefixtures("empty_caches")
FIELDS = {
    "/complaints/new": ("kind", "category"),
    "/complaints/new/details": ("title", "description", "photos_ids", "photos_remove", "photos"),
    "/complaints/new/place": ("place", "pin_latitude", "pin_longitude"),
    "/complaints/new/contact": ("name", "phone", "email", "anonymous"),
    "/complaints/new/check": ("anything",),
    "/complaints/new/photo": ("photo",),
    "/complaints/track": ("reference", "pin"),
}
OFFICER_FIELDS = ("version", "note", "officer", "division", "photos")


@pytest.fixture
def guest(browse: Browse, north: Tenant) -> HostClient:
    client = browse(north)
    client.post("/complaints/new", {"kind": "complaint", "category": "roads"})
    return client


@pytest.fixture
def desk(browse: Browse, north: Tenant, officer: Any) -> HostClient:
    return browse(north).sign_in(officer)


def test_more_than_two_megabytes_are_refused_with_words(guest: HostClient) -> None:
    response = guest.post("/complaints/new/details", {"title": "ไฟดับ", "description": "ก" * 1_000_000})
    assert response.status_code in {413, 422}
    assert 'lang="th"' in response.content.decode()


@pytest.mark.parametrize("path", FIELDS)
@few
@given(data=st.data())
def test_citizens_forms(guest: HostClient, path: str, data: st.DataObject) -> None:
    values = {field: _sendable(data.draw(anything, field)) for field in FIELDS[path]}
    assert guest.post(path, values).status_code in {302, 409, 422}, values
    assert guest.get(path if path != "/complaints/new/photo" else "/complaints/new").status_code in {200, 302}


@pytest.mark.parametrize(
    "action", ["accept", "assign", "start", "ask", "resolve", "forward", "file_in_error", "note", "reopen", "zzz"]
)
@few
@given(data=st.data())
def test_officers_forms(desk: HostClient, filed: Complaint, action: str, data: st.DataObject) -> None:
    values = {field: _sendable(data.draw(anything, field)) for field in OFFICER_FIELDS}
    status = desk.post(f"/desk/complaints/{filed.number}/{action}", values).status_code
    assert status in {302, 404, 409, 422}, values
    assert desk.get(f"/desk/complaints/{filed.number}").status_code == 200


@few
@given(
    query=st.dictionaries(
        st.sampled_from(
            ["q", "tab", "sort", "page", "state", "kind", "category", "division", "assignee", "filed_from_day"]
        ),
        anything.map(lambda text: text[:500]),
    )
)
def test_the_inbox(desk: HostClient, filed: Complaint, query: dict[str, str]) -> None:
    query = {key: _sendable(value) for key, value in query.items()}
    assert desk.get("/desk/inbox", query).status_code == 200
    assert desk.get("/desk/complaints/export.csv", query).status_code in {200, 404}


@few
@given(code=st.one_of(st.sampled_from(NASTY[1:8]), st.text(min_size=1, max_size=30)))
def test_addresses(desk: HostClient, filed: Complaint, code: str) -> None:
    part = quote(_sendable(code), safe="")
    for path in (f"/complaints/track/{part}", f"/desk/complaints/{part}", f"/files/{part}"):
        assert desk.get(path).status_code in {200, 301, 302, 400, 404}, path


def _sendable(text: str) -> str:
    """Browsers send no lone surrogates."""
    return text.encode("utf-8", "replace").decode()
