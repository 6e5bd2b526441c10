"""The account limit of the package and the last administrator, raced by threads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kit.errors import OverLimit, Refused
from shared_apps.accounts import selectors, services
from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.services import invitations, officers
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.accounts.conftest import PASSWORD, new_officer
from tests.shared_apps.accounts.test_invitations import token_of
from tests.support.threads import race

NOW = timezone.now()
LEFT = 3
THREADS = 32


def _invite(tenant: Tenant, number: int) -> Invitation:
    with tenant_scope(tenant):
        return services.invite_officer(
            email=f"n{number}@north.go.th", display_name="ก", is_administrator=False, invited_by=None, at=NOW
        )


def _with_room(tenant: Tenant, left: int) -> None:
    """Let so many accounts be left, in the tenant as every thread gets it."""
    with tenant_scope(tenant):
        tenant.accounts = selectors.accounts_in_use(NOW) + left


def _race(tenant: Tenant, work: Callable[[int], Any]) -> tuple[int, list[Exception]]:
    done = race(work, THREADS)
    errors = [one for one in done if isinstance(one, Exception)]
    assert all(isinstance(error, OverLimit) for error in errors), errors
    return len(done) - len(errors), errors


def test_32_invite_at_once_and_exactly_3_get_the_last_places(committed: str, north: Tenant) -> None:
    _with_room(north, LEFT)
    invited, errors = _race(north, lambda number: _invite(north, number))
    assert (invited, len(errors)) == (LEFT, THREADS - LEFT)
    with tenant_scope(north):
        assert selectors.accounts_in_use(NOW) == north.accounts


def test_control_without_the_lock_it_overshoots(committed: str, north: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (invitations, officers):
        monkeypatch.setattr(module, "lock_people", lambda: None)
    _with_room(north, LEFT)
    for _attempt in range(5):
        _race(north, lambda number: _invite(north, number))
        with tenant_scope(north):
            if selectors.accounts_in_use(NOW) > (north.accounts or 0):
                return
            Invitation.objects.all().delete()
    pytest.fail("five races without the lock stayed within the limit: the race above proves nothing")


def test_accounts_are_opened_again_at_once_within_the_limit(committed: str, north: Tenant) -> None:
    with tenant_scope(north):
        actor = new_officer(north, is_administrator=True)
        closed = [new_officer(north) for _number in range(THREADS)]
        User.objects.filter(pk__in=[user.pk for user in closed]).update(is_active=False)
    _with_room(north, LEFT)

    def reopen(number: int) -> None:
        with tenant_scope(north):
            services.reactivate_officer(user=closed[number], actor=actor, at=NOW)

    opened, _errors = _race(north, reopen)
    assert opened == LEFT
    with tenant_scope(north):
        assert selectors.accounts_in_use(NOW) == north.accounts


def test_an_invitation_holds_its_place_but_not_in_a_smaller_package(north: Tenant) -> None:
    _with_room(north, 1)
    invitation = _invite(north, 1)
    with tenant_scope(north):
        assert north.accounts is not None
        token = token_of(north, invitation)
        north.accounts -= 1
        with pytest.raises(OverLimit, match="ไม่มีบัญชี"):
            services.accept_invitation(token=token, display_name="ก", password=PASSWORD, at=NOW)
        north.accounts += 1
        services.accept_invitation(token=token, display_name="ก", password=PASSWORD, at=NOW)
        assert selectors.accounts_in_use(NOW) == north.accounts


def test_an_invitation_that_ran_out_holds_no_place(north: Tenant) -> None:
    _with_room(north, 1)
    _invite(north, 1)
    with tenant_scope(north):
        Invitation.objects.update(expires_at=NOW - timedelta(seconds=1))
    assert _invite(north, 2).is_open


@pytest.mark.parametrize("way", ["close", "demote"])
def test_administrators_who_remove_each_other_at_once_leave_one(committed: str, north: Tenant, way: str) -> None:
    with tenant_scope(north):
        User.objects.filter(is_administrator=True).update(is_administrator=False)
        pair = [new_officer(north, is_administrator=True) for _number in range(2)]

    def remove_the_other(number: int) -> None:
        actor, victim = pair[number], pair[1 - number]
        with tenant_scope(north):
            if way == "close":
                services.deactivate_officer(user=victim, actor=actor, at=NOW)
            else:
                services.set_administrator(user=victim, is_administrator=False, actor=actor, at=NOW)

    done = race(remove_the_other, 2)
    assert sum(isinstance(one, Refused) for one in done) == 1, done
    with tenant_scope(north):
        assert selectors.active_administrators().count() == 1
