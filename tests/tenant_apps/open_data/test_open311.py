"""Open311 GeoReport v2 as its clients and its public JSON schemas expect it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import jsonschema
import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shared_apps.casework.services import verify_pin
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Category, Complaint
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.api import Program, token_for

pytestmark = pytest.mark.usefixtures("empty_caches")
V2 = "/open311/v2"
FORM = "application/x-www-form-urlencoded; charset=utf-8"
MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"


def _nullable(kind: str, **rules: Any) -> dict[str, Any]:
    return {"anyOf": [{"type": kind, **rules}, {"type": "null"}]}


REQUESTS = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": [
            *("service_request_id", "status", "service_name", "service_code", "description", "requested_datetime"),
            *("updated_datetime", "address", "lat", "long"),
        ],
        "properties": {
            "service_request_id": {"type": "string"},
            "status": {"enum": ["open", "closed"]},
            "status_notes": _nullable("string"),
            "service_name": _nullable("string"),
            "service_code": {"type": "string"},
            "description": _nullable("string", maxLength=4000),
            "agency_responsible": _nullable("string"),
            "service_notice": _nullable("string"),
            "requested_datetime": {"type": "string", "pattern": MOMENT},
            "updated_datetime": _nullable("string", pattern=MOMENT),
            "expected_datetime": _nullable("string", pattern=MOMENT),
            "address": _nullable("string"),
            "address_id": _nullable("string"),
            "zipcode": _nullable("string"),
            "lat": _nullable("number"),
            "long": _nullable("number"),
            "media_url": _nullable("string"),
        },
    },
}
SERVICES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"],
        "properties": {
            "service_code": {"type": "string", "minLength": 1},
            "service_name": {"type": "string", "minLength": 1},
            "description": {"type": "string"},
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": {"type": "string"},
            "group": {"type": "string"},
        },
    },
}
DEFINITION = {
    "type": "object",
    "required": ["service_code", "attributes"],
    "properties": {
        "service_code": {"type": "string"},
        "attributes": {
            "type": "array",
            "items": {
                "required": ["variable", "code", "datatype", "required"],
                "properties": {
                    "variable": {"type": "boolean"},
                    "code": {"type": "string"},
                    "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
                    "required": {"type": "boolean"},
                    "datatype_description": _nullable("string"),
                    "order": _nullable("integer"),
                    "description": _nullable("string"),
                    "values": {"type": "array", "items": {"required": ["key", "name"]}},
                },
            },
        },
    },
}
ERRORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["code", "description"],
        "properties": {"code": {"type": "integer"}, "description": {"type": "string", "minLength": 1}},
    },
}
FILED = {
    "api_key": "",
    "service_code": "street-lights",
    "lat": "17.392145",
    "long": "104.772013",
    "address_string": "หน้าโรงเรียน <บ้านเหนือ> & วัด",
    "email": "manee@example.com",
    "first_name": "มานี",
    "last_name": "มีนา",
    "phone": "081 234 5678",
    "description": "ไฟถนนดับ\nมาสามวันแล้ว",
    "media_url": "https://example.com/a.jpg?b=1&c=2",
    "device_id": "tt1",
    "account_id": "1",
    "attribute[KIND]": "complaint",
}


@pytest.fixture
def client(north: Tenant) -> Program:
    return Program(north, "north")


@pytest.fixture
def api_key(north: Tenant, officer: Any) -> str:
    return token_for(north, officer, "complaints.add")


def _post(client: Program, form: str = "json", **values: Any) -> Any:
    body = urlencode({name: value for name, value in {**FILED, **values}.items() if value is not None})
    return client.ask("POST", f"{V2}/requests.{form}", body.encode(), content_type=FORM)


def _xml(answer: Any) -> Element:
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    root: Element = ElementTree.fromstring(answer.content)
    return root


def _row(tenant: Tenant, number: str) -> Complaint:
    with tenant_scope(tenant):
        return Complaint.objects.select_related("category").get(number=number)


def test_discovery(client: Program) -> None:
    found = client.get("/open311/discovery.json").json()
    assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    endpoint = found["endpoints"][0]
    assert set(endpoint) == {"specification", "url", "changeset", "type", "formats"}
    assert endpoint["url"].endswith("/open311/v2")
    root = _xml(client.get("/open311/discovery.xml"))
    assert root.tag == "discovery"
    assert root.findtext("endpoints/endpoint/specification") == "http://wiki.open311.org/GeoReport_v2"
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]


def test_services_and_definition(client: Program) -> None:
    listed = client.get(f"{V2}/services.json")
    assert listed["Content-Type"] == "application/json; charset=utf-8"
    assert listed["Access-Control-Allow-Origin"] == "*"
    jsonschema.validate(listed.json(), SERVICES)
    root = _xml(client.get(f"{V2}/services.xml"))
    assert (root.tag, root[0].tag) == ("services", "service")
    assert [one.findtext("service_code") for one in root] == [one["service_code"] for one in listed.json()]
    assert root.findtext("service/metadata") == "true"
    definition = client.get(f"{V2}/services/street-lights.json").json()
    jsonschema.validate(definition, DEFINITION)
    tree = _xml(client.get(f"{V2}/services/street-lights.xml"))
    assert tree.tag == "service_definition"
    assert [one.text for one in tree.findall("attributes/attribute/values/value/key")] == [
        one["key"] for one in definition["attributes"][0]["values"]
    ]


def test_a_client_files_and_follows(north: Tenant, south: Tenant, client: Program, api_key: str) -> None:
    filed = _post(client, api_key=api_key)
    assert filed.status_code == 200, filed.content.decode()
    (receipt,) = filed.json()
    assert set(receipt) == {"service_request_id", "service_notice", "account_id"}
    row = _row(north, receipt["service_request_id"])
    assert (row.reporter_name, row.reporter_phone, row.reporter_id) == ("มานี มีนา", "+66812345678", None)
    assert row.description == "ไฟถนนดับ\nมาสามวันแล้ว\n\nmedia_url: https://example.com/a.jpg?b=1&c=2"
    assert row.place == "หน้าโรงเรียน <บ้านเหนือ> & วัด"
    pin = next(word for word in receipt["service_notice"].split() if word.isdigit() and len(word) == 6)
    with tenant_scope(north):
        assert verify_pin(row, reference=row.tracking_code, pin=pin, ip="203.0.113.1")
    for seen in (
        client.get(f"{V2}/requests/{row.number}.json").json(),
        client.get(f"{V2}/requests.json?service_request_id={row.number},RQ-2569-999999").json(),
    ):
        jsonschema.validate(seen, REQUESTS)
        assert [one["service_request_id"] for one in seen] == [row.number]
        assert (seen[0]["lat"], seen[0]["long"]) == (17.392, 104.772)
        assert seen[0]["address"] is None
    token = client.get(f"{V2}/tokens/{row.tracking_code}.json").json()
    assert token == [{"service_request_id": row.number, "token": row.tracking_code}]
    for path in (f"requests/{row.number}", f"tokens/{row.tracking_code}"):
        assert Program(south, "south").get(f"{V2}/{path}.json").status_code == 404
    assert Program(south, "south").get(f"{V2}/requests.json").json() == []


def test_xml_says_the_same_as_json(client: Program, api_key: str) -> None:
    root = _xml(_post(client, "xml", api_key=api_key))
    assert (root.tag, root[0].tag) == ("service_requests", "request")
    number = root.findtext("request/service_request_id")
    tree = _xml(client.get(f"{V2}/requests/{number}.xml"))
    (same,) = client.get(f"{V2}/requests/{number}.json").json()
    assert {one.tag: one.text for one in tree[0]} == {
        name: None if value is None else str(value) for name, value in same.items()
    }


def test_nothing_personal_is_published(north: Tenant, client: Program, api_key: str) -> None:
    _post(client, api_key=api_key)
    body = "".join(client.get(f"{V2}/requests.{form}").content.decode() for form in ("json", "xml"))
    for private in ("มานี", "มีนา", "812345678", "manee", "โรงเรียน", "392145", "สามวัน", "example.com"):
        assert private not in body


def test_restricted_and_mistaken_cases_are_not_published(
    north: Tenant, client: Program, api_key: str, officer: Any
) -> None:
    with tenant_scope(north):
        secret = Category.objects.filter(restricted=True)[0].code
    hidden = _post(client, api_key=api_key, service_code=secret).json()[0]["service_request_id"]
    mistaken = _post(client, api_key=api_key).json()[0]["service_request_id"]
    with tenant_scope(north):
        row = _row(north, mistaken)
        services.file_in_error(complaint=row, version=1, actor=officer, at=timezone.now(), note="ยื่นผิดหน่วยงานครับ")
    assert client.get(f"{V2}/requests.json").json() == []
    for number in (hidden, mistaken):
        answer = client.get(f"{V2}/requests/{number}.json")
        assert answer.status_code == 404
        jsonschema.validate(answer.json(), ERRORS)


def test_filters_range_and_pages(north: Tenant, client: Program, api_key: str, officer: Any) -> None:
    numbers = [_post(client, api_key=api_key).json()[0]["service_request_id"] for _time in range(3)]
    other = _post(client, api_key=api_key, service_code="roads").json()[0]["service_request_id"]
    now = timezone.now()
    with tenant_scope(north):
        Complaint.objects.filter(number=numbers[0]).update(submitted_at=now - timedelta(days=91))
        Complaint.objects.filter(number=numbers[1]).update(state="closed")

    def found(**query: str) -> list[str]:
        rows = client.get(f"{V2}/requests.json?{urlencode(query)}").json()
        jsonschema.validate(rows, REQUESTS)
        return [row["service_request_id"] for row in rows]

    old = {
        "start_date": (now - timedelta(days=92)).isoformat(timespec="seconds"),
        "end_date": now.isoformat(timespec="seconds"),
    }
    assert found() == [other, numbers[2], numbers[1]]
    assert found(status="open") == [other, numbers[2]]
    assert found(status="closed") == [numbers[1]]
    assert len(found(status="open,closed")) == 3
    assert found(service_code="roads,nothing") == [other]
    assert found(service_code="") == found()
    # Never more than 90 days from the start.
    assert found(**old) == [numbers[0]]
    assert found(start_date="2020-01-01T00:00:00Z") == []
    assert found(end_date="2020-01-01") == []
    assert found(page_size="1", page="2") == [numbers[2]]
    assert found(service_request_id=numbers[0], status="closed", service_code="roads") == [numbers[0]]


@pytest.mark.parametrize("count", [1, 4])
def test_queries_do_not_grow(client: Program, api_key: str, count: int) -> None:
    for _time in range(count):
        _post(client, api_key=api_key)
    client.get(f"{V2}/requests.json")
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(f"{V2}/requests.json").json()) == count
    assert len([one for one in queries if "complaints_complaint" in one["sql"]]) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"api_key": None}, 403),
        ({"api_key": "xyz"}, 403),
        ({"service_code": None}, 400),
        ({"service_code": "999"}, 404),
        ({"jurisdiction_id": "city.gov"}, 404),
        ({"lat": None}, 400),
        ({"lat": "x"}, 400),
        ({"lat": "NaN"}, 400),
        ({"lat": "1e999"}, 400),
        ({"lat": "60"}, 400),
        ({"lat": None, "long": None, "address_string": ""}, 400),
        ({"description": "ก" * 4001}, 400),
        ({"description": "a\x00b"}, 400),
        ({"phone": "12"}, 400),
        ({"email": "nobody"}, 400),
        ({"media_url": "file:///etc/passwd"}, 400),
        ({"attribute[KIND]": "joke"}, 400),
    ],
)
def test_errors_are_told_as_the_specification_says(
    client: Program, api_key: str, change: dict[str, Any], status: int
) -> None:
    answer = _post(client, **{"api_key": api_key, **change})
    assert answer.status_code == status, answer.content.decode()
    jsonschema.validate(answer.json(), ERRORS)
    assert answer.json()[0]["code"] == status
    root = _xml(_post(client, "xml", **{"api_key": api_key, **change}))
    assert (root.tag, root.findtext("error/code")) == ("errors", str(status))


@pytest.mark.parametrize(
    "query",
    [
        "status=gone",
        "start_date=x",
        "end_date=2026-13-01",
        "start_date=0622-07-19T11:16:53-16:12",
        "page=0",
        "page=x",
        "page_size=1001",
        "page=99999999999",
    ],
)
def test_queries_that_cannot_be_read(client: Program, query: str) -> None:
    answer = client.get(f"{V2}/requests.json?{query}")
    assert answer.status_code == 400
    jsonschema.validate(answer.json(), ERRORS)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("DELETE", "/requests.xml", 405), ("POST", "/services.xml", 405), ("GET", "/nothing.xml", 404)],
)
def test_other_failures_are_in_that_form_too(client: Program, method: str, path: str, status: int) -> None:
    answer = client.ask(method, V2 + path)
    assert answer.status_code == status
    assert _xml(answer).findtext("error/code") == str(status)


def test_json_is_no_form(client: Program, api_key: str) -> None:
    answer = client.post(f"{V2}/requests.json", {**FILED, "api_key": api_key})
    assert answer.status_code == 415
    jsonschema.validate(answer.json(), ERRORS)


def test_the_jurisdiction_may_be_named(client: Program, api_key: str) -> None:
    host = client.get("/open311/discovery.json").json()["endpoints"][0]["url"].split("/")[2].split(":")[0]
    assert client.get(f"{V2}/services.json?jurisdiction_id={host}").status_code == 200
    assert client.get(f"{V2}/services.json?jurisdiction_id=").status_code == 200
    assert client.get(f"{V2}/services.json?jurisdiction_id=city.gov").status_code == 404


def test_a_request_sent_twice_with_a_key_is_filed_once(north: Tenant, client: Program, api_key: str) -> None:
    body = urlencode({**FILED, "api_key": api_key}).encode()
    answers = [
        client.ask("POST", f"{V2}/requests.json", body, content_type=FORM, idempotency_key="k") for _time in range(2)
    ]
    assert answers[0].content == answers[1].content
    with tenant_scope(north):
        assert Complaint.objects.count() == 1


def test_a_key_of_another_lgo_is_none(south: Tenant, api_key: str) -> None:
    assert _post(Program(south, "south"), api_key=api_key).status_code == 403


def test_a_citizens_key_files_for_the_citizen(north: Tenant, client: Program, citizen: Any) -> None:
    filed = _post(client, api_key=token_for(north, citizen, "cases.write")).json()[0]["service_request_id"]
    assert _row(north, filed).reporter_id == citizen.pk
