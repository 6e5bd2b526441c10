"""Which reasons for delay went to the commission already, with which letter."""

from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from kit.errors import Conflict
from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import CopiedReason, DelayCopy
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.threads import race
from tests.tenant_apps.complaints.conftest import AT, file_one

PAGE = "/desk/reports/delays"
NOTING = f"{PAGE}/sent"
LETTER = "มค 72301/145"


def tell(actor: Any, note: str) -> Any:
    """A late case of which the citizen was told why."""
    case = file_one(category="street-lights", title=note).complaint
    at = AT + timedelta(days=60)
    return services.explain_delay(complaint=case, version=case.version, note=note, actor=actor, at=at)


@pytest.fixture
def told(in_north: Tenant, administrator: Any) -> None:
    tell(administrator, "รออะไหล่จากส่วนกลาง")
    tell(administrator, "น้ำท่วมทางเข้าพื้นที่")


def sent(last: int, **others: str) -> dict[str, str]:
    today = clock.today()
    day = {"sent_on_day": str(today.day), "sent_on_month": str(today.month), "sent_on_year": str(today.year + 543)}
    return {**day, "letter": LETTER, "last": str(last), **others}


def newest() -> int:
    return int(selectors.reasons_told(User.objects.get(is_administrator=True)).order_by("-pk").values_list("pk")[0][0])


def test_noted_once_and_shown(browse: Browse, north: Tenant, administrator: Any, told: None, south: Tenant) -> None:
    desk = browse(north).sign_in(administrator)
    assert desk.get(PAGE).content.decode().count("ยังไม่ได้ส่ง</span>") == 2
    assert "มี 2 รายการ" in desk.get(NOTING).content.decode()
    with tenant_scope(north):
        last = newest()
        tell(administrator, "มาหลังจากเปิดหน้านี้")
    answer = desk.post(NOTING, sent(last), follow=True)
    page = answer.content.decode()
    assert "บันทึกว่าส่งแล้ว 2 รายการ" in page
    assert LETTER in page
    assert "มาหลังจากเปิดหน้านี้" not in page, "the list holds what went with this copy"
    unsent = desk.get(f"{PAGE}?sent=no").content.decode()
    assert "มาหลังจากเปิดหน้านี้" in unsent
    assert "รออะไหล่จากส่วนกลาง" not in unsent
    assert "รออะไหล่จากส่วนกลาง" in desk.get(f"{PAGE}?q=72301").content.decode()
    assert "รออะไหล่จากส่วนกลาง" in desk.get(f"{PAGE}?sent=yes&sort=copied").content.decode()
    assert LETTER in desk.get("/desk/exports/delays.csv?sent=yes").content.decode("utf-8-sig")
    assert desk.get(f"{PAGE}.pdf?sent=yes").status_code == 200
    with tenant_scope(north):
        assert AuditEntry.objects.get(action="complaints.delay_copy").data == {"reasons": 2, "letter": LETTER}
    with tenant_scope(south):
        assert DelayCopy.objects.count() == 0


def test_only_what_the_list_was_narrowed_to(browse: Browse, north: Tenant, administrator: Any, told: None) -> None:
    desk = browse(north).sign_in(administrator)
    with tenant_scope(north):
        last = newest()
    desk.post(f"{NOTING}?q=อะไหล่", sent(last))
    with tenant_scope(north):
        assert [one.event.note for one in CopiedReason.objects.select_related("event")] == ["รออะไหล่จากส่วนกลาง"]
    assert "ส่งครบแล้ว" in desk.get(f"{NOTING}?q=อะไหล่").content.decode()


def test_mistakes_are_told(browse: Browse, north: Tenant, administrator: Any, told: None) -> None:
    desk = browse(north).sign_in(administrator)
    with tenant_scope(north):
        last = newest()
    future = desk.post(NOTING, sent(last, sent_on_year="2599"))
    assert future.status_code == 422
    assert LETTER in future.content.decode(), "what was typed is kept"
    assert desk.post(NOTING, sent(last) | {"last": "x"}).status_code == 422
    desk.post(NOTING, sent(last))
    again = desk.post(NOTING, sent(last))
    assert again.status_code == 422
    for odd in ("copy=x", "copy=0", "copy=99999999999999999999", "copy=7777", "sent=maybe"):
        assert desk.get(f"{PAGE}?{odd}").status_code == 200
        assert desk.get(f"{PAGE}.pdf?{odd}").status_code == 200


def test_taken_back_by_who_noted_it(
    browse: Browse, north: Tenant, administrator: Any, officer: Any, told: None, south: Tenant, south_officer: Any
) -> None:
    from tenant_apps.registry.models import Role

    role = Role.objects.create(name="รายงาน", rights=["reports.view", "reports.export"])
    officer.officer.roles.set([role])
    events = list(selectors.reasons_told(administrator).values_list("pk", flat=True))
    copy = services.record_delay_copy(events=events, sent_on=clock.today(), letter="", actor=administrator, at=AT)
    path = f"{NOTING}/{copy.pk}/take-back"
    assert browse(north).sign_in(officer).post(path).status_code == 403
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    assert browse(south).sign_in(south_officer).post(path).status_code == 404
    desk = browse(north).sign_in(administrator)
    assert "ยกเลิกบันทึกนี้" in desk.get(f"{PAGE}?copy={copy.pk}").content.decode()
    page = desk.post(path, follow=True).content.decode()
    assert page.count("ยังไม่ได้ส่ง</span>") == 2
    with tenant_scope(north):
        assert CopiedReason.objects.count() == 0
        assert AuditEntry.objects.filter(action="complaints.delay_copy_taken_back").count() == 1


@pytest.mark.usefixtures("committed")
def test_two_note_it_at_the_same_moment(north: Tenant, administrator: Any) -> None:
    with tenant_scope(north):
        tell(administrator, "รออะไหล่จากส่วนกลาง")
        key = selectors.reasons_told(administrator).get().pk

    def work(_index: int) -> int:
        with tenant_scope(north):
            at = clock.now()
            return services.record_delay_copy(
                events=[key], sent_on=clock.today(), letter="", actor=administrator, at=at
            ).pk

    results = race(work, 4)
    assert len([one for one in results if isinstance(one, int)]) == 1
    assert len([one for one in results if isinstance(one, Conflict)]) == 3
    with tenant_scope(north):
        assert (DelayCopy.objects.count(), CopiedReason.objects.count()) == (1, 1)
