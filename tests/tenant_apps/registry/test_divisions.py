"""Divisions and positions: add, rename, order, merge, close."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from kit.errors import Conflict, Refused
from shared_apps.audit.models import AuditEntry
from tenant_apps.complaints import services as complaints
from tenant_apps.complaints.models import Category, Complaint
from tenant_apps.registry import extensions, selectors, services
from tenant_apps.registry.models import Division, Level, Officer, Position, Posting
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.samples import filing

AT = timezone.now()


def _division(code: str) -> Division:
    return Division.objects.get(code=code)


def _empty(actor: Any) -> Division:
    return services.save_division(division=None, name="กองว่าง", short_name="", actor=actor, at=AT)


def _case() -> Complaint:
    """A case of the works division."""
    return complaints.file_complaint(filing=filing(("ก", "k")), reporter=None, at=AT, photos=[], pin="135790").complaint


class TestDivisions:
    def test_added_and_renamed(self, in_north: Tenant, administrator: Any) -> None:
        row = services.save_division(division=None, name="กองน้ำ", short_name="น้ำ", actor=administrator, at=AT)
        assert list(selectors.divisions())[-1] == row
        with pytest.raises(Conflict):
            services.save_division(division=None, name="กองน้ำ", short_name="", actor=administrator, at=AT)
        services.save_division(division=row, name="กองประปา", short_name="น้ำ", actor=administrator, at=AT)
        changes = AuditEntry.objects.get(action="registry.division_changed").data["changes"]
        assert changes == {"name": ["กองน้ำ", "กองประปา"]}

    def test_moved_up_and_down_and_not_beyond_the_ends(self, in_north: Tenant, administrator: Any) -> None:
        first, second, *_rest = selectors.divisions()
        services.move_division(division=second, up=True, actor=administrator, at=AT)
        assert list(selectors.divisions())[:2] == [second, first]
        services.move_division(division=second, up=True, actor=administrator, at=AT)
        assert list(selectors.divisions())[:2] == [second, first]
        services.move_division(division=second, up=False, actor=administrator, at=AT)
        assert list(selectors.divisions())[:2] == [first, second]

    def test_closed_only_when_nothing_is_left(self, in_north: Tenant, administrator: Any, officer: Any) -> None:
        with pytest.raises(Refused, match="เจ้าหน้าที่ 2"):
            services.close_division(division=_division("office"), actor=administrator, at=AT)
        with pytest.raises(Refused, match="ประเภทเรื่อง"):
            services.close_division(division=_division("works"), actor=administrator, at=AT)
        empty = _empty(administrator)
        services.close_division(division=empty, actor=administrator, at=AT)
        assert empty not in selectors.divisions()
        services.reopen_division(division=empty, actor=administrator, at=AT)
        assert empty in selectors.divisions()

    def test_open_cases_keep_it_open(self, in_north: Tenant, administrator: Any) -> None:
        _case()
        Category.objects.update(division=None)
        with pytest.raises(Refused, match="เรื่อง 1"):
            services.close_division(division=_division("works"), actor=administrator, at=AT)


class TestMerge:
    def test_moves_everything_at_once(self, in_north: Tenant, administrator: Any, clerk: Any) -> None:
        works, office = _division("works"), _division("office")
        case = _case()
        officer = Officer.objects.get(user=clerk)
        services.appoint(user=clerk, division=works, position="", actor=administrator, at=AT)
        services.invite(
            email="new@north.go.th",
            display_name="ใหม่",
            division=works,
            position="",
            is_administrator=False,
            actor=administrator,
            at=AT,
        )
        categories = Category.objects.filter(division=works).count()
        assert {str(one.label): one.count for one in services.belongings(works)} == {
            "เจ้าหน้าที่": 1,
            "คำเชิญ": 1,
            "เรื่อง": 1,
            "ประเภทเรื่อง": categories,
        }
        moved = services.merge_divisions(source=works, target=office, actor=administrator, at=AT)
        assert moved == {"officers": 1, "invitations": 1, "complaints": 1, "complaint_categories": categories}
        case.refresh_from_db()
        officer.refresh_from_db()
        works.refresh_from_db()
        assert case.division == officer.division == Posting.objects.get().division == office
        assert not Category.objects.filter(division=works).exists()
        assert (works.is_active, works.merged_into) == (False, office)
        assert AuditEntry.objects.get(action="registry.divisions_merged").data["into"] == office.name

    def test_or_nothing_when_one_app_fails(self, in_north: Tenant, administrator: Any, clerk: Any) -> None:
        def fail(_source: Division, _target: Division, _at: datetime) -> int:
            raise RuntimeError

        before = dict(extensions._holdings)
        extensions.register_merge(
            extensions.Holding(name="zzz", label="", count=lambda _d: 0, open_count=lambda _d: 0, move=fail)
        )
        try:
            with pytest.raises(RuntimeError):
                services.merge_divisions(
                    source=_division("finance"), target=_division("office"), actor=administrator, at=AT
                )
        finally:
            extensions._holdings.clear()
            extensions._holdings.update(before)
        assert _division("finance").is_active
        assert Officer.objects.get(user=clerk).division == _division("finance")

    def test_not_into_itself_or_a_closed_one(self, in_north: Tenant, administrator: Any) -> None:
        empty = _empty(administrator)
        services.close_division(division=empty, actor=administrator, at=AT)
        for target in (_division("office"), empty):
            with pytest.raises(Refused):
                services.merge_divisions(source=_division("office"), target=target, actor=administrator, at=AT)


class TestPositions:
    def test_a_new_name_reaches_who_holds_it(self, in_north: Tenant, administrator: Any, officer: Any) -> None:
        services.appoint(user=officer, division=None, position="นิติกร", actor=administrator, at=AT)
        row = Position.objects.get(name="นิติกร")
        services.save_position(
            position=row, name="นิติกรชำนาญการ", level=Level.OFFICER, role=None, actor=administrator, at=AT
        )
        assert Officer.objects.get(user=officer).position == "นิติกรชำนาญการ"

    def test_one_in_use_stays(self, in_north: Tenant, administrator: Any, officer: Any) -> None:
        services.appoint(user=officer, division=None, position="นิติกร", actor=administrator, at=AT)
        with pytest.raises(Refused):
            services.delete_position(position=Position.objects.get(name="นิติกร"), actor=administrator, at=AT)
        services.delete_position(position=Position.objects.get(name="วิศวกรโยธา"), actor=administrator, at=AT)
        assert not Position.objects.filter(name="วิศวกรโยธา").exists()

    def test_those_who_sign_stand_first(self, in_north: Tenant) -> None:
        assert [position.name for position in selectors.positions()][:4] == [
            "นายกองค์การบริหารส่วนตำบล",
            "รองนายกองค์การบริหารส่วนตำบล",
            "ปลัดองค์การบริหารส่วนตำบล",
            "รองปลัดองค์การบริหารส่วนตำบล",
        ]


class TestPages:
    @pytest.fixture
    def desk(self, north: Tenant, browse: Browse, administrator: Any) -> HostClient:
        return browse(north).sign_in(administrator)

    def test_add_move_merge_close(self, desk: HostClient, north: Tenant) -> None:
        assert desk.post("/desk/divisions/new", {"name": "กองน้ำ", "short_name": ""}).status_code == 302
        with tenant_scope(north):
            water, audit = Division.objects.get(name="กองน้ำ").pk, _empty(None).pk
        assert desk.post(f"/desk/divisions/{water}/move", {"way": "up"}).status_code == 302
        assert "กองน้ำ" in desk.get("/desk/divisions").content.decode()
        assert desk.post(f"/desk/divisions/{water}/merge", {"target": audit}).status_code == 422
        answer = desk.post(f"/desk/divisions/{water}/merge", {"target": audit, "sure": "on"}, follow=True)
        assert "ยุบรวมกองน้ำเข้ากับ" in answer.content.decode()
        assert desk.post(f"/desk/divisions/{audit}/close").status_code == 302

    def test_what_keeps_it_open_is_said_on_its_page(self, desk: HostClient, north: Tenant) -> None:
        with tenant_scope(north):
            office = _division("office").pk
        page = desk.get(f"/desk/divisions/{office}").content.decode()
        assert "ยังปิดไม่ได้" in page
        answer = desk.post(f"/desk/divisions/{office}/close")
        assert answer.status_code == 403
        assert "ยังปิดกองนี้ไม่ได้" in answer.content.decode()

    def test_positions(self, desk: HostClient, north: Tenant) -> None:
        assert desk.post("/desk/positions/new", {"name": "คนสวน", "level": "10", "role": ""}).status_code == 302
        assert desk.post("/desk/positions/new", {"name": "คนสวน", "level": "10", "role": ""}).status_code == 422
        assert "คนสวน" in desk.get("/desk/positions").content.decode()
        with tenant_scope(north):
            row = Position.objects.get(name="คนสวน").pk
        assert desk.get(f"/desk/positions/{row}").status_code == 200
        assert desk.post(f"/desk/positions/{row}/delete").status_code == 302

    def test_south_sees_nothing(self, desk: HostClient, south: Tenant) -> None:
        desk.post("/desk/divisions/new", {"name": "กองเหนือสุด", "short_name": ""})
        with tenant_scope(south):
            assert not selectors.divisions(active_only=False).filter(name="กองเหนือสุด").exists()
