"""The pages on which people make and revoke tokens."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shared_apps.api.models import Token
from shared_apps.api.services import issue_token
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.api import Program, token_for

NEW = "/accounts/tokens/new"


def _text(page: Any) -> str:
    found = re.search(r"thongthin_[0-9A-Za-z]{42}", page.content.decode())
    assert found, page.content.decode()[:3000]
    return found[0]


@pytest.mark.parametrize("who", ["citizen", "officer"])
def test_a_token_is_made_shown_once_used_and_revoked(
    north: Tenant, south: Tenant, browse: Any, request: pytest.FixtureRequest, who: str
) -> None:
    user = request.getfixturevalue(who)
    client = browse(north).sign_in(user)
    assert client.get("/accounts/tokens").status_code == 200
    scope, path = {
        "citizen": ("cases.read", "/api/v1/my/complaints"),
        "officer": ("complaints.view", "/api/v1/desk/complaints"),
    }[who]
    text = _text(client.post(NEW, {"name": "รายงาน", "scopes": [scope], "days": "30"}))
    assert text not in client.get("/accounts/tokens").content.decode()
    program = Program(north, "north", text)
    assert program.get(path).status_code == 200
    with tenant_scope(north):
        token = Token.objects.get()
    assert client.post(f"/accounts/tokens/{token.pk}/revoke").status_code == 302
    assert program.get(path).status_code == 401


def test_what_was_typed_is_kept_and_the_mistake_named(north: Tenant, browse: Any, citizen: Any) -> None:
    page = browse(north).sign_in(citizen).post(NEW, {"name": "รายงานของฉัน", "days": "9999"})
    assert page.status_code == 422
    assert "รายงานของฉัน" in page.content.decode()
    assert "เลือกอย่างน้อยหนึ่งอย่าง" in page.content.decode()


def test_an_officer_cannot_give_more_than_they_hold(north: Tenant, browse: Any, officer: Any) -> None:
    client = browse(north).sign_in(officer)
    for scopes, kind in ((["cases.read"], "personal"), (["complaints.view"], "application")):
        client.post(NEW, {"name": "x", "scopes": scopes, "days": "30", "kind": kind})
    with tenant_scope(north):
        assert not Token.objects.exclude(kind="personal").exists()
        assert not Token.objects.filter(scopes__contains=["cases.read"]).exists()


def test_others_tokens(
    north: Tenant, browse: Any, citizen: Any, stranger: Any, officer: Any, administrator: Any
) -> None:
    for user in (citizen, officer):
        token_for(north, user)
    with tenant_scope(north):
        keys = {token.owner_id: token.pk for token in Token.objects.all()}
    other = browse(north).sign_in(stranger)
    assert other.post(f"/accounts/tokens/{keys[citizen.pk]}/revoke").status_code == 404
    chief = browse(north).sign_in(administrator)
    assert str(officer) in chief.get("/accounts/tokens?q=test&state=valid").content.decode()
    assert chief.post(f"/accounts/tokens/{keys[citizen.pk]}/revoke").status_code == 404
    assert chief.post(f"/accounts/tokens/{keys[officer.pk]}/revoke").status_code == 302


def test_the_list_is_taken_away_by_who_may_see_all(
    north: Tenant, south: Tenant, browse: Any, administrator: Any, officer: Any, south_officer: Any
) -> None:
    at = timezone.now()
    values = {"scopes": ["complaints.view"], "expires_at": at + timedelta(days=9), "at": at}
    with tenant_scope(south):
        issue_token(owner=south_officer, name="ทางใต้", **values)
    with tenant_scope(north):
        texts = [issue_token(owner=officer, name=name, **values).text for name in ("รายงานหนึ่ง", "รายงานสอง")]
    client = browse(north).sign_in(administrator)
    assert "/desk/exports/tokens.csv" in client.get("/accounts/tokens").content.decode()
    file = client.get("/desk/exports/tokens.csv", {"q": "หนึ่ง"}).content.decode()
    assert ("รายงานหนึ่ง" in file, "รายงานสอง" in file, "ทางใต้" in file) == (True, False, False)
    assert not any(text in file for text in texts)
    assert browse(north).sign_in(officer).get("/desk/exports/tokens.csv").status_code == 403
    assert "exports/tokens" not in browse(north).sign_in(officer).get("/accounts/tokens").content.decode()


def test_revoking_asks_who_one_is_again(north: Tenant, browse: Any, officer: Any) -> None:
    at = timezone.now()
    with tenant_scope(north):
        token = issue_token(
            owner=officer, name="รายงาน", scopes=["complaints.view"], expires_at=at + timedelta(days=9), at=at
        ).token
    answer = browse(north).sign_in(officer, minutes_ago=30).post(f"/accounts/tokens/{token.pk}/revoke")
    assert answer["Location"].startswith("/accounts/confirm/?next=")
    with tenant_scope(north):
        assert Token.objects.get().revoked_at is None
