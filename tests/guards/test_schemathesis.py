"""Both programming interfaces under generated requests: never a 5xx, and every answer is as described.

SCHEMATHESIS_EXAMPLES sets how many requests each operation gets; a release is tried with hundreds.
"""

import json
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.api import api
from shared_apps.api import limits
from tests.guards.conftest import World
from tests.support.api import token_for
from tests.support.samples import PIN

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "3"))
OPEN311 = Path(__file__).parents[1] / "tenant_apps" / "open_data" / "open311.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BASE = "http://north.localhost"
_platform = get_wsgi_application()


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is counted, and no request closes the connection on which the test rolls back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    for name in ("BY_ADDRESS", "BY_TENANT"):
        monkeypatch.setattr(limits, name, 10**9)
    monkeypatch.setattr(limits, "BY_TOKEN", dict.fromkeys(limits.BY_TOKEN, 10**9))
    monkeypatch.setattr(import_module("tenant_apps.complaints.api.citizens"), "_count_guest", lambda _request: None)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _bounded() -> settings:
    return settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


def app(environ: dict[str, Any], start_response: Any) -> Any:
    """The platform, asked from an address on the internet."""
    return _platform({**environ, "REMOTE_ADDR": "203.0.113.5"}, start_response)


def _attack(schema: Any, known: dict[str, str], headers: list[dict[str, str]], api_key: str = "") -> set[int]:
    """Every operation by everyone, half of the time with names of things that are there; returns the statuses."""
    statuses: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @_bounded()
        @given(case=operation.as_strategy(), data=st.data())
        def attempt(case: Any, data: st.DataObject) -> None:
            if data.draw(st.booleans()):
                case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
                if api_key and isinstance(case.body, dict):
                    case.body["api_key"] = api_key
            sent = {"If-Match": '"1"', **data.draw(st.sampled_from(headers))}
            case.headers.update(sent)
            response = case.call(base_url=BASE, app=app)
            case.validate_response(response, checks=CHECKS)
            statuses.add(response.status_code)

        attempt()
    return statuses


def test_version_1(world: World) -> None:
    north = world.north
    people = (north.citizen, north.officer, north.administrator)
    headers = [{"Authorization": f"Bearer {token_for(north.tenant, user)}"} for user in people]
    schema = schemathesis.openapi.from_dict(
        json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    )
    known = {
        "number": north.complaint.number,
        "reference": north.complaint.tracking_code,
        "file_id": str(north.file.pk),
    }
    assert _attack(schema, known, [*headers, {"X-Case-PIN": PIN}, {}]) >= {200, 401, 403, 404}


def test_open311(world: World) -> None:
    north = world.north
    schema = schemathesis.openapi.from_dict(json.loads(OPEN311.read_text()))
    known = {
        "service_code": "street-lights",
        "service_request_id": north.complaint.number,
        "token": north.complaint.tracking_code,
    }
    key = token_for(north.tenant, north.officer, "complaints.add")
    assert _attack(schema, known, [{}], api_key=key) >= {200, 404}
