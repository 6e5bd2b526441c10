"""Officers are invited by a link that works once, for two weeks, in one LGO."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kit.errors import Conflict, NotFound, OverLimit, Refused
from shared_apps.accounts import selectors, services
from shared_apps.accounts.models import Invitation, User
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.accounts.conftest import PASSWORD, Visit, messages_to, new_email, new_officer, user_of
from tests.support.threads import race

NOW = timezone.now()


def invite(tenant: Tenant, *, email: str = "", is_administrator: bool = False, at: datetime = NOW) -> Invitation:
    with tenant_scope(tenant):
        return services.invite_officer(
            email=email or new_email(),
            display_name="วิชัย กล้าหาญ",
            is_administrator=is_administrator,
            invited_by=None,
            at=at,
        )


def link_of(tenant: Tenant, invitation: Invitation) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", messages_to(tenant, invitation.email)[-1].body)
    assert found
    return found[1]


def token_of(tenant: Tenant, invitation: Invitation) -> str:
    return link_of(tenant, invitation).rstrip("/").rpartition("/")[2]


def accept(tenant: Tenant, token: str, at: datetime = NOW) -> User:
    with tenant_scope(tenant):
        return services.accept_invitation(token=token, display_name="วิชัย", password=PASSWORD, at=at)


FIELDS = {"display_name": "วิชัย กล้าหาญ", "password1": PASSWORD, "password2": PASSWORD}


def test_an_invited_officer_begins(north: Tenant, visit: Visit) -> None:
    invitation, client = invite(north), visit(north)
    link = link_of(north, invitation)
    page = client.get(link).content.decode()
    assert invitation.email in page
    assert "วิชัย กล้าหาญ" in page
    assert client.post(link, FIELDS).headers["Location"] == "/desk/"
    with tenant_scope(north):
        user = User.objects.get(email=invitation.email)
        assert user.check_password(PASSWORD)
        actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert user_of(client) == str(user.pk)
    assert {"accounts.officer_invited", "accounts.invitation_accepted", "accounts.officer_created"} <= actions
    assert visit(north).get(link).status_code == 404


def test_an_invited_administrator_sets_up_a_second_factor_first(north: Tenant, visit: Visit) -> None:
    invitation, client = invite(north, is_administrator=True), visit(north)
    response = client.post(link_of(north, invitation), FIELDS, follow=True)
    assert response.request["PATH_INFO"] == "/accounts/second-factor/set-up/"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password1": "short", "password2": "short"}, "error-summary"),
        ({"password1": "password123", "password2": "password123"}, "error-summary"),
        ({"password2": "something else"}, "รหัสผ่านสองช่องไม่ตรงกัน"),
        ({"display_name": ""}, "กรอกชื่อของคุณ"),
        ({"password1": "x" * 5000, "password2": "x" * 5000}, "error-summary"),
    ],
)
def test_what_is_wrong_is_said(north: Tenant, visit: Visit, change: dict[str, str], message: str) -> None:
    response = visit(north).post(link_of(north, invite(north)), FIELDS | change)
    assert response.status_code == 200
    assert message in response.content.decode()


def test_the_token_is_not_stored(north: Tenant) -> None:
    invitation = invite(north)
    assert token_of(north, invitation) not in str(vars(invitation))


def test_a_link_works_in_its_lgo_only(north: Tenant, south: Tenant, visit: Visit) -> None:
    invitation = invite(north)
    token = token_of(north, invitation)
    assert visit(south).get(link_of(north, invitation)).status_code == 404
    with tenant_scope(south):
        copied = Invitation.objects.filter(pk=invitation.pk)
        Invitation(email=invitation.email, token_hash=invitation.token_hash, expires_at=NOW + timedelta(days=1)).save()
        assert not copied.exists() or copied
    with pytest.raises(NotFound):
        accept(south, token)
    assert accept(north, token).email == invitation.email


def test_a_link_runs_out(north: Tenant) -> None:
    token = token_of(north, invite(north))
    with pytest.raises(NotFound):
        accept(north, token, NOW + timedelta(days=14))


def test_two_clicks_make_one_officer(north: Tenant, committed: str) -> None:
    invitation = invite(north)
    token = token_of(north, invitation)
    results = race(lambda _index: accept(north, token), 4)
    assert sum(isinstance(result, User) for result in results) == 1
    assert all(isinstance(result, User | NotFound) for result in results)


def test_sending_again_makes_a_new_link(north: Tenant) -> None:
    invitation = invite(north)
    first = token_of(north, invitation)
    with tenant_scope(north):
        with pytest.raises(Refused):
            services.resend_invitation(invitation=invitation, actor=None, at=NOW)
        services.resend_invitation(invitation=invitation, actor=None, at=NOW + timedelta(days=20))
    second = token_of(north, invitation)
    with pytest.raises(NotFound):
        accept(north, first, NOW + timedelta(days=20))
    accept(north, second, NOW + timedelta(days=33))


def test_a_withdrawn_invitation_is_gone(north: Tenant) -> None:
    administrator, invitation = new_officer(north, is_administrator=True), invite(north)
    token = token_of(north, invitation)
    with tenant_scope(north):
        services.revoke_invitation(invitation=invitation, actor=administrator, at=NOW)
        assert not selectors.invitations().filter(pk=invitation.pk).exists()
        with pytest.raises(NotFound):
            services.revoke_invitation(invitation=invitation, actor=administrator, at=NOW)
    with pytest.raises(NotFound):
        accept(north, token)


def test_nobody_is_invited_twice(north: Tenant) -> None:
    invitation, officer = invite(north), new_officer(north)
    with pytest.raises(Conflict):
        invite(north, email=invitation.email.upper())
    with pytest.raises(Conflict):
        invite(north, email=str(officer.email))
    replaced = invite(north, email=invitation.email, at=NOW + timedelta(days=15))
    assert replaced.pk != invitation.pk


def test_a_citizen_can_become_an_officer(north: Tenant) -> None:
    email = new_email()
    with tenant_scope(north):
        citizen = services.citizen_of(email=email, at=NOW)
    officer = accept(north, token_of(north, invite(north, email=email)))
    assert (officer.pk, officer.kind) == (citizen.pk, "officer")


def test_the_plan_limits_officers(north: Tenant) -> None:
    with tenant_scope(north):
        north.accounts = selectors.accounts_in_use(NOW) + 1
    invite(north)
    with pytest.raises(OverLimit, match="หมดแล้ว"):
        invite(north)
    north.accounts = None
    invite(north)


def test_the_last_administrator_stays(north: Tenant) -> None:
    first, second = (new_officer(north, is_administrator=True) for _officer in range(2))
    with tenant_scope(north):
        with pytest.raises(Refused):
            services.deactivate_officer(user=first, actor=first, at=NOW)
        services.set_administrator(user=second, is_administrator=False, actor=first, at=NOW)
        for refused in (services.deactivate_officer,):
            with pytest.raises(Refused):
                refused(user=first, actor=second, at=NOW)
        with pytest.raises(Refused):
            services.set_administrator(user=first, is_administrator=False, actor=second, at=NOW)


def test_two_administrators_cannot_remove_each_other(north: Tenant, committed: str) -> None:
    people = [new_officer(north, is_administrator=True) for _officer in range(2)]

    def remove(index: int) -> None:
        with tenant_scope(north):
            services.deactivate_officer(user=people[index], actor=people[1 - index], at=NOW)

    results = race(remove, 2)
    with tenant_scope(north):
        assert selectors.active_administrators().count() == 1
    assert sum(result is None for result in results) == 1


def test_a_lost_phone(north: Tenant) -> None:
    administrator, other = (new_officer(north, is_administrator=True) for _officer in range(2))
    with tenant_scope(north):
        services.activate_second_factor(user=other, secret="JBSWY3DPEHPK3PXP", at=NOW)
        services.reset_second_factor(user=other, actor=administrator, at=NOW)
        assert AuditEntry.objects.filter(action="accounts.second_factor_reset", target_id=str(other.pk)).exists()
