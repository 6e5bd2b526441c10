"""Tokens: shown once, kept as a digest, of one LGO, never beyond their owner's rights."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kit.errors import Invalid, OverLimit, Refused
from shared_apps.accounts.services import deactivate_officer
from shared_apps.api import secrets, selectors, services
from shared_apps.api.models import Token
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.api import Program, token_for
from tests.support.threads import race

CASES = "/api/v1/desk/complaints"


def test_nothing_of_a_token_is_kept_but_its_digest(in_north: Tenant, officer: Any) -> None:
    text = token_for(in_north, officer, "complaints.view")
    row = Token.objects.get()
    assert secrets.is_token(text)
    assert text.startswith(row.shown_as)
    assert len(row.shown_as) == len("thongthin_") + 4
    assert text not in str(Token.objects.values())
    assert text not in str(AuditEntry.objects.values())
    assert selectors.token_of(text) == row


@pytest.mark.parametrize("change", [lambda text: text[:-1] + "!", lambda text: text.swapcase(), lambda text: text[1:]])
def test_a_changed_token_is_none(in_north: Tenant, officer: Any, change: Any) -> None:
    assert selectors.token_of(change(token_for(in_north, officer))) is None


def test_south_knows_no_token_of_north(north: Tenant, south: Tenant, officer: Any) -> None:
    text = token_for(north, officer)
    with tenant_scope(south):
        assert selectors.token_of(text) is None
        assert list(selectors.tokens_of_officers()) == []
    with tenant_scope(north):
        row = Token.objects.get()
    with tenant_scope(south):
        # Even copied into south's table it opens nothing.
        assert secrets.digest_of(text) != row.digest


def test_scopes_stay_within_the_rights_of_the_owner(in_north: Tenant, officer: Any, citizen: Any) -> None:
    with pytest.raises(Refused):
        token_for(in_north, citizen, "complaints.view")
    with pytest.raises(Refused):
        token_for(in_north, officer, "cases.read")
    with pytest.raises(Refused):
        token_for(in_north, officer, "complaints.view", kind="application")
    with pytest.raises(Invalid):
        at = timezone.now()
        services.issue_token(owner=officer, name="x", scopes=[], expires_at=at + timedelta(days=1), at=at)
    for days in (-1, 367):
        with pytest.raises(Invalid):
            token_for(in_north, officer, "complaints.view", days=days)


def test_a_token_lacks_what_it_was_not_given(north: Tenant, officer: Any) -> None:
    reader = Program(north, "north", token_for(north, officer, "complaints.view"))
    assert reader.get(CASES).status_code == 200
    refused = reader.get("/api/v1/desk/officers", accept_language="en")
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")


def test_a_right_taken_from_the_owner_is_taken_from_the_token(
    north: Tenant, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shared_apps.accounts import rights

    program = Program(north, "north", token_for(north, officer, "complaints.view"))
    assert program.get(CASES).status_code == 200
    monkeypatch.setattr(rights, "rights_of", lambda _user: frozenset())
    assert program.get(CASES).status_code == 403


def test_revoked_expired_and_of_a_closed_account(north: Tenant, officer: Any, clerk: Any, administrator: Any) -> None:
    revoked, closed = (Program(north, "north", token_for(north, user)) for user in (officer, clerk))
    with tenant_scope(north):
        token = selectors.tokens_of(officer)[0]
        assert services.revoke_token(token=token, actor=officer, at=timezone.now())
        assert not services.revoke_token(token=token, actor=officer, at=timezone.now())
        deactivate_officer(user=clerk, actor=administrator, at=timezone.now())
    assert revoked.get(CASES).status_code == 401
    assert closed.get(CASES).status_code == 401
    late = Program(north, "north", token_for(north, administrator))
    with tenant_scope(north):
        Token.objects.filter(owner=administrator).update(expires_at=timezone.now())
    assert late.get(CASES).status_code == 401


def test_last_use_is_kept(north: Tenant, officer: Any) -> None:
    program = Program(north, "north", token_for(north, officer))
    program.get(CASES)
    with tenant_scope(north):
        assert Token.objects.get().last_used_at is not None


def test_two_presses_at_once_do_not_pass_the_limit(
    committed: str, north: Tenant, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.tokens, "MOST", 3)
    made = race(lambda _index: token_for(north, officer, "complaints.view"), 8)
    assert sum(isinstance(one, str) for one in made) == 3
    assert sum(isinstance(one, OverLimit) for one in made) == 5
