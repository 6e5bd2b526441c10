"""Visits of the support: with the LGO's leave, for a while, as somebody of their own, and seen by the LGO."""

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from kit.errors import Conflict, DomainError, Invalid, NotFound, Refused
from provisioning import visits
from provisioning.models import SupportAccess
from provisioning.services import support
from provisioning.services.staff import set_duties
from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from shared_apps.notifications.models import Message
from tenant_apps.complaints import services as complaints
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.support.browser import HostClient
from tests.support.samples.cases import filing
from tests.support.samples.values import CHOICES
from tests.support.urls import addresses, routes_of

Browse = Callable[[Tenant | None], HostClient]
REASON = "อบต. แจ้งว่าเปิดเรื่องไม่ได้"


def _ask(tenant: Tenant, staff: Any, **values: Any) -> SupportAccess:
    given: dict[str, Any] = {"reason": REASON, "minutes": 60, "may_write": False, **values}
    with public_scope():
        return support.ask(tenant=tenant, actor=staff, at=timezone.now(), **given)


def _granted(tenant: Tenant, staff: Any, officer: Any, **values: Any) -> SupportAccess:
    asked = _ask(tenant, staff, **values)
    with tenant_scope(tenant):
        return support.grant(access=asked, officer=officer, at=timezone.now())


def _inside(browse: Browse, tenant: Tenant, staff: Any, access: SupportAccess) -> HostClient:
    """Come in through the pages."""
    with public_scope():
        key = support.issue_key(access=access, actor=staff, at=timezone.now())
    client = browse(tenant)
    assert client.get(f"/support/enter/{key}").status_code == 200
    assert client.post(f"/support/enter/{key}").url == "/desk/"
    return client


@pytest.fixture
def visitor(browse: Browse, north: Tenant, staff: Any, administrator: Any) -> HostClient:
    """The support inside north, to look only."""
    return _inside(browse, north, staff, _granted(north, staff, administrator))


# --- asking and deciding ----------------------------------------------------------------------------------------------


def test_it_works(browse: Browse, north: Tenant, staff: Any, administrator: Any) -> None:
    console, desk = browse(None).sign_in(staff), browse(north).sign_in(administrator)
    form = {"reason": REASON, "minutes": "60"}
    asked = console.post(f"/console/tenants/{north.pk}/visit", form)
    page = console.get(asked.url).content.decode()
    assert "/enter" not in page
    with tenant_scope(north):
        assert Message.objects.get(event="provisioning/support_asked").to == administrator.email
    assert REASON in desk.get("/desk/operator").content.decode() + desk.get("/desk/").content.decode()
    access_id = asked.url.rsplit("/", 1)[1]
    assert desk.post(f"/desk/operator/{access_id}/decide", {"decision": "grant"}).status_code == 302
    way_in = console.post(f"{asked.url}/enter").content.decode()
    path = way_in.split(f"north.{settings.BASE_DOMAIN}")[1].split("/support/enter/")[1].split('"')[0]
    inside = browse(north)
    inside.post(f"/support/enter/{path}")
    shown = inside.get("/desk/inbox").content.decode()
    assert "banner-visit" in shown
    assert "DGA" in shown
    seen = desk.get(f"/desk/operator/{access_id}").content.decode()
    assert "/desk/inbox" in seen
    assert inside.post("/support/leave").url == "/support/ended"
    assert inside.get("/desk/inbox").status_code == 302
    with tenant_scope(north):
        rows = AuditEntry.objects.filter(target_id=access_id).order_by("pk").values_list("action", flat=True)
        assert [row.removeprefix("operator.support.") for row in rows] == [
            *("asked", "granted", "entered", "viewed", "ended")
        ]
    with public_scope():
        acts = AuditEntry.objects.filter(action__startswith="support.").order_by("pk")
        assert [row.action for row in acts] == [f"support.{one}" for one in ("asked", "granted", "entered", "ended")]
        assert {row.target_id for row in acts} == {str(north.pk)}


def test_what_cannot_be_asked(north: Tenant, staff: Any, onlooker: Any) -> None:
    for values, kind in (({"reason": " "}, Invalid), ({"minutes": 481}, Invalid), ({"minutes": 0}, Invalid)):
        with pytest.raises(kind):
            _ask(north, staff, **values)
    with pytest.raises(Refused):
        _ask(north, onlooker)
    _ask(north, staff)
    with pytest.raises(Conflict):
        _ask(north, staff)
    with public_scope():
        with pytest.raises(IntegrityError), transaction.atomic():
            SupportAccess.objects.update(minutes=481)
        Tenant.objects.filter(pk=north.pk).update(state="suspended")
        closed = Tenant.objects.get(pk=north.pk)
    with pytest.raises(Refused):
        _ask(closed, staff)


def test_without_leave_nobody_comes_in(browse: Browse, north: Tenant, staff: Any, administrator: Any) -> None:
    asked = _ask(north, staff)
    with public_scope(), pytest.raises(Conflict):
        support.issue_key(access=asked, actor=staff, at=timezone.now())
    with tenant_scope(north):
        support.refuse(access=asked, officer=administrator, at=timezone.now())
        with pytest.raises(Conflict):
            support.grant(access=asked, officer=administrator, at=timezone.now())
    with public_scope(), pytest.raises(Conflict):
        support.issue_key(access=asked, actor=staff, at=timezone.now())


def test_only_an_administrator_of_the_lgo_decides(
    browse: Browse, north: Tenant, south: Tenant, staff: Any, officer: Any, south_officer: Any
) -> None:
    asked = _ask(north, staff)
    path = f"/desk/operator/{asked.pk}"
    assert browse(north).sign_in(officer).get(path).status_code == 404
    assert browse(north).sign_in(officer).post(f"{path}/decide", {"decision": "grant"}).status_code == 404
    with tenant_scope(south):
        User.objects.filter(pk=south_officer.pk).update(is_administrator=True)
        boss = User.objects.get(pk=south_officer.pk)
    there = browse(south).sign_in(boss)
    assert there.get(path).status_code == 404
    assert there.post(f"{path}/decide", {"decision": "grant"}).status_code == 404
    assert REASON not in there.get("/desk/operator").content.decode()
    with public_scope():
        assert SupportAccess.objects.get().state == "asked"


def test_an_emergency_is_told_to_everybody(
    browse: Browse, north: Tenant, staff: Any, administrator: Any, approver: Any
) -> None:
    with public_scope():
        set_duties(user=approver, duties=["administrator"], actor=staff, at=timezone.now())
    form = {"reason": "ระบบล่ม", "minutes": "30", "without_asking": "on", "may_write": "on"}
    made = browse(None).sign_in(staff).post(f"/console/tenants/{north.pk}/visit", form)
    with public_scope():
        access = SupportAccess.objects.get()
        assert (access.is_break_glass, access.may_write, access.state) == (True, False, "granted")
        assert Message.objects.filter(event="provisioning/support_break_glass", to=approver.email).exists()
    with tenant_scope(north):
        assert Message.objects.filter(event="provisioning/support_break_glass", to=administrator.email).exists()
    assert made.status_code == 302
    inside = _inside(browse, north, staff, access)
    assert inside.get("/desk/inbox").status_code == 200
    assert inside.post("/desk/settings/hours").status_code == 403


# --- the key ----------------------------------------------------------------------------------------------------------


def test_a_key_works_once_soon_and_at_its_own_lgo(
    browse: Browse, north: Tenant, south: Tenant, staff: Any, administrator: Any
) -> None:
    access = _granted(north, staff, administrator)
    with public_scope():
        key = support.issue_key(access=access, actor=staff, at=timezone.now())
    assert browse(south).get(f"/support/enter/{key}").status_code == 404
    assert browse(south).post(f"/support/enter/{key}").status_code == 404
    with tenant_scope(north):
        with pytest.raises(NotFound):
            support.enter(tenant=north, key=key, at=timezone.now() + timedelta(minutes=3))
        support.enter(tenant=north, key=key, at=timezone.now())
        with pytest.raises(NotFound):
            support.enter(tenant=north, key=key, at=timezone.now())
    assert browse(north).post(f"/support/enter/{key}").status_code == 404
    assert browse(north).get("/support/enter/").status_code == 404
    with public_scope():
        assert key not in str(SupportAccess.objects.values().get())


def test_nobody_else_gets_the_key(north: Tenant, staff: Any, administrator: Any, approver: Any) -> None:
    access = _granted(north, staff, administrator)
    with public_scope():
        set_duties(user=approver, duties=["support"], actor=staff, at=timezone.now())
        other = User.objects.get(pk=approver.pk)
        for act in (support.issue_key, support.withdraw):
            with pytest.raises(Refused):
                act(access=access, actor=other, at=timezone.now())


def test_a_session_is_worth_nothing_elsewhere(
    browse: Browse, visitor: HostClient, north: Tenant, south: Tenant, staff: Any
) -> None:
    """The cookie at another LGO or at the operator, and another session that claims the visit."""
    for other in (browse(south), browse(None)):
        other.cookies = SimpleCookie(visitor.cookies.output().replace("Set-Cookie: ", ""))
        assert other.get("/desk/inbox" if other.tenant else "/console/").status_code in {302, 404}
    with tenant_scope(north):
        person = User.objects.get(kind="support")
        forged = browse(north)
        forged.force_login(person, backend="shared_apps.accounts.backends.AccountBackend")
        with public_scope():
            key = str(SupportAccess.objects.get().pk)
        forged.remember(**{visits.SESSION_VISIT: key})
    assert forged.get("/desk/inbox").url == "/support/ended"
    assert visitor.get("/desk/inbox").status_code == 200


# --- inside -----------------------------------------------------------------------------------------------------------


def test_the_lgo_ends_it_at_once(
    browse: Browse, visitor: HostClient, north: Tenant, administrator: Any, staff: Any
) -> None:
    assert visitor.get("/desk/inbox").status_code == 200
    with public_scope():
        access = SupportAccess.objects.get()
    desk = browse(north).sign_in(administrator)
    desk.post(f"/desk/operator/{access.pk}/decide", {"decision": "end"})
    gone = visitor.get("/desk/inbox")
    assert gone.url == "/support/ended"
    assert visitor.get("/desk/").url.startswith("/officers/sign-in")
    with public_scope(), pytest.raises(DomainError):
        support.issue_key(access=access, actor=staff, at=timezone.now())


def test_its_time_is_up_on_the_server(visitor: HostClient) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        answer = visitor.get("/desk/inbox")
        assert answer.status_code == 302
        assert answer.url.startswith(("/support/ended", "/officers/sign-in"))


@pytest.mark.parametrize("how", ["no longer of the staff", "no longer of the support"])
def test_who_leaves_the_support_is_out(visitor: HostClient, staff: Any, approver: Any, how: str) -> None:
    with public_scope():
        if how == "no longer of the staff":
            User.objects.filter(pk=staff.pk).update(is_active=False)
        else:
            set_duties(user=approver, duties=["administrator"], actor=staff, at=timezone.now())
            set_duties(user=staff, duties=["finance"], actor=approver, at=timezone.now())
    assert visitor.get("/desk/inbox").url == "/support/ended"


def test_looking_changes_nothing(visitor: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        before = AuditEntry.objects.exclude(action__startswith="operator.").count()
    for route in routes_of(settings.TENANT_URLCONF):
        if route.is_api or route.name in {"support_leave", "account_logout", "set_language", "support_enter"}:
            continue
        for url in _of(route):
            answer = visitor.post(url)
            assert answer.status_code in {302, 403, 404, 405}, f"{url} {answer.status_code}"
            assert answer.status_code != 302 or answer.url == "/support/ended" or "sign-in" in answer.url, url
    with tenant_scope(north):
        assert AuditEntry.objects.exclude(action__startswith="operator.").count() == before


def _of(route: Any) -> list[str]:
    values = {name: ("1",) if "id" in name and "uuid" not in name else (name,) for name in route.parameters}
    try:
        return list(addresses(route, CHOICES | values, settings.TENANT_URLCONF))
    except Exception:  # a parameter of another form, such as a UUID: the other routes do
        return []


def test_citizens_stay_masked(visitor: HostClient, north: Tenant, citizen: Any) -> None:
    """No page of the desk that a visit opens shows a citizen's telephone, address or name."""
    hidden = ("+66899999999", "089 999 9999", "899999999", "secret.person@example.com", "ลับสุดยอด")
    with tenant_scope(north):
        case = complaints.file_complaint(
            filing=filing(("ทดสอบ", "test"), name="ลับสุดยอด คนหนึ่ง", phone=hidden[0], email=hidden[3]),
            reporter=citizen,
            at=timezone.now(),
            photos=[],
            pin="135790",
        ).complaint
    values = CHOICES | {"number": (case.number,), "tab": ("all",)}
    opened = 0
    for route in routes_of(settings.TENANT_URLCONF):
        if route.is_api or set(route.parameters) - {"number", "tab"}:
            continue
        for url in addresses(route, values, settings.TENANT_URLCONF):
            if not url.startswith("/desk") or "/support/" in url:
                continue
            page = visitor.get(url)
            opened += page.status_code == 200
            body = b"".join(page.streaming_content) if page.streaming else page.content
            assert not [word for word in hidden if word in body.decode(errors="replace")], url
    assert opened >= 10
    assert visitor.get(f"/desk/complaints/{case.number}").status_code == 200
    for closed in ("contact", "paper"):
        assert visitor.get(f"/desk/complaints/{case.number}/{closed}").status_code in {403, 405}
    assert visitor.post(f"/desk/complaints/{case.number}/contact").status_code == 403


@pytest.mark.parametrize(
    "path", ["/desk/people", "/desk/exports/complaints.csv", "/accounts/", "/my-cases", "/desk/operator", "/api/v1/"]
)
def test_what_stays_closed_even_with_leave_to_change(
    browse: Browse, north: Tenant, staff: Any, administrator: Any, path: str
) -> None:
    inside = _inside(browse, north, staff, _granted(north, staff, administrator, may_write=True))
    assert inside.get(path).status_code in {403, 404}


def test_with_leave_to_change_it_is_on_record_as_the_support(
    browse: Browse, north: Tenant, staff: Any, administrator: Any, citizen: Any
) -> None:
    with tenant_scope(north):
        case = complaints.file_complaint(
            filing=filing(("ทดสอบ", "test")), reporter=citizen, at=timezone.now(), photos=[], pin="135790"
        ).complaint
    inside = _inside(browse, north, staff, _granted(north, staff, administrator, may_write=True))
    data = {"note": "ตรวจแล้ว", "text": "ตรวจแล้ว", "version": "1"}
    assert inside.post(f"/desk/complaints/{case.number}/note", data).status_code in {302, 404, 422}
    with tenant_scope(north):
        done = AuditEntry.objects.filter(action="operator.support.changed").get()
        person = User.objects.get(kind="support")
        assert done.actor == person
        assert "ดวงใจ ดิจิทัล" in done.actor_name
        assert (person.email, person.phone, person.is_administrator) == (None, None, False)
        assert not person.has_usable_password()
        assert not person.is_officer


def test_rights_of_a_visit() -> None:
    looking, helping = visits.rights_of(may_write=False), visits.rights_of(may_write=True)
    assert {right.split(".")[1] for right in looking} == {"view"}
    assert not {right.split(".")[1] for right in helping} & {"approve", "publish", "delete", "export"}
    assert not {right.split(".")[0] for right in helping} & {"people", "api", "billing"}


def test_the_support_takes_no_account_of_the_package(visitor: HostClient, north: Tenant) -> None:
    from shared_apps.accounts.selectors import accounts_in_use, officers

    with tenant_scope(north):
        assert not officers().filter(kind="support").exists()
        assert accounts_in_use(timezone.now()) == officers().filter(is_active=True).count()


def test_pages_of_the_console(browse: Browse, north: Tenant, staff: Any, onlooker: Any, administrator: Any) -> None:
    access = _granted(north, staff, administrator)
    client = browse(None).sign_in(staff)
    assert north.name in client.get("/console/support?q=เหนือ&state=granted").content.decode()
    assert north.name in client.get("/console/exports/console-visits/csv").content.decode("utf-8-sig")
    assert browse(None).sign_in(onlooker).post(f"/console/support/{access.pk}/enter").status_code == 403
    assert client.post(f"/console/support/{access.pk}/end").status_code == 302
    assert "สิ้นสุด" in client.get(f"/console/support/{access.pk}").content.decode()
    assert client.post(f"/console/support/{access.pk}/enter").status_code == 302


def test_the_lgo_takes_the_log_away(browse: Browse, north: Tenant, staff: Any, administrator: Any) -> None:
    _granted(north, staff, administrator)
    desk = browse(north).sign_in(administrator)
    assert REASON in desk.get("/desk/operator/log?q=ดวงใจ").content.decode()
    assert REASON in desk.get("/desk/exports/operator-log.csv").content.decode("utf-8-sig")


def test_a_visit_whose_time_is_up_is_ended_where_the_lgo_sees_it(
    browse: Browse, north: Tenant, south: Tenant, staff: Any, administrator: Any
) -> None:
    access = _granted(north, staff, administrator)
    assert access.ends_at is not None
    with public_scope():
        assert support.end_visits_over(at=access.ends_at - timedelta(seconds=1)) == 0
        assert support.end_visits_over(at=access.ends_at + timedelta(minutes=3)) == 1
        assert support.end_visits_over(at=access.ends_at + timedelta(minutes=4)) == 0
        access.refresh_from_db()
        assert (access.state, access.ended_at) == ("ended", access.ends_at)
        assert AuditEntry.objects.get(action="support.ended").at == access.ends_at
    with tenant_scope(north):
        assert AuditEntry.objects.get(action="operator.support.ended").data["reason"] == REASON
    with tenant_scope(south):
        assert not AuditEntry.objects.filter(action__startswith="operator.").exists()
    page = browse(north).sign_in(administrator).get(f"/desk/operator/{access.pk}").content.decode()
    assert "หมดเวลา" in page
    assert "สิ้นสุด" in browse(north).sign_in(administrator).get("/desk/operator").content.decode()
