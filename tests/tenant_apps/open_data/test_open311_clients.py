"""Open311 as two clients that are in use speak it, request by request: the `three` package for Python, and FixMyStreet.

Written after reading how they build their requests (three 0.8, FixMyStreet's `Open311.pm`); none of their code is here.
"""

from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile

from kit import clock
from tenant_apps.complaints.models import Complaint, Photo
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.factories.photos import photo
from tests.support.api import Program, token_for

pytestmark = pytest.mark.usefixtures("empty_caches")
V2 = "/open311/v2"
# What LWP sends: no charset, fields of the problem, attributes of its own, one media_url for each photo.
FIXMYSTREET = [
    ("service_code", "street-lights"),
    ("description", "ไฟดับหน้าโรงเรียน\n\nดับมาสามวันแล้ว\n\nhttps://fix.example/report/1\n"),
    ("first_name", "มานี"),
    ("last_name", "มีนา"),
    ("phone", "+66812345678"),
    ("email", "manee@example.com"),
    ("lat", "17.392145"),
    ("long", "104.772013"),
    ("media_url", "https://fix.example/photo/1.0.jpeg?1"),
    ("media_url", "https://fix.example/photo/1.1.jpeg?1"),
    ("deviceid", "iPhone"),
    ("attribute[KIND]", "complaint"),
    ("attribute[easting]", "529025"),
    ("attribute[fixmystreet_id]", "1"),
]


@pytest.fixture
def client(north: Tenant) -> Program:
    return Program(north, "north")


@pytest.fixture
def api_key(north: Tenant, officer: Any) -> str:
    return token_for(north, officer, "complaints.add")


@pytest.fixture
def host(client: Program) -> str:
    """What such a client is configured with as its jurisdiction."""
    url: str = client.get("/open311/discovery.json").json()["endpoints"][0]["url"]
    return url.split("/")[2].split(":")[0]


def _xml(answer: Any) -> Element:
    assert answer.status_code == 200, answer.content.decode()
    root: Element = ElementTree.fromstring(answer.content)
    return root


def _case(tenant: Tenant, number: str | None) -> Complaint:
    with tenant_scope(tenant):
        return Complaint.objects.get(number=number)


def _photos(tenant: Tenant) -> int:
    with tenant_scope(tenant):
        return Photo.objects.count()


def test_fixmystreet_sends_a_problem_and_asks_how_it_goes(
    north: Tenant, client: Program, api_key: str, host: str
) -> None:
    named = {"jurisdiction_id": host}
    services = _xml(client.get(f"{V2}/services.xml?{urlencode(named)}"))
    assert "street-lights" in [one.findtext("service_code") for one in services.findall("service")]
    asked = _xml(client.get(f"{V2}/services/street-lights.xml?{urlencode(named)}"))
    assert asked.findtext("attributes/attribute/code") == "KIND"
    body = urlencode([*FIXMYSTREET, *named.items(), ("api_key", api_key)]).encode()
    sent = client.ask("POST", f"{V2}/requests.xml", body, content_type="application/x-www-form-urlencoded")
    number = _xml(sent).findtext("request/service_request_id")
    case = _case(north, number)
    assert (case.title, case.reporter_name, case.reporter_phone) == ("ไฟดับหน้าโรงเรียน", "มานี มีนา", "+66812345678")
    assert case.description.endswith(
        "media_url: https://fix.example/photo/1.0.jpeg?1\nmedia_url: https://fix.example/photo/1.1.jpeg?1"
    )
    day = f"{clock.today():%Y-%m-%d}"
    between = {"start_date": f"{day}T00:00:00Z", "end_date": f"{day}T23:59:59Z", **named}
    for query in (between, {"service_request_id": f"{number},RQ-2569-999999", **named}):
        found = _xml(client.get(f"{V2}/requests.xml?{urlencode(query)}"))
        assert (found.tag, found.findtext("request/service_request_id")) == ("service_requests", number)
        assert found.findtext("request/status") == "open"


def test_what_fixmystreet_is_told_when_something_is_wrong(client: Program, api_key: str) -> None:
    body = urlencode([("service_code", "nothing"), ("api_key", api_key)]).encode()
    sent = client.ask("POST", f"{V2}/requests.xml", body, content_type="application/x-www-form-urlencoded")
    root = ElementTree.fromstring(sent.content)
    assert [(one.findtext("code"), bool(one.findtext("description"))) for one in root.findall("error")] == [
        ("404", True)
    ]


def _three(client: Program, **values: Any) -> Any:
    """As `three` posts: a form of fields, or with `media` in parts, and everything else by its keywords."""
    sent = {"service_code": "street-lights", "address_string": "หน้าวัด", "first_name": "มานี", "last_name": "มีนา"}
    return client.client.post(f"{V2}/requests.json", {**sent, "description": "ไฟดับสามวันแล้ว", **values})


def test_three_files_with_a_photo_and_reads_it_back(north: Tenant, client: Program, api_key: str, host: str) -> None:
    assert client.get("/open311/discovery.json").json()["endpoints"]
    (receipt,) = _three(client, api_key=api_key, jurisdiction_id=host, media=photo()).json()
    number = receipt["service_request_id"]
    assert (_case(north, number).place, _photos(north)) == ("หน้าวัด", 1)
    day = f"{clock.today():%Y-%m-%dT00:00:00Z}"
    query = {"jurisdiction_id": host, "page_size": 5, "start_date": day, "end_date": f"{day[:11]}23:59:59Z"}
    assert [one["service_request_id"] for one in client.get(f"{V2}/requests.json?{urlencode(query)}").json()] == [
        number
    ]
    assert client.get(f"{V2}/requests/{number}.json").json()[0]["media_url"] is None
    assert client.get(f"{V2}/services/street-lights.json").json()["service_code"] == "street-lights"


def test_several_photos_come_at_once_and_all_or_nothing(north: Tenant, client: Program, api_key: str) -> None:
    assert _three(client, api_key=api_key, **{"media[]": [photo("a.jpg"), photo("b.jpg")]}).status_code == 200
    assert _photos(north) == 2
    bad = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    too_many = [photo(f"{number}.jpg") for number in range(6)]
    for files in ([photo(), bad], too_many):
        refused = _three(client, api_key=api_key, **{"media[]": files})
        assert (refused.status_code, refused.json()[0]["code"]) == (400, 400)
        assert refused.json()[0]["description"]
    with tenant_scope(north):
        assert Complaint.objects.count() == 1
    assert _photos(north) == 2


def test_without_a_key_no_photo_is_kept(north: Tenant, client: Program) -> None:
    from shared_apps.files.models import StoredFile

    assert _three(client, media=photo()).status_code == 403
    with tenant_scope(north):
        assert not StoredFile.objects.exists()


def test_a_key_of_a_form_belongs_to_what_was_sent(north: Tenant, client: Program, api_key: str) -> None:
    """Sent again it is filed once; another text or photo under the same key is told."""

    def send(**values: Any) -> Any:
        sent = {"service_code": "street-lights", "address_string": "วัด", "description": "ไฟดับสามวัน", **values}
        headers = {"idempotency-key": "k"}
        return client.client.post(f"{V2}/requests.json", {"api_key": api_key, **sent}, headers=headers)

    first, again = send(media=photo()), send(media=photo())
    assert first.content == again.content
    for other in (send(media=photo(), description="อีกเรื่องหนึ่ง"), send(media=photo(size=(64, 48))), send()):
        assert other.status_code == 422
        assert other.json() != first.json()
    with tenant_scope(north):
        assert Complaint.objects.count() == 1
