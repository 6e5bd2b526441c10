"""Divisions, officers and invitations."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.errors import Conflict, OverLimit, Refused
from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.services import accept_invitation, invitations
from shared_apps.audit.models import AuditEntry
from tenant_apps.complaints.models import Category
from tenant_apps.registry import selectors, services
from tenant_apps.registry.models import Division, Officer
from tenants.models import LgoType, Tenant
from tenants.scope import tenant_scope

AT = timezone.now()


def _invite(administrator: Any, **values: Any) -> Invitation:
    division = Division.objects.get(code="works")
    wanted = {
        "email": "new@north.go.th",
        "display_name": "ใหม่ มาแล้ว",
        "division": division,
        "position": "นายช่างโยธา",
        "is_administrator": False,
        "actor": administrator,
        "at": AT,
    }
    return services.invite(**wanted | values)


def test_an_lgo_begins_with_the_divisions_of_its_type(in_north: Tenant) -> None:
    assert [division.name for division in selectors.divisions()] == [
        "สำนักปลัด",
        "กองคลัง",
        "กองช่าง",
        "กองการศึกษา ศาสนาและวัฒนธรรม",
        "กองสวัสดิการสังคม",
        "หน่วยตรวจสอบภายใน",
    ]


@pytest.mark.parametrize("lgo_type", LgoType.values)
def test_every_type_has_divisions(in_north: Tenant, lgo_type: str) -> None:
    _no_divisions()
    in_north.lgo_type = lgo_type
    services.seed(at=AT)
    codes = list(selectors.divisions().values_list("code", flat=True))
    assert codes[:3] == ["office", "finance", "works"]
    assert "audit" in codes


def _no_divisions() -> None:
    Category.objects.update(division=None)
    Division.objects.all().delete()


def test_the_seed_changes_nothing_twice(in_north: Tenant) -> None:
    Division.objects.filter(code="works").update(name="กองโยธา")
    before = list(Division.objects.values_list("name", flat=True))
    services.seed(at=AT)
    assert list(Division.objects.values_list("name", flat=True)) == before


def test_a_missing_division_falls_back(in_north: Tenant) -> None:
    division = selectors.division_by_code("health", "works")
    assert division is not None
    assert division.code == "works"
    fallback = selectors.division_by_code("water")
    assert fallback is not None
    assert fallback.code == "office"
    _no_divisions()
    assert selectors.division_by_code("works") is None


def test_an_invitation_becomes_an_officer_of_the_division(in_north: Tenant, administrator: Any) -> None:
    _invite(administrator)
    user = _accept()

    officer = services.take_up(user=user, at=AT)

    assert (officer.division and officer.division.code, officer.position) == ("works", "นายช่างโยธา")
    assert services.take_up(user=user, at=AT) == officer
    assert Officer.objects.filter(user=user).count() == 1


def _accept(email: str = "new@north.go.th") -> User:
    """Accept as the link in the e-mail would."""
    invitation = Invitation.objects.get(email=email)
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=invitations._hash("token"))
    return accept_invitation(token="token", display_name="ใหม่ มาแล้ว", password="ยาวพอสมควร-1234", at=AT)


def test_whoever_came_without_posting_is_in_no_division(in_north: Tenant) -> None:
    user = User.objects.create(email="first@north.go.th", kind="officer")
    officer = services.take_up(user=user, at=AT)
    assert (officer.division, officer.position) == (None, "")


def test_nobody_is_invited_twice(in_north: Tenant, administrator: Any, officer: Any) -> None:
    _invite(administrator)
    for email in ("NEW@north.go.th", officer.email):
        with pytest.raises(Conflict):
            _invite(administrator, email=email)


def test_accounts_are_limited(in_north: Tenant, administrator: Any) -> None:
    in_north.accounts = 1
    with pytest.raises(OverLimit):
        _invite(administrator)
    assert not Invitation.objects.exists()


def test_a_person_is_moved_and_renamed(in_north: Tenant, administrator: Any, officer: Any) -> None:
    division = Division.objects.get(code="finance")
    services.change_person(
        user=officer,
        display_name="สมหญิง ใจงาม",
        division=division,
        position="หัวหน้าฝ่าย",
        is_administrator=True,
        actor=administrator,
        at=AT,
    )
    changed = selectors.officer_of(officer)
    assert changed is not None
    assert (changed.division, changed.position) == (division, "หัวหน้าฝ่าย")
    assert (changed.user.display_name, changed.user.is_administrator) == ("สมหญิง ใจงาม", True)
    assert AuditEntry.objects.filter(action="registry.appoint", actor=administrator).exists()


def test_the_last_administrator_stays_one(in_north: Tenant, administrator: Any) -> None:
    with pytest.raises(Refused):
        services.change_person(
            user=administrator,
            display_name="x",
            division=None,
            position="",
            is_administrator=False,
            actor=administrator,
            at=AT,
        )
    administrator.refresh_from_db()
    assert administrator.is_administrator


def test_officers_come_in_one_query(in_north: Tenant, officer: Any, clerk: Any, administrator: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        names = [(str(each.user), str(each.division)) for each in selectors.officers()]
    assert len(names) == 3
    assert len(queries) == 1


def test_people_are_ordered_as_in_a_dictionary(in_north: Tenant) -> None:
    for number, name in enumerate(["แดง", "ดำ", "เก่ง", "กบ", "ขาว", "เด็ก"]):
        User.objects.create(email=f"{number}@north.go.th", kind="officer", display_name=name)
    assert [user.display_name for user in selectors.people()] == ["กบ", "เก่ง", "ขาว", "ดำ", "เด็ก", "แดง"]


def test_south_sees_nothing(north: Tenant, south: Tenant, officer: Any, administrator: Any, south_officer: Any) -> None:
    with tenant_scope(north):
        _invite(administrator)
    with tenant_scope(south):
        assert [str(each) for each in selectors.people()] == [str(south_officer)]
        assert selectors.officers().count() == 1
        assert not selectors.pending_invitations().exists()
        assert selectors.officer_by_id(-1) is None
        assert selectors.person(officer.pk) is None or selectors.person(officer.pk) == south_officer
