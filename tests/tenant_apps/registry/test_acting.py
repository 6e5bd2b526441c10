"""Acting for someone by a dated order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit import clock
from kit.errors import Conflict, Invalid, Refused
from shared_apps.accounts.models import User
from tenant_apps.registry import selectors, services
from tenant_apps.registry.models import ActingOrder, Capacity, Officer, Position, Role
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

TODAY = clock.today()


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


def _officer(user: Any) -> Officer:
    return Officer.objects.get(user=user)


def _order(deputy: Any, principal: Any = None, **values: Any) -> services.Order:
    given: dict[str, Any] = {
        "deputy": _officer(deputy),
        "principal": _officer(principal) if principal else None,
        "capacity": Capacity.ACTING_FOR,
        "order_number": "125/2569",
        "order_date": TODAY,
        "starts_on": TODAY,
        "ends_on": _day(10),
    }
    return services.Order(**given | values)


def _add(order: services.Order, actor: Any) -> ActingOrder:
    return services.add_acting_order(order=order, upload=None, actor=actor, at=clock.now())


def _fresh(user: Any) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def secretary(in_north: Tenant, clerk: Any) -> Any:
    """The clerk is the permanent secretary, who may approve and export."""
    role = Role.objects.get(code="executive")
    name = "ปลัดองค์การบริหารส่วนตำบล"
    services.appoint(user=clerk, division=None, position=name, roles=[role], actor=None, at=clock.now())
    return clerk


@pytest.fixture
def deputy(in_north: Tenant, officer: Any) -> Any:
    """An officer without rights of their own."""
    services.set_roles(officer=_officer(officer), roles=[], actor=None, at=clock.now())
    return officer


def test_the_deputy_has_the_rights_while_the_order_is_valid_in_one_query(
    deputy: Any, secretary: Any, administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _fresh(deputy).rights == frozenset()
    _add(_order(deputy, secretary, starts_on=_day(1), ends_on=_day(3)), administrator)
    now, held = clock.now(), {}
    for day in range(5):
        monkeypatch.setattr(clock, "now", lambda day=day: now + timedelta(days=day))
        user = _fresh(deputy)
        with CaptureQueriesContext(connection) as queries:
            held[day] = user.may("complaints", "export")
        assert len(queries) == 1
    assert held == {0: False, 1: True, 2: True, 3: True, 4: False}


def test_the_last_day_ends_at_midnight_in_bangkok(
    deputy: Any, secretary: Any, administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = _order(deputy, secretary, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 5))
    _add(order, administrator)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 5, 16, 59, tzinfo=UTC))
    assert _fresh(deputy).may("complaints", "export")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 5, 17, 1, tzinfo=UTC))
    assert not _fresh(deputy).may("complaints", "export")


def test_ending_it_early_takes_the_rights_at_once(deputy: Any, secretary: Any, administrator: Any) -> None:
    order = _add(_order(deputy, secretary, starts_on=_day(-2)), administrator)
    services.end_acting_order(order=order, actor=administrator, at=clock.now())
    assert not _fresh(deputy).may("complaints", "export")
    assert selectors.acting_for(deputy, on=_day(-1)) == [order], "what was signed yesterday was signed rightly"
    assert selectors.acting_for(deputy, on=TODAY) == []
    with pytest.raises(Refused):
        services.end_acting_order(order=order, actor=administrator, at=clock.now())


def test_a_vacant_position_gives_its_usual_role(deputy: Any, administrator: Any) -> None:
    post = Position.objects.get(name="นายกองค์การบริหารส่วนตำบล")
    order = _add(_order(deputy, position=post, capacity=Capacity.ACTING_IN_POSITION), administrator)
    assert _fresh(deputy).may("complaints", "export")
    block = selectors.signature_block(_officer(deputy), on=TODAY, order=order)
    assert str(block) == ("(สมหญิง ใจดี)\nนักจัดการงานทั่วไป รักษาการในตำแหน่ง\nนายกองค์การบริหารส่วนตำบล")


def test_rights_do_not_pass_on_to_whom_the_principal_acts_for(deputy: Any, secretary: Any, administrator: Any) -> None:
    """An order names whose rights it gives; those that the principal has by another order stay with the principal."""
    _add(_order(secretary, administrator), administrator)
    services.set_roles(officer=_officer(secretary), roles=[], actor=None, at=clock.now())
    _add(_order(deputy, secretary, capacity=Capacity.ON_BEHALF), administrator)
    assert _fresh(secretary).may("complaints", "assign")
    assert _fresh(deputy).rights == frozenset()


def test_acting_for_an_administrator_makes_nobody_one(deputy: Any, administrator: Any) -> None:
    _add(_order(deputy, administrator), administrator)
    user = _fresh(deputy)
    assert user.may("complaints", "assign")
    assert not user.may("people", "settings")


def test_the_signature(deputy: Any, secretary: Any, administrator: Any) -> None:
    order = _add(_order(deputy, secretary), administrator)
    officer = _officer(deputy)
    assert str(selectors.signature_block(officer, on=TODAY)) == "(สมหญิง ใจดี)\nนักจัดการงานทั่วไป"
    assert selectors.signature_block(officer, on=TODAY, order=order).lines == (
        "นักจัดการงานทั่วไป รักษาราชการแทน",
        "ปลัดองค์การบริหารส่วนตำบล",
    )
    with pytest.raises(ValueError, match="does not let"):
        selectors.signature_block(officer, on=_day(11), order=order)
    with pytest.raises(ValueError, match="does not let"):
        selectors.signature_block(_officer(secretary), on=TODAY, order=order)


class TestRefused:
    def test_orders_that_make_no_sense(self, deputy: Any, secretary: Any, administrator: Any) -> None:
        sensible = _order(deputy, secretary)
        wrong = (
            replace(sensible, ends_on=_day(-1)),
            replace(sensible, principal=None),
            replace(sensible, position=Position.objects.first()),
            replace(sensible, principal=sensible.deputy),
        )
        for order in wrong:
            with pytest.raises(Invalid):
                _add(order, administrator)

    def test_two_who_act_for_one_in_the_same_days(self, deputy: Any, secretary: Any, administrator: Any) -> None:
        _add(_order(deputy, secretary), administrator)
        other = _order(administrator, secretary, starts_on=_day(10), ends_on=_day(20))
        with pytest.raises(Conflict, match="125/2569"):
            _add(other, administrator)
        _add(replace(other, starts_on=_day(11)), administrator)

    def test_but_work_is_delegated_to_several(self, deputy: Any, secretary: Any, administrator: Any) -> None:
        _add(_order(deputy, secretary, capacity=Capacity.ON_BEHALF), administrator)
        _add(_order(administrator, secretary, capacity=Capacity.ON_BEHALF), administrator)
        with pytest.raises(Conflict):
            _add(_order(deputy, secretary, capacity=Capacity.ON_BEHALF), administrator)

    def test_each_for_the_other(self, deputy: Any, secretary: Any, administrator: Any) -> None:
        _add(_order(deputy, secretary), administrator)
        with pytest.raises(Conflict):
            _add(_order(secretary, deputy), administrator)

    def test_an_ended_order_stands_in_nobodys_way(self, deputy: Any, secretary: Any, administrator: Any) -> None:
        order = _add(_order(deputy, secretary), administrator)
        services.end_acting_order(order=order, actor=administrator, at=clock.now())
        later = _add(_order(administrator, secretary), administrator)
        assert selectors.acting_for(administrator, on=TODAY) == [later]

    def test_rights_that_the_one_who_records_it_lacks(self, deputy: Any, secretary: Any) -> None:
        manager = Role.objects.create(name="บุคคล", rights=["people.view", "people.edit"])
        services.set_roles(officer=_officer(deputy), roles=[manager], actor=None, at=clock.now())
        with pytest.raises(Refused):
            _add(_order(deputy, secretary), _fresh(deputy))


class TestPages:
    @pytest.fixture
    def desk(self, north: Tenant, browse: Browse, administrator: Any) -> HostClient:
        return browse(north).sign_in(administrator)

    def _sent(self, north: Tenant, deputy: Any, principal: Any, **values: str) -> dict[str, str]:
        with tenant_scope(north):
            people = {"deputy": str(_officer(deputy).pk), "principal": str(_officer(principal).pk)}
        days = {"order_date": TODAY, "starts_on": TODAY, "ends_on": _day(5)}
        dates = {
            f"{name}_{part}": str(value)
            for name, day in days.items()
            for part, value in (("day", day.day), ("month", day.month), ("year", day.year + 543))
        }
        return {**people, **dates, "capacity": "acting_for", "order_number": "125/2569", **values}

    def test_record_see_and_end(self, desk: HostClient, north: Tenant, officer: Any, clerk: Any) -> None:
        assert desk.get("/desk/acting/new").status_code == 200
        answer = desk.post("/desk/acting/new", self._sent(north, officer, clerk))
        assert answer.status_code == 302, answer.content.decode()
        page = desk.get("/desk/acting?state=valid&q=125").content.decode()
        assert "สมหญิง ใจดี" in page
        assert "มีผลอยู่" in page
        with tenant_scope(north):
            order = ActingOrder.objects.get()
        assert "รักษาราชการแทน" in desk.get(f"/desk/acting/{order.pk}").content.decode()
        assert "125/2569" in desk.get(f"/desk/people/{officer.pk}").content.decode()
        page = desk.post(f"/desk/acting/{order.pk}/end", follow=True).content.decode()
        assert "สิ้นสุดตั้งแต่วันแรก" in page
        assert "สิ้นสุดแล้ว" in desk.get("/desk/acting?state=past").content.decode()
        assert "125/2569" not in desk.get("/desk/acting?state=valid").content.decode()

    def test_an_overlap_is_explained_and_what_was_written_is_kept(
        self, desk: HostClient, north: Tenant, officer: Any, clerk: Any, administrator: Any
    ) -> None:
        desk.post("/desk/acting/new", self._sent(north, officer, clerk))
        answer = desk.post("/desk/acting/new", self._sent(north, administrator, clerk, order_number="126/2569"))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "ตามคำสั่งที่ 125/2569" in page
        assert "126/2569" in page

    def test_south_sees_nothing(self, desk: HostClient, north: Tenant, south: Tenant, officer: Any, clerk: Any) -> None:
        desk.post("/desk/acting/new", self._sent(north, officer, clerk))
        with tenant_scope(south):
            assert not selectors.acting_orders().exists()

    def test_queries_do_not_grow(self, desk: HostClient, north: Tenant, officer: Any, clerk: Any) -> None:
        with tenant_scope(north):
            one, two = _officer(officer), _officer(clerk)
        counts = []
        for number in (1, 15):
            with tenant_scope(north):
                for index in range(number):
                    ActingOrder.objects.create(
                        deputy=one,
                        principal=two,
                        capacity="on_behalf",
                        order_number=f"{index}",
                        order_date=TODAY,
                        starts_on=_day(index),
                        ends_on=_day(index),
                    )
            with CaptureQueriesContext(connection) as queries:
                desk.get("/desk/acting")
            counts.append(len(queries))
        assert counts[1] <= counts[0]
