"""Every operation of the programming interface × every kind of caller, drawn from the URL map and its description."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings

from config.api import api
from shared_apps.accounts.models import User
from shared_apps.api import scopes
from tenants.models import Tenant
from tests.guards.conftest import World
from tests.support.api import token_for
from tests.support.samples import CHOICES, PIN
from tests.support.urls import addresses, routes_of
from tests.support.visitors import Answer, Visitor

URLS = settings.TENANT_URLCONF

# What a program may call without a token. A new public operation is added here on purpose.
PUBLIC = frozenset(
    {
        *("openapi-json", "public_categories", "public_divisions", "public_privacy_notice"),
        *("public_cases", "public_cases_nearby", "public_case_api"),
        # A guest files, and follows with the PIN.
        *("complaints", "complaint", "complaint_photos", "complaint_answer_api", "complaint_confirm_api"),
        *("complaint_reopen_api", "complaint_rating", "complaint_photo_file"),
        *("open311_discovery", "open311_services", "open311_definition", "open311_requests", "open311_request"),
        *("open311_token", "open_data_cases"),
    }
)
NOWHERE = frozenset({"api-root"})


@dataclass(frozen=True)
class Call:
    """One operation at one address."""

    name: str
    method: str
    url: str

    def ask(self, visitor: Visitor, token: str = "", **headers: str) -> Answer:
        """Call it."""
        sent = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
        if self.method == "POST":
            sent |= {"HTTP_IF_MATCH": '"1"'}
        body = b"{}" if self.method == "POST" else b""
        return visitor.ask(self.method, self.url, data=body, content_type="application/json", **sent, **headers)


def _methods() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"open311_requests": {"GET"}}
    for router in api._get_bound_routers():
        for path_view in router.path_operations.values():
            for operation in path_view.operations:
                found.setdefault(operation.url_name, set()).update(operation.methods)
    return found


def calls(values: Any) -> Iterator[Call]:
    """Every operation, by every method that it takes."""
    methods = _methods()
    for route in routes_of(URLS):
        if route.is_api:
            name = route.name.rpartition(":")[2]
            for url in addresses(route, values, URLS):
                for method in sorted(methods.get(name, {"GET"})):
                    yield Call(name, method, url)


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[str, str]:
    """A token with all that its owner may give."""
    north, south = world.north, world.south
    people: dict[str, tuple[Tenant, User]] = {
        "citizen": (north.tenant, north.citizen),
        "stranger": (north.tenant, north.stranger),
        "officer": (north.tenant, north.officer),
        "administrator": (north.tenant, north.administrator),
        "south's administrator": (south.tenant, south.administrator),
        "south's citizen": (south.tenant, south.citizen),
    }
    return {who: token_for(tenant, user) for who, (tenant, user) in people.items()}


@pytest.fixture
def visitor(world: World) -> Visitor:
    return world.visitor(world.north.tenant)


def _own(world: World) -> list[Call]:
    return list(calls(CHOICES | world.north.identifiers))


def _leaks(world: World, answer: Answer) -> bool:
    return any(word in answer.body for word in world.south.canary)


def test_every_operation_is_in_the_matrix(world: World) -> None:
    found = {call.name for call in _own(world)}
    assert set(_methods()) | NOWHERE | PUBLIC == found


def test_without_a_token(world: World, visitor: Visitor) -> None:
    for call in _own(world):
        answer = call.ask(visitor)
        assert answer.status < 500, answer
        expected = {404} if call.name in NOWHERE else {200, 201, 404, 422} if call.name in PUBLIC else {401}
        assert answer.status in expected, answer
        assert world.north.complaint.title not in answer.body, answer


def test_a_session_opens_nothing(world: World) -> None:
    signed_in = world.visitor(world.north.tenant, world.north.administrator)
    for call in _own(world):
        answer = call.ask(signed_in)
        assert answer.status == call.ask(world.visitor(world.north.tenant)).status, answer


@pytest.mark.parametrize("who", ["south's administrator", "south's citizen"])
def test_a_token_of_another_lgo_is_nothing(world: World, visitor: Visitor, tokens: dict[str, str], who: str) -> None:
    for call in _own(world):
        if call.name not in NOWHERE:
            answer = call.ask(visitor, tokens[who])
            assert answer.status == 401, answer
            assert not _leaks(world, answer), answer


@pytest.mark.parametrize("who", ["citizen", "stranger"])
def test_citizens_reach_no_desk(world: World, visitor: Visitor, tokens: dict[str, str], who: str) -> None:
    for call in _own(world):
        answer = call.ask(visitor, tokens[who])
        assert answer.status < 500, answer
        if "/desk/" in call.url:
            assert answer.status == 403, answer
        if who == "stranger":
            assert world.north.complaint.title not in answer.body, answer


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_officers_reach_the_desk(world: World, visitor: Visitor, tokens: dict[str, str], who: str) -> None:
    """The control of all that are refused: the samples do name objects that are there."""
    for call in _own(world):
        answer = call.ask(visitor, tokens[who])
        assert answer.status < 500, answer
        assert not _leaks(world, answer), answer
        if "/desk/" in call.url:
            assert answer.status in {200, 201, 409, 422}, answer


@pytest.mark.parametrize("who", ["", "citizen", "officer", "administrator"])
def test_objects_of_another_lgo_are_not_there(world: World, visitor: Visitor, tokens: dict[str, str], who: str) -> None:
    for call in calls(CHOICES | world.south.identifiers):
        answer = call.ask(visitor, tokens.get(who, ""), HTTP_X_CASE_PIN=PIN)
        assert answer.status < 500, answer
        assert not _leaks(world, answer), answer
        if any(name in call.url for name in (world.south.complaint.number, world.south.complaint.tracking_code)):
            assert answer.status in {401, 403, 404, 422}, answer


def test_each_scope_opens_only_its_own(world: World, visitor: Visitor) -> None:
    """A token of one scope is refused by every operation that another one opens."""
    opened: dict[str, set[str]] = {}
    for scope in scopes.open_to(world.north.administrator):
        token = token_for(world.north.tenant, world.north.administrator, scope.code)
        for call in _own(world):
            if call.name not in NOWHERE and call.ask(visitor, token).status not in {401, 403}:
                opened.setdefault(scope.code, set()).add(call.name)
    guarded = {name: names - PUBLIC for name, names in opened.items()}
    assert "desk_list" in guarded["complaints.view"]
    assert "desk_list" not in guarded["complaints.edit"]
    assert not guarded["complaints.view"] & guarded["complaints.edit"]
    assert not guarded["complaints.assign"] & guarded["complaints.edit"]
