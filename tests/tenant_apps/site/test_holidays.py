"""Holidays: the office's list, import, substitution days, the public calendar."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from kit.clock import BANGKOK
from kit.errors import Conflict, Invalid
from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Message
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.services import file_complaint, recount_open_cases
from tenant_apps.site import holidays, ics, selectors, services
from tenant_apps.site.models import Holiday
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.samples import filing
from tests.support.threads import race
from tests.support.world import YEARS

LOCAL = date(2026, 11, 25)
NOW = datetime(2026, 11, 21, 10, tzinfo=BANGKOK)


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    return browse(north).sign_in(administrator)


def _text(response: Any) -> str:
    return str(response.content.decode())


def _form(day: date, name: str = "วันก่อตั้ง", kind: str = "local") -> dict[str, Any]:
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year + 543, "name": name, "kind": kind}


def test_a_holiday_is_added_removed_and_restored(desk: HostClient, north: Tenant, south: Tenant) -> None:
    assert desk.post("/desk/settings/holidays/new", _form(LOCAL)).status_code == 302
    with tenant_scope(north):
        assert LOCAL in selectors.holidays()
        row = Holiday.objects.get(day=LOCAL)
        assert row.changed_by
    assert "วันก่อตั้ง" in _text(desk.get("/desk/settings/holidays?year=2026&q=ก่อตั้ง"))
    address = f"/desk/settings/holidays/{row.pk}"
    assert desk.post(f"{address}/remove", {"reason": ""}).status_code == 422
    desk.post(f"{address}/remove", {"reason": "มติคณะรัฐมนตรี 3 พ.ย."})
    with tenant_scope(north):
        assert LOCAL not in selectors.holidays()
    assert "มติคณะรัฐมนตรี 3 พ.ย." in _text(desk.get("/desk/settings/holidays?year=2026&state=open"))
    desk.post(f"{address}/remove", {"restore": "1"})
    with tenant_scope(north):
        assert LOCAL in selectors.holidays()
    with tenant_scope(south):
        assert not Holiday.objects.filter(day=LOCAL).exists()
    history = _text(desk.get("/desk/settings/history?part=holidays"))
    assert "25 พ.ย. 2569 วันก่อตั้ง" in history
    assert "มติคณะรัฐมนตรี 3 พ.ย." in history
    assert "is_cancelled" not in history


def test_a_day_is_a_holiday_once(desk: HostClient, in_north: Tenant) -> None:
    response = desk.post("/desk/settings/holidays/new", _form(date(2026, 12, 7)))
    assert response.status_code == 422
    assert "เป็นวันหยุดอยู่แล้ว" in _text(response)
    other = services.add_holiday(day=LOCAL, name="ก", actor=None, at=NOW)
    with pytest.raises(Conflict):
        services.change_holiday(holiday=other, day=date(2026, 12, 7), name="ก", kind="local", actor=None, at=NOW)
    with pytest.raises(Invalid):
        services.remove_holiday(holiday=other, reason=" ", actor=None, at=NOW)


def test_a_holiday_is_corrected(desk: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        row = services.add_holiday(day=LOCAL, name="ก", actor=None, at=NOW)
    desk.post(f"/desk/settings/holidays/{row.pk}", _form(LOCAL + timedelta(days=1), "ข", "special"))
    with tenant_scope(north):
        row.refresh_from_db()
        assert (row.day, row.name, row.kind) == (LOCAL + timedelta(days=1), "ข", "special")
    assert desk.get("/desk/settings/holidays/0").status_code == 404


def test_an_import_shows_what_it_would_do(desk: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        Holiday.objects.filter(day=date(2027, 12, 10)).delete()
        Holiday.objects.filter(day=date(2027, 12, 31)).update(is_cancelled=True)
    page = _text(desk.get("/desk/settings/holidays/import/2027"))
    assert 'value="2027-12-10"' in page
    assert 'value="2027-12-31"' not in page
    assert "ยังเป็นวันทำการ" in page
    assert desk.post("/desk/settings/holidays/import/2027", {}).status_code == 422
    assert desk.post("/desk/settings/holidays/import/2027", {"days": ["2027-12-31"]}).status_code == 422
    assert desk.post("/desk/settings/holidays/import/2027", {"days": ["2027-12-10"]}).status_code == 302
    with tenant_scope(north):
        assert date(2027, 12, 10) in selectors.holidays()
        assert date(2027, 12, 31) not in selectors.holidays()
    assert "อยู่ในรายการครบแล้ว" in _text(desk.get("/desk/settings/holidays/import/2027"))
    assert desk.get("/desk/settings/holidays/import/2099").status_code == 404


def test_the_substitution_day_of_a_weekend_is_suggested(in_north: Tenant) -> None:
    rows = [Holiday(day=date(2027, 12, 4), name="วันดี, วันงาม"), Holiday(day=date(2027, 12, 6), name="วันอื่น")]
    assert [(one.day, one.name) for one in holidays.suggestions(rows)] == [(date(2027, 12, 7), "ชดเชยวันดี")]
    rows.append(Holiday(day=date(2027, 12, 7), name="ชดเชยวันดี", kind=Holiday.Kind.SUBSTITUTION))
    assert holidays.suggestions(rows) == []
    assert holidays.suggestions([Holiday(day=date(2027, 12, 4), name="ก", is_cancelled=True)]) == []


def test_a_change_is_told_to_deadlines(desk: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        complaint = file_complaint(
            filing=filing(("ก", "ข")), reporter=None, at=datetime(2026, 11, 23, 10, tzinfo=BANGKOK)
        ).complaint
        before = complaint.due_at
        assert before is not None
    response = desk.post("/desk/settings/holidays/new", _form(LOCAL), follow=True)
    assert "1 เรื่อง" in _text(response)
    with public_scope():
        assert OutboxJob.objects.filter(name="complaints.recount", schema_name=north.schema_name).exists()
    with tenant_scope(north):
        assert recount_open_cases(at=NOW) == 1
        after = Complaint.objects.get(pk=complaint.pk).due_at
        assert after is not None
        assert after > before


def test_the_calendar_is_kept_a_year_ahead(in_north: Tenant, south: Tenant, administrator: Any, officer: Any) -> None:
    """North was set up in 2026 with the holidays of 2026 and 2027."""
    for tenant in (south, in_north):
        with tenant_scope(tenant):
            Holiday.objects.exclude(day__year__in=YEARS).delete()
    assert services.provide_holidays(at=NOW) == []
    new_year = datetime(2028, 1, 1, 2, 25, tzinfo=BANGKOK)
    cancelled = Holiday.objects.get(day=date(2027, 12, 10))
    services.remove_holiday(holiday=cancelled, reason="มติ ครม.", actor=administrator, at=NOW)
    assert not selectors.working_calendar().holidays & {date(2028, 1, 1), date(2029, 1, 1)}
    with public_scope():
        OutboxJob.objects.all().delete()
    assert services.provide_holidays(at=new_year) == [2028, 2029]
    assert {date(2028, 12, 5), date(2029, 1, 1)} <= selectors.working_calendar().holidays
    assert date(2027, 12, 10) not in selectors.working_calendar().holidays
    with public_scope():
        assert OutboxJob.objects.filter(name="complaints.recount", schema_name=in_north.schema_name).exists()
    told = Message.objects.filter(event="site/holidays")
    assert {message.to for message in told} == {administrator.email}
    assert sorted(message.subject for message in told) == [
        "เพิ่มวันหยุดราชการปี 2571 ในปฏิทินแล้ว",
        "เพิ่มวันหยุดราชการปี 2572 ในปฏิทินแล้ว",
    ]
    assert services.provide_holidays(at=new_year) == []
    assert told.count() == 2
    with tenant_scope(south):
        assert not Holiday.objects.filter(day__year=2028).exists()


def test_a_year_with_days_of_its_own_only_gets_the_governments_too(in_north: Tenant, administrator: Any) -> None:
    Holiday.objects.exclude(day__year__in=YEARS).delete()
    services.add_holiday(day=date(2028, 3, 1), name="วันก่อตั้ง", actor=administrator, at=NOW)
    assert 2028 in services.provide_holidays(at=datetime(2027, 1, 1, 9, tzinfo=BANGKOK))
    assert Holiday.objects.get(day=date(2028, 3, 1)).name == "วันก่อตั้ง"


def test_one_day_added_twice_at_once(committed: str) -> None:
    with public_scope():
        tenant = Tenant.objects.first()
    assert tenant is not None

    def add(_number: int) -> bool:
        with tenant_scope(tenant):
            try:
                services.add_holiday(day=LOCAL, name="ก", actor=None, at=NOW)
            except Conflict:
                return False
            return True

    assert sorted(race(add, 4)) == [False, False, False, True]


def test_citizens_see_a_month_and_the_year(north: Tenant, browse: Browse) -> None:
    year = timezone.localdate().year
    page = _text(browse(north).get(f"/holidays?month={year}-12"))
    assert f"ธันวาคม {year + 543}" in page
    assert "วันรัฐธรรมนูญ" in page
    assert f"?month={year}-11" in page
    for wrong in ("2026-13", "x", "9999-01", "²", "0000-01", ""):
        assert browse(north).get("/holidays", {"month": wrong}).status_code == 200


def test_holidays_for_ones_own_calendar(north: Tenant, south: Tenant, browse: Browse) -> None:
    with tenant_scope(north):
        services.add_holiday(day=date(timezone.localdate().year, 12, 30), name="วันก, ข; ค", actor=None, at=NOW)
    response = browse(north).get("/holidays.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = response.content.decode().replace("\r\n ", "")
    assert "SUMMARY:วันก\\, ข\\; ค" in unfolded
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") > 30
    assert "วันก" not in _text(browse(south).get("/holidays.ics")).replace("\r\n ", "")


def test_a_line_break_stays_inside_its_line() -> None:
    text = ics.calendar_of([Holiday(day=LOCAL, name="ก\nข")], name="x", host="h", at=NOW)
    assert "SUMMARY:ก\\nข\r\n" in text


def test_officers_without_the_right(north: Tenant, browse: Browse, officer: Any) -> None:
    assert browse(north).sign_in(officer).get("/desk/settings/holidays").status_code == 403
