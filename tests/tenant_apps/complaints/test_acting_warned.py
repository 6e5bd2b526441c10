"""Who acts for somebody is warned in that one's place."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared_apps.accounts.rights import Duty
from shared_apps.notifications.models import Message
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenant_apps.registry import selectors
from tenant_apps.registry import services as registry
from tenant_apps.registry.models import Capacity, Officer, Position, Role
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.tenant_apps.complaints.conftest import AT, File
from tests.tenant_apps.complaints.test_warning import LATE, NEAR, head_of, told

pytestmark = pytest.mark.usefixtures("fresh_rules")


@pytest.fixture
def responsible(filed: Complaint, officer: Any) -> Any:
    """The officer who has the case; its division is the officer's."""
    Complaint.objects.filter(pk=filed.pk).update(assignee=officer, division=officer.officer.division)
    return officer


def order(deputy: Any, administrator: Any, first: date, **values: Any) -> None:
    given = {
        "deputy": Officer.objects.get(user=deputy),
        "capacity": Capacity.ACTING_FOR,
        "order_number": "9/2569",
        "order_date": AT.date(),
        "starts_on": first,
        "ends_on": first + timedelta(days=5),
    }
    registry.add_acting_order(order=registry.Order(**given | values), upload=None, actor=administrator, at=AT)


def body_for(user: Any) -> str:
    return Message.objects.filter(event="complaints/warning", to=user.email).latest("pk").body


def test_the_deputy_is_warned_and_told_for_whom(
    responsible: Any, clerk: Any, administrator: Any, filed: Complaint
) -> None:
    order(clerk, administrator, NEAR.date(), principal=Officer.objects.get(user=responsible))
    services.warn_officers(at=NEAR)
    assert told() == {clerk.email}
    assert f"แทน {responsible}" in body_for(clerk)
    assert filed.number in body_for(clerk)


def test_before_and_after_the_order_the_other_is_warned(responsible: Any, clerk: Any, administrator: Any) -> None:
    order(clerk, administrator, NEAR.date() + timedelta(days=1), principal=Officer.objects.get(user=responsible))
    services.warn_officers(at=NEAR)
    assert told() == {responsible.email}
    assert "แทน" not in body_for(responsible)


def test_who_only_delegates_is_still_in_office(responsible: Any, clerk: Any, administrator: Any) -> None:
    principal = Officer.objects.get(user=responsible)
    order(clerk, administrator, NEAR.date(), principal=principal, capacity=Capacity.ON_BEHALF)
    services.warn_officers(at=NEAR)
    assert told() == {responsible.email}


def test_one_who_is_warned_anyway_reads_of_nobodys_place(responsible: Any, clerk: Any, administrator: Any) -> None:
    head_of(clerk)
    Officer.objects.filter(user=clerk).update(division=responsible.officer.division)
    order(clerk, administrator, LATE.date(), principal=Officer.objects.get(user=responsible))
    services.warn_officers(at=LATE)
    assert clerk.email in told()
    assert responsible.email not in told()
    assert Message.objects.filter(event="complaints/warning", to=clerk.email).count() == 1


def test_a_vacant_position_is_answered_for(responsible: Any, clerk: Any, administrator: Any) -> None:
    role = Role.objects.get_or_create(code=Duty.HEAD, defaults={"name": "หัวหน้า"})[0]
    post = Position.objects.create(name="ผู้อำนวยการกองที่ว่าง", level=20, role=role)
    Officer.objects.filter(user=clerk).update(division=responsible.officer.division)
    order(clerk, administrator, LATE.date(), position=post, capacity=Capacity.ACTING_IN_POSITION)
    services.warn_officers(at=LATE)
    assert clerk.email in told()


def test_a_restricted_case_goes_to_no_deputy_who_may_not_see_it(
    file_in_north: File, officer: Any, clerk: Any, administrator: Any
) -> None:
    case = file_in_north(category="corruption").complaint
    Complaint.objects.filter(pk=case.pk).update(assignee=officer)
    order(clerk, administrator, LATE.date(), principal=Officer.objects.get(user=officer))
    services.warn_officers(at=LATE)
    assert clerk.email not in told()
    assert officer.email in told()


def test_south_has_no_deputies_of_north(responsible: Any, clerk: Any, administrator: Any, south: Tenant) -> None:
    order(clerk, administrator, NEAR.date(), principal=Officer.objects.get(user=responsible))
    assert list(selectors.stand_ins(NEAR.date())) == [responsible.pk]
    with tenant_scope(south):
        assert selectors.stand_ins(NEAR.date()) == {}
