"""The board of collections, reminders, and the adoption dashboard: constant queries, counts only, nothing of others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.services.standings import keep_standings, standing_changed
from kit import clock
from provisioning import adoption as drawing
from provisioning import selectors
from provisioning.models import FollowUp, MonthlyFacts, TenantFacts
from provisioning.services import adoption, follow_ups, reminders
from shared_apps.geography.provinces import PROVINCES
from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Message
from tenant_apps.complaints import services as complaints
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.billing.conftest import accepted, quoted_new
from tests.factories.sign_ups import applied
from tests.support.browser import HostClient
from tests.support.samples.cases import filing

Browse = Callable[[Tenant | None], HostClient]


@pytest.fixture
def desk(browse: Browse, staff: Any) -> HostClient:
    """A member of the staff."""
    return browse(None).sign_in(staff)


def _ends(tenant: Tenant, days: int) -> None:
    """The trial of the LGO ends so many days from now, or ended before."""
    with public_scope():
        Tenant.objects.filter(pk=tenant.pk).update(entitled_until=clock.today() + timedelta(days=days - 1))
        standing_changed(tenant_id=tenant.pk, at=timezone.now())


@pytest.mark.parametrize(
    ("days", "stage"), [(60, "soon"), (0, "grace"), (-45, "read_only"), (-120, "export_only"), (-200, "ended")]
)
def test_each_stands_in_its_column(desk: HostClient, north: Tenant, south: Tenant, days: int, stage: str) -> None:
    _ends(north, days)
    _ends(south, 300)
    columns = {column.code: column for column in desk.get("/console/collections").context["columns"]}
    assert {code: column.count for code, column in columns.items() if column.count} == {stage: 1}
    page = desk.get(f"/console/collections/{stage}").content.decode()
    assert north.name in page
    assert south.name not in page
    assert north.name not in desk.get(f"/console/collections/{stage}?q=ไม่มีชื่อนี้").content.decode()
    csv = desk.get(f"/console/collections/{stage}?export=csv").content.decode("utf-8-sig")
    assert north.dla_code in csv
    assert desk.get("/console/collections/nonsense").status_code == 404


def test_what_is_owed_and_agreed_is_shown(desk: HostClient, north: Tenant, staff: Any) -> None:
    with public_scope():
        start = clock.today() - timedelta(days=320)
        accepted(quoted_new(north, "S", start=start), day=start)
        follow_ups.note(
            tenant=north,
            kind="promise",
            text="โอนวันศุกร์",
            due_on=clock.today(),
            actor=staff,
            at=timezone.now(),
        )
    page = desk.get("/console/collections").content.decode()
    assert "65,000.00" in page
    assert page.count("โอนวันศุกร์") == 2


def test_the_board_asks_no_more_for_more_lgos(desk: HostClient, north: Tenant) -> None:
    _ends(north, 10)
    desk.get("/console/collections")
    with CaptureQueriesContext(connection) as few:
        desk.get("/console/collections")
    with public_scope():
        for number in range(10, 25):
            tenant = applied(number).tenant
            Tenant.objects.filter(pk=tenant.pk).update(state="trial", entitled_until=clock.today())
        keep_standings(at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        page = desk.get("/console/collections")
    assert len(many) == len(few)
    assert page.context["columns"][0].count == 17


def test_a_reminder_goes_out_once_a_day(
    desk: HostClient, browse: Browse, north: Tenant, south: Tenant, administrator: Any, staff: Any, onlooker: Any
) -> None:
    _ends(north, 10)
    path = "/console/collections/soon/remind"
    assert browse(None).sign_in(onlooker).post(path, {"tenant": [str(north.pk)]}).status_code == 403
    assert "อย่างน้อยหนึ่งแห่ง" in desk.post(path, {"tenant": ["../x"]}, follow=True).content.decode()
    for _time in range(2):
        assert desk.post(path, {"tenant": [str(north.pk)]}).status_code == 302
    with public_scope():
        assert OutboxJob.objects.filter(name="provisioning.remind").count() == 1
        for _time in range(2):
            reminders.remind(tenant_id=str(north.pk), actor_id=staff.pk, at=timezone.now())
        assert {*Message.objects.filter(event="provisioning/payment_reminder").values_list("to", flat=True)} == {
            administrator.email
        }
        assert FollowUp.objects.get().kind == "reminder"
        assert not FollowUp.objects.filter(tenant=south).exists()


# --- adoption --------------------------------------------------------------------------------------------------------


def test_counting_leaves_no_person_behind(north: Tenant, south: Tenant, officer: Any, citizen: Any) -> None:
    with tenant_scope(north):
        for _number in range(3):
            complaints.file_complaint(
                filing=filing(("ทดสอบ", "test")), reporter=citizen, at=timezone.now(), photos=[], pin="135790"
            )
        adoption.count_use(at=timezone.now())
        adoption.count_use(at=timezone.now())
    with public_scope():
        facts = TenantFacts.objects.get()
        assert facts.tenant_id == north.pk
        assert (facts.cases, facts.cases_week, facts.officers, facts.citizens) == (3, 3, 1, 1)
        assert facts.services == ["complaints"]
        assert facts.first_case_at is not None
        month = MonthlyFacts.objects.get()
        assert (month.cases, month.services) == (3, ["complaints"])
        kept = str(TenantFacts.objects.values().get())
    for personal in (citizen.email, citizen.display_name, officer.email, officer.display_name):
        assert personal not in kept


def test_the_dashboard(desk: HostClient, north: Tenant, south: Tenant) -> None:
    now = timezone.now()
    with public_scope():
        TenantFacts.objects.create(
            tenant=north,
            counted_at=now,
            cases=7,
            cases_week=2,
            active_officers=1,
            services=["complaints"],
            first_officer_at=now,
            first_case_at=now,
        )
        MonthlyFacts.objects.create(tenant=north, month=clock.today().replace(day=1), cases=7)
        applied(50)
        found = selectors.funnel(selectors.lgos_counted())
    assert (found.signed_up, found.provisioned, found.first_officer, found.first_case, found.weekly) == (3, 2, 1, 1, 1)
    page = desk.get("/console/adoption")
    text = page.content.decode()
    assert text.count("<circle") == 77
    assert "พิษณุโลก: ใช้งาน 1 จาก" in text or "ใช้งาน 1 จาก 1 แห่ง" in text
    only_south = desk.get("/console/adoption?province_code=80").context["figures"][0]
    assert [row.cells[0].value for row in only_south.rows] == [1, 1, 0, 0, 0]
    csv = desk.get("/console/exports/console-adoption/csv").content.decode("utf-8-sig")
    assert north.name in csv
    assert south.name in csv
    with CaptureQueriesContext(connection) as queries:
        desk.get("/console/adoption")
    assert len(queries) <= 14


def test_no_two_provinces_cover_each_other() -> None:
    places = drawing._spots()
    assert len(places) == len(PROVINCES) == 77
    for here, (x, y) in enumerate(places):
        assert 0 < x < drawing.WIDTH
        assert 0 < y < drawing.HEIGHT
        for other_x, other_y in places[here + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > 2 * drawing._RADIUS - 2


@pytest.mark.parametrize(("lgos", "used", "share"), [(0, 0, 0), (5, 0, 1), (3, 1, 2), (3, 2, 3), (3, 3, 4), (9, 1, 2)])
def test_shades(lgos: int, used: int, share: int) -> None:
    assert drawing._class(lgos, used) == share
