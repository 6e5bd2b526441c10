"""A Digital ID and an account."""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from shared_apps.accounts.digital_id.persons import Person
from shared_apps.accounts.models import User
from shared_apps.accounts.services.digital_id import user_of_digital_id
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.shared_apps.accounts.conftest import Visit, new_officer, user_of
from tests.shared_apps.accounts.digital_id.reading import Come, accounts_in, actions_in
from tests.support.digital_id import (
    OTHER_PID,
    Provider,
    leave,
    return_address,
)
from tests.support.threads import race


def test_who_signed_in_by_code_links_and_later_signs_in_either_way(
    north: Tenant, citizen: User, visit: Visit, provider: Provider, come_back: Come
) -> None:
    response = come_back(visit(north).sign_in(citizen), provider.person())
    assert response.headers["Location"] == "/accounts/"
    (account,) = accounts_in(north)
    assert (account.user_id, account.user.display_name) == (citizen.pk, "มานี มีนา")
    later = visit(north)
    come_back(later, provider.person())
    assert user_of(later) == str(citizen.pk)
    assert "accounts.digital_id_linked" in actions_in(north)
    with tenant_scope(north):
        assert Message.objects.filter(event="accounts/digital_id_linked", to=citizen.email).count() == 1


def test_a_digital_id_belongs_to_one_account(
    north: Tenant, citizen: User, stranger: User, visit: Visit, provider: Provider, come_back: Come
) -> None:
    come_back(visit(north).sign_in(citizen), provider.person())
    response = come_back(visit(north).sign_in(stranger), provider.person())
    assert response.status_code == 409
    (account,) = accounts_in(north)
    assert account.user_id == citizen.pk


def test_another_persons_digital_id_is_no_second_one(
    north: Tenant, citizen: User, visit: Visit, provider: Provider, settings: Any, come_back: Come, browse: Browse
) -> None:
    client = visit(north).sign_in(citizen)
    come_back(client, provider.person())
    settings.DIGITAL_ID_PROVIDERS = {"dga": provider.settings(subject_claim="citizen_id")}
    sent_back = provider.answer(leave(client, "dga"), provider.person("b", pid=None, citizen_id=OTHER_PID))
    passed_on = urlsplit(return_address(browse(None), sent_back))
    assert client.get(f"{passed_on.path}?{passed_on.query}").status_code == 403
    assert len(accounts_in(north)) == 1


def test_linking_ends_in_the_browser_of_who_began_it(
    north: Tenant, citizen: User, stranger: User, visit: Visit, provider: Provider, browse: Browse
) -> None:
    """Someone else signs in on the same browser before the answer comes."""
    client = visit(north).sign_in(citizen)
    passed_on = urlsplit(return_address(browse(None), provider.answer(leave(client), provider.person())))
    with tenant_scope(north):
        session = client.session
        session["_auth_user_id"] = str(stranger.pk)
        session["_auth_user_hash"] = stranger.get_session_auth_hash()
        session.save()
    assert client.get(f"{passed_on.path}?{passed_on.query}").status_code == 401
    assert accounts_in(north) == []


def test_unlinking_needs_another_way_in(
    north: Tenant, citizen: User, visit: Visit, provider: Provider, come_back: Come
) -> None:
    only = visit(north)
    come_back(only, provider.person("only", pid=OTHER_PID, auth_time=int(time.time())))
    assert only.post("/accounts/digital-id/thaid/unlink/").status_code == 403
    both = visit(north).sign_in(citizen)
    come_back(both, provider.person(auth_time=int(time.time())))
    assert both.post("/accounts/digital-id/thaid/unlink/").headers["Location"] == "/accounts/"
    assert both.post("/accounts/digital-id/thaid/unlink/").status_code == 404
    assert len(accounts_in(north)) == 1
    assert "accounts.digital_id_unlinked" in actions_in(north)


def test_an_officer_signs_in_so_only_when_linked(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    officer = new_officer(north)
    stranger = visit(north)
    come_back(stranger, provider.person("officer-as-citizen", pid=OTHER_PID))
    assert user_of(stranger) != str(officer.pk)
    come_back(visit(north).sign_in(officer), provider.person())
    later = visit(north)
    assert come_back(later, provider.person()).headers["Location"] == "/desk/"
    assert user_of(later) == str(officer.pk)


def test_a_closed_account_stays_closed(north: Tenant, visit: Visit, provider: Provider, come_back: Come) -> None:
    come_back(visit(north), provider.person())
    with tenant_scope(north):
        User.objects.filter(pk=accounts_in(north)[0].user_id).update(is_active=False)
    client = visit(north)
    assert come_back(client, provider.person()).status_code == 403
    assert user_of(client) is None


def test_the_first_time_on_two_phones_at_once_makes_one_citizen(committed: str, north: Tenant) -> None:
    person = Person(provider="thaid", uid="pid-race", name="มานี มีนา", title="", ial="2.3", aal="", auth_time=None)

    def sign_in(number: int) -> int:
        mine = replace(person, provider=("thaid", "dga")[number % 2])
        with tenant_scope(north):
            return user_of_digital_id(person=mine, language="th", at=timezone.now()).pk

    assert len(set(race(sign_in, 8))) == 1
    assert {account.provider for account in accounts_in(north)} == {"thaid", "dga"}
