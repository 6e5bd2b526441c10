"""Roles: what their holders may do, and who may change them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.errors import Conflict, Refused
from shared_apps.accounts import rights
from shared_apps.accounts.models import User
from shared_apps.accounts.rights import Action, Duty
from shared_apps.audit.models import AuditEntry
from tenant_apps.registry import selectors, services
from tenant_apps.registry.models import Officer, Position, Role
from tenants.models import LgoType, Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

AT = timezone.now()


def _role(name: str, *granted: str, actor: Any = None, role: Role | None = None, **values: Any) -> Role:
    wanted = {"description": "", "is_default": False, "at": AT, **values}
    return services.save_role(role=role, name=name, granted=granted, actor=actor, **wanted)


def _give(user: Any, *roles: Role, actor: Any = None) -> User:
    officer = Officer.objects.get(user=user)
    services.set_roles(officer=officer, roles=roles, actor=actor, at=AT)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("lgo_type", LgoType.values)
def test_every_type_begins_with_roles_and_one_default(in_north: Tenant, lgo_type: str) -> None:
    Position.objects.all().delete()
    Role.objects.all().delete()
    in_north.lgo_type = lgo_type
    services.seed(at=AT)
    codes = list(selectors.roles().values_list("code", flat=True))
    assert Duty.EXECUTIVE in codes
    assert selectors.default_roles().count() == 1
    assert (Duty.OFFICER in codes) == (lgo_type == LgoType.SAO)
    assert len(codes) == (4 if lgo_type == LgoType.SAO else 7)


def test_the_inspector_only_looks_and_exports(in_north: Tenant) -> None:
    role = Role.objects.get(code=Duty.AUDITOR)
    assert {right.split(".")[1] for right in role.rights} == {"view", "export"}


def test_a_service_of_a_later_release_is_granted_once(in_north: Tenant) -> None:
    before = dict(rights._services)
    try:
        rights.register_service(
            rights.Service(code="moon", label="Moon", order=99, actions=(Action.VIEW, Action.APPROVE))
        )
        services.seed(at=AT)
        executive = Role.objects.get(code=Duty.EXECUTIVE)
        assert {"moon.view", "moon.approve"} <= set(executive.rights)
        _role(executive.name, *(right for right in executive.rights if right != "moon.approve"), role=executive)
        services.seed(at=AT)
        executive.refresh_from_db()
        assert "moon.approve" not in executive.rights, "what was taken away stays away"
    finally:
        rights._services.clear()
        rights._services.update(before)


def test_rights_of_several_roles_add_up_in_one_query(in_north: Tenant, officer: Any) -> None:
    user = _give(officer, _role("ดู", "complaints.view"), _role("ส่งออก", "complaints.export"))
    with CaptureQueriesContext(connection) as queries:
        assert user.rights == {"complaints.view", "complaints.export"}
        assert user.may("complaints", "view")
        assert not user.may("complaints", "assign")
    assert len(queries) == 1


def test_without_a_role_an_officer_may_do_nothing(in_north: Tenant, officer: Any) -> None:
    assert _give(officer).rights == frozenset()


def test_a_new_officer_gets_the_default_role_or_the_one_of_the_position(in_north: Tenant, administrator: Any) -> None:
    made = []
    for email, position in (("one@north.go.th", "คนสวน"), ("two@north.go.th", "ปลัดองค์การบริหารส่วนตำบล")):
        user = User.objects.create(email=email, kind="officer", display_name=email)
        made.append(services.appoint(user=user, division=None, position=position, actor=administrator, at=AT))
    assert [[role.code for role in officer.roles.all()] for officer in made] == [["officer"], ["executive"]]
    assert made[0].post is None
    assert made[1].post == Position.objects.get(name="ปลัดองค์การบริหารส่วนตำบล")


def test_a_change_is_in_the_history_in_words(in_north: Tenant, administrator: Any) -> None:
    role = _role("ผู้ช่วย", "complaints.view", actor=administrator)
    _role("ผู้ช่วย", "complaints.view", "complaints.assign", role=role, actor=administrator)
    newest = selectors.history_of(role)[0]
    assert (newest.actor, newest.added, newest.removed) == (
        "อรุณี ศรีสุข",
        ["เรื่องร้องเรียนและคำร้อง: มอบหมายงาน"],
        [],
    )
    entries = AuditEntry.objects.filter(action="registry.role_changed").count()
    _role("ผู้ช่วย", "complaints.view", "complaints.assign", role=role, actor=administrator)
    assert AuditEntry.objects.filter(action="registry.role_changed").count() == entries, "nothing changed"


def test_two_roles_do_not_share_a_name(in_north: Tenant) -> None:
    _role("ผู้ช่วย")
    with pytest.raises(Conflict):
        _role("ผู้ช่วย")


def test_there_is_one_default(in_north: Tenant) -> None:
    role = _role("ผู้ช่วย", is_default=True)
    assert list(selectors.default_roles()) == [role]


def test_a_copy_has_the_same_rights_and_another_name(in_north: Tenant, administrator: Any) -> None:
    role = _role("ผู้ช่วย", "complaints.view")
    one, two = (services.copy_role(role=role, actor=administrator, at=AT) for _time in range(2))
    assert one.rights == two.rights == ["complaints.view"]
    assert len({role.name, one.name, two.name}) == 3


class TestDelete:
    def test_of_a_role_in_use_moves_its_holders(self, in_north: Tenant, officer: Any, administrator: Any) -> None:
        old, new = _role("เก่า", "complaints.view"), _role("ใหม่", "complaints.view", "complaints.edit")
        _give(officer, old)
        with pytest.raises(Refused, match="1"):
            services.delete_role(role=old, replacement=None, actor=administrator, at=AT)
        services.delete_role(role=old, replacement=new, actor=administrator, at=AT)
        assert User.objects.get(pk=officer.pk).may("complaints", "edit")

    def test_of_the_default_makes_the_replacement_the_default(self, in_north: Tenant, administrator: Any) -> None:
        default, new = selectors.default_roles().get(), _role("ใหม่")
        with pytest.raises(Refused):
            services.delete_role(role=default, replacement=None, actor=administrator, at=AT)
        services.delete_role(role=default, replacement=new, actor=administrator, at=AT)
        assert list(selectors.default_roles()) == [new]


class TestNobodyGivesMoreThanTheyHold:
    """A manager of people without being an administrator."""

    @pytest.fixture
    def manager(self, in_north: Tenant, clerk: Any) -> User:
        role = _role("บุคคล", "people.view", "people.add", "people.edit", "people.delete", "people.settings")
        return _give(clerk, role)

    def test_by_a_role(self, manager: User) -> None:
        with pytest.raises(Refused):
            _role("ลัด", "site.settings", actor=manager)
        held = Role.objects.get(name="บุคคล")
        with pytest.raises(Refused):
            _role("บุคคล", *held.rights, "complaints.view", role=held, actor=manager)

    def test_to_themselves(self, manager: User) -> None:
        with pytest.raises(Refused):
            _give(manager, Role.objects.get(name="บุคคล"), _role("ดู", "complaints.view"), actor=manager)

    def test_to_others(self, manager: User, officer: Any) -> None:
        with pytest.raises(Refused):
            _give(officer, *selectors.roles(), actor=manager)

    def test_by_making_an_administrator(self, manager: User, officer: Any, administrator: Any) -> None:
        values = {"display_name": "ก", "division": None, "position": "", "actor": manager, "at": AT}
        with pytest.raises(Refused):
            services.invite(email="new@north.go.th", is_administrator=True, **values)
        with pytest.raises(Refused):
            services.change_person(user=officer, is_administrator=True, **values)
        with pytest.raises(Refused):
            services.change_person(user=administrator, is_administrator=False, **values)


class TestPages:
    @pytest.fixture
    def desk(self, north: Tenant, browse: Browse, administrator: Any) -> HostClient:
        return browse(north).sign_in(administrator)

    def test_the_matrix_shows_and_saves(self, desk: HostClient, north: Tenant) -> None:
        page = desk.get("/desk/roles/new").content.decode()
        assert 'value="complaints.assign"' in page
        assert 'value="people.assign"' not in page, "the service knows no such action"
        sent = {"name": "ผู้ช่วย", "description": "ช่วยงาน", "rights": ["complaints.view", "complaints.edit"]}
        assert desk.post("/desk/roles/new", sent)["Location"] == "/desk/roles"
        with tenant_scope(north):
            role = Role.objects.get(name="ผู้ช่วย")
        assert role.rights == ["complaints.edit", "complaints.view"]
        assert 'value="complaints.edit" checked' in desk.get(f"/desk/roles/{role.pk}").content.decode()

    def test_a_right_that_does_not_exist_is_refused(self, desk: HostClient) -> None:
        assert desk.post("/desk/roles/new", {"name": "ผู้ช่วย", "rights": ["moon.view"]}).status_code == 422

    def test_what_was_chosen_stays_when_the_name_is_missing(self, desk: HostClient) -> None:
        answer = desk.post("/desk/roles/new", {"name": "", "rights": ["complaints.edit"]})
        assert answer.status_code == 422
        assert 'value="complaints.edit" checked' in answer.content.decode()

    def test_copy_and_delete(self, desk: HostClient, north: Tenant) -> None:
        with tenant_scope(north):
            role = _role("ผู้ช่วย", "complaints.view")
        made = desk.post(f"/desk/roles/{role.pk}/copy")["Location"]
        assert desk.get(made).status_code == 200
        assert desk.post(f"{made}/delete")["Location"] == "/desk/roles"
        with tenant_scope(north):
            assert not Role.objects.filter(name__contains="สำเนา").exists()

    def test_changes_ask_who_one_is(self, north: Tenant, browse: Browse, administrator: Any) -> None:
        desk = browse(north).sign_in(administrator, minutes_ago=30)
        assert desk.get("/desk/roles/new").status_code == 200
        assert desk.post("/desk/roles/new", {"name": "ผู้ช่วย"})["Location"].startswith("/accounts/confirm/")

    def test_who_may_look_cannot_change(self, north: Tenant, browse: Browse, officer: Any) -> None:
        with tenant_scope(north):
            role = _role("ดูบุคคล", "people.view")
            _give(officer, role)
        desk = browse(north).sign_in(officer)
        assert "disabled" in desk.get(f"/desk/roles/{role.pk}").content.decode()
        assert desk.post(f"/desk/roles/{role.pk}", {"name": "อื่น"}).status_code == 403
        assert desk.get("/desk/roles/new").status_code == 403
        assert desk.get("/desk/people").status_code == 200
        assert desk.get("/desk/people/export").status_code == 403

    def test_without_the_right_the_menu_and_the_page_are_closed(
        self, north: Tenant, browse: Browse, officer: Any
    ) -> None:
        desk = browse(north).sign_in(officer)
        assert desk.get("/desk/people").status_code == 403
        assert 'href="/desk/people"' not in desk.get("/desk/profile").content.decode()

    def test_south_sees_nothing(self, south: Tenant, north: Tenant) -> None:
        with tenant_scope(north):
            _role("ผู้ช่วยเหนือ")
        with tenant_scope(south):
            assert not selectors.roles().filter(name="ผู้ช่วยเหนือ").exists()


def test_officers_of_an_older_lgo_have_new_rights_soon_after_a_release(in_north: Tenant, south: Tenant) -> None:
    """Not only by the job of the night: the end of `migrate_all` plans it for everyone."""
    from shared_apps.jobs.models import OutboxJob
    from tenant_apps.registry.tasks import seed_roles
    from tenants import after_migration

    role = Role.objects.exclude(code="").earliest("pk")
    complete = list(role.rights)
    Role.objects.filter(pk=role.pk).update(rights=[], known_services=[])
    after_migration.tell()
    with public_scope():
        planned = OutboxJob.objects.filter(name=services.SEED_JOB).values_list("schema_name", flat=True)
        assert {in_north.schema_name, south.schema_name} <= set(planned)
    for _twice in range(2):
        seed_roles()
    role.refresh_from_db()
    assert sorted(role.rights) == sorted(complete)
