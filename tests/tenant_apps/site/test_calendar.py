"""Office hours, the LGO's working calendar, and the privacy notice."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from kit.clock import BANGKOK
from kit.errors import Invalid
from tenant_apps.site import hours, selectors, services
from tenant_apps.site.models import Holiday, standard_hours
from tenant_apps.site.notices import blocks_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse

MONDAY = date(2026, 11, 23)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BANGKOK)


def test_a_new_office_works_government_hours(in_north: Tenant) -> None:
    calendar = selectors.working_calendar()
    assert calendar.is_open(_at(MONDAY, 9))
    assert not calendar.is_open(_at(MONDAY, 12, 30))
    assert not calendar.is_working_day(MONDAY + timedelta(days=5))
    assert not calendar.is_working_day(date(2026, 12, 7)), "the substitution day of 5 December"


def test_hours_of_its_own(in_north: Tenant, south: Tenant) -> None:
    weekly = standard_hours()
    weekly[2], weekly[5] = [["08:30", "12:00"]], [["09:00", "11:00"]]
    services.change_settings(values={"weekly_hours": weekly}, actor=None, at=timezone.now())
    calendar, saturday = selectors.working_calendar(), MONDAY + timedelta(days=5)
    assert calendar.legal_receipt(_at(MONDAY + timedelta(days=2), 13)) == _at(MONDAY + timedelta(days=3), 8, 30)
    assert not calendar.is_working_day(saturday)
    services.change_settings(values={"weekend_counts": True}, actor=None, at=timezone.now())
    assert selectors.working_calendar().legal_receipt(_at(saturday, 10)) == _at(saturday, 10)
    with tenant_scope(south):
        assert not selectors.working_calendar().is_working_day(saturday)


@pytest.mark.parametrize(
    "weekly",
    [
        [[], [], [], [], [], [["09:00", "12:00"]], []],
        [[["12:00", "09:00"]], [], [], [], [], [], []],
        [[["08:30", "13:00"], ["12:00", "16:00"]], [], [], [], [], [], []],
    ],
)
def test_hours_that_cannot_be_are_refused(in_north: Tenant, weekly: Any) -> None:
    with pytest.raises(Invalid):
        services.change_settings(values={"weekly_hours": weekly}, actor=None, at=timezone.now())
    assert selectors.site_settings().weekly_hours == standard_hours()


def test_hours_in_words() -> None:
    with override("th"):
        assert hours.lines(standard_hours()) == [
            "จันทร์–ศุกร์ 08.30–12.00, 13.00–16.30 น.",
            "เสาร์–อาทิตย์ ปิด",
        ]


def test_a_cancelled_holiday_is_a_working_day(in_north: Tenant) -> None:
    Holiday.objects.filter(day=date(2026, 12, 7)).update(is_cancelled=True)
    assert date(2026, 12, 7) not in selectors.holidays()


def test_notices_follow_one_another(in_north: Tenant, south: Tenant, administrator: Any) -> None:
    now = timezone.now()
    first = selectors.current_privacy_notice(now)
    assert first is not None
    assert "2562" in first.text_th
    assert "2562" in first.text_en
    later = timezone.localdate() + timedelta(days=7)
    notice = services.publish_notice(
        text_th="ใหม่", text_en="", effective_from=later, actor=administrator, at=now, dpo_name="นิติกร"
    )
    assert (notice.version, notice.text_in("en")) == (2, "ใหม่")
    assert selectors.current_privacy_notice(now) == first
    assert selectors.current_privacy_notice(now + timedelta(days=7)) == notice
    with tenant_scope(south):
        assert selectors.privacy_notice(2) is None


def test_a_notice_is_not_in_force_before_it_is_published(in_north: Tenant) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Invalid):
        services.publish_notice(text_th="ก", text_en="", effective_from=yesterday, actor=None, at=timezone.now())


def test_the_portal_shows_the_notice_in_force(north: Tenant, browse: Browse) -> None:
    with tenant_scope(north):
        today = timezone.localdate()
        services.publish_notice(
            text_th="## หัวข้อ\n- ข้อหนึ่ง\n<script>", text_en="", effective_from=today, actor=None, at=timezone.now()
        )
    page = browse(north).get("/privacy").content.decode()
    assert "<h2>หัวข้อ</h2>" in page
    assert "<li>ข้อหนึ่ง</li>" in page
    assert "<p>&lt;script&gt;</p>" in page


def test_blocks() -> None:
    blocks = [(block.kind, block.lines) for block in blocks_of("ก\nข\n\n## ค\n- ง\n- จ\n##ฉ\n")]
    assert blocks == [("text", ("ก", "ข")), ("heading", ("ค",)), ("list", ("ง", "จ")), ("text", ("##ฉ",))]
