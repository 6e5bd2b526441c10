"""What two people do to an LGO: effect at once, on record here and there, and nothing by one person alone."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from billing import selectors as billing
from billing.models import Account, Payment, StoredStanding, Subscription, Term
from billing.services import corrections
from billing.services.nightly import run_night
from kit import clock
from kit.errors import DomainError
from provisioning.models import Approval, FollowUp
from provisioning.services import approvals
from shared_apps.audit.models import AuditEntry
from shared_apps.ui.templatetags.thai import thaidate
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.billing.conftest import accepted, quoted_new
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]


@pytest.fixture
def maker(browse: Browse, staff: Any) -> HostClient:
    """Who asks."""
    return browse(None).sign_in(staff)


@pytest.fixture
def checker(browse: Browse, approver: Any) -> HostClient:
    """Who decides."""
    return browse(None).sign_in(approver)


def _ask(maker: HostClient, tenant: Tenant, action: str, **data: str) -> Any:
    return maker.post(f"/console/tenants/{tenant.pk}/ask/{action}", {"reason": "ตามหนังสือ อบต.", **data})


def _approve(checker: HostClient) -> Any:
    with public_scope():
        waiting = Approval.objects.get(state="waiting")
    return checker.post(f"/console/approvals/{waiting.pk}/decide", {"decision": "approve"})


def _fresh(tenant: Tenant) -> Tenant:
    with public_scope():
        found: Tenant = Tenant.objects.get(pk=tenant.pk)
        return found


def _told(tenant: Tenant) -> list[tuple[str, str, Any]]:
    """What the LGO's own log says of the operator."""
    with tenant_scope(tenant):
        rows = AuditEntry.objects.filter(action__startswith="operator.").order_by("pk")
        return [(row.action, row.actor_name, row.data["reason"]) for row in rows]


def _day(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year + 543)}


def _term(tenant: Tenant, package: str = "S") -> Any:
    """A contract that runs, with its invoice."""
    with public_scope():
        day = clock.today()
        return accepted(quoted_new(tenant, package, start=day), day=day)


def test_suspending_takes_two_and_closes_the_site(
    maker: HostClient, checker: HostClient, browse: Browse, north: Tenant, south: Tenant
) -> None:
    refused = _ask(maker, north, "suspend", reason="")
    assert refused.status_code == 422
    assert "กรอกเหตุผล" in refused.content.decode()
    made = _ask(maker, north, "suspend")
    assert made.status_code == 302
    assert _fresh(north).state == "trial"
    assert maker.post(f"{made.url}/decide", {"decision": "approve"}).status_code == 422
    assert _fresh(north).state == "trial"
    assert _approve(checker).status_code == 302
    assert _fresh(north).state == "suspended"
    assert browse(north).get("/").status_code == 503
    assert browse(south).get("/").status_code == 200
    assert _told(north) == [("operator.tenant.suspend", "อนุชา รอบคอบ", "ตามหนังสือ อบต.")]
    assert _told(south) == []
    page = maker.get(f"/console/tenants/{north.pk}").content.decode()
    assert "ตามหนังสือ อบต." in page
    assert "/ask/reactivate" in page
    assert "/ask/suspend" not in page


def test_what_does_not_fit_the_state_cannot_be_asked(maker: HostClient, north: Tenant) -> None:
    page = _ask(maker, north, "reactivate", reason="ชำระแล้วเมื่อวานนี้")
    assert page.status_code == 422
    assert "ชำระแล้วเมื่อวานนี้" in page.content.decode()
    assert maker.get(f"/console/tenants/{north.pk}/ask/nonsense").status_code == 404


def test_nor_by_someone_without_the_duty(browse: Browse, onlooker: Any, north: Tenant) -> None:
    client = browse(None).sign_in(onlooker)
    assert client.get(f"/console/tenants/{north.pk}").status_code == 200
    for path in ("ask/suspend", "ask/credit", "notes"):
        assert client.get(f"/console/tenants/{north.pk}/{path}").status_code == 403
    assert client.post(f"/console/tenants/{north.pk}/contacts").status_code == 403
    assert client.post(f"/console/tenants/{north.pk}/act", {"action": "approve"}).status_code == 403


def test_a_trial_lasts_longer(maker: HostClient, checker: HostClient, north: Tenant) -> None:
    until = _fresh(north).entitled_until or clock.today()
    early = _ask(maker, north, "extend_trial", **_day("until", until))
    assert early.status_code == 422
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(state="read_only", read_only=True)
    later = until + timedelta(days=40)
    assert _ask(maker, north, "extend_trial", **_day("until", later)).status_code == 302
    _approve(checker)
    now = _fresh(north)
    assert (now.entitled_until, now.state, now.read_only) == (later, "trial", False)
    assert _told(north)[0][0] == "operator.tenant.trial_extended"


def test_a_respite_is_obeyed(maker: HostClient, checker: HostClient, north: Tenant, south: Tenant) -> None:
    until = clock.today() + timedelta(days=20)
    assert _ask(maker, north, "respite", **_day("until", until)).status_code == 422, "a trial is extended"
    _term(north)
    assert _ask(maker, north, "respite", **_day("until", until)).status_code == 422, "it is paid for"
    with public_scope():
        Term.objects.update(starts_on=clock.today() - timedelta(days=425), ends_on=clock.today() - timedelta(days=60))
        run_night(at=timezone.now())
    assert _fresh(north).state == "read_only"
    assert "ผ่อนผัน" in maker.get(f"/console/tenants/{north.pk}").content.decode()
    assert _ask(maker, north, "respite", **_day("until", clock.today() - timedelta(days=1))).status_code == 422
    assert _ask(maker, north, "respite", **_day("until", until)).status_code == 302
    assert _fresh(north).state == "read_only", "one person is not enough"
    _approve(checker)
    assert _fresh(north).state == "active"
    with public_scope():
        assert billing.standing(north, until).stage == "grace"
        assert billing.standing(north, until + timedelta(days=1)).stage == "read_only"
        assert StoredStanding.objects.get(tenant=north).stage == "grace"
    assert _told(north)[-1][0] == "operator.tenant.respite_given"
    assert _told(south) == []
    page = maker.get(f"/console/tenants/{north.pk}").content.decode()
    assert "ตามหนังสือ อบต." in page
    assert thaidate(until, "medium") in page


def test_another_package_in_a_trial(maker: HostClient, checker: HostClient, north: Tenant) -> None:
    assert _ask(maker, north, "change_plan", package="XXL", order_number="1").status_code == 422
    assert _ask(maker, north, "change_plan", package="M", order_number="ขก 1/2570").status_code == 302
    _approve(checker)
    assert (_fresh(north).accounts, _fresh(north).bytes_allowed) == (100, 20 * 1024**3)


def test_a_larger_package_is_invoiced_and_a_smaller_one_waits(
    maker: HostClient, checker: HostClient, north: Tenant
) -> None:
    _term(north)
    _ask(maker, north, "change_plan", package="M", order_number="ขก 1/2570")
    assert _approve(checker).status_code == 302
    with public_scope():
        assert [one.gross for one in billing.open_invoices(north)] == [Decimal(65_000), Decimal(30_000)]
    assert _fresh(north).accounts == 100
    _ask(maker, north, "change_plan", package="SS", order_number="ขก 2/2570")
    _approve(checker)
    with public_scope():
        assert Subscription.objects.get(tenant=north).next_package == "SS"
    assert _fresh(north).accounts == 100
    assert "SS" in maker.get(f"/console/tenants/{north.pk}").content.decode()


def test_waiving_and_credit(maker: HostClient, checker: HostClient, north: Tenant) -> None:
    invoice = _term(north)
    page = maker.get(f"/console/tenants/{north.pk}").content.decode()
    assert invoice.number in page
    assert "65,000.00" in page
    for amount in ("0", "-5", "NaN", "65000.01", "1e999", "หนึ่งพัน"):
        assert _ask(maker, north, "waive", invoice=str(invoice.pk), amount=amount).status_code == 422
    assert _ask(maker, north, "waive", invoice="999999", amount="5").status_code == 422
    assert _ask(maker, north, "waive", invoice=str(invoice.pk), amount="15,000").status_code == 302
    _approve(checker)
    _ask(maker, north, "credit", amount="20000")
    _approve(checker)
    with public_scope():
        invoice.refresh_from_db()
        assert (invoice.credited, invoice.settled, invoice.balance) == (15_000, 20_000, 30_000)
        assert billing.balance_of(Account.WAIVED, north) == 20_000
        assert sum(billing.trial_balance().values()) == 0
        with pytest.raises(DomainError):
            corrections.request_refund(
                payment=Payment.objects.get(), amount=Decimal(1), reason="x", actor=None, at=timezone.now()
            )
    assert [action for action, _by, _why in _told(north)] == ["operator.tenant.waived", "operator.tenant.credited"]


def test_an_invoice_of_another_lgo_is_not_there(
    maker: HostClient, checker: HostClient, north: Tenant, south: Tenant
) -> None:
    invoice = _term(south)
    assert _ask(maker, north, "waive", invoice=str(invoice.pk), amount="5").status_code == 422
    with public_scope():
        asked = {"kind": "tenant-waive", "payload": {"invoice": str(invoice.pk), "amount": "5"}}
        with pytest.raises(DomainError):
            approvals.ask(subject="x", reason="x", tenant=north, actor=_maker(), at=timezone.now(), **asked)


def _maker() -> Any:
    from shared_apps.accounts.models import User

    return User.objects.get(email="staff@dga.example")


def test_the_end_needs_the_written_acceptance(
    maker: HostClient, checker: HostClient, browse: Browse, north: Tenant
) -> None:
    assert _ask(maker, north, "terminate", document_number="1").status_code == 422
    given = {
        "document_number": "พย 1/2570",
        "accepted_by": "นายก",
        "sure": "on",
        **_day("document_date", clock.today()),
    }
    assert _ask(maker, north, "terminate", **given).status_code == 302
    _approve(checker)
    assert _fresh(north).state == "terminated"
    assert browse(north).get("/").status_code == 404
    with public_scope():
        kept = AuditEntry.objects.get(action="tenant.termination_accepted").data
        assert (kept["document_number"], kept["accepted_by"]) == ("พย 1/2570", "นายก")


# --- the page --------------------------------------------------------------------------------------------------------


def test_people_are_masked_until_somebody_looks(maker: HostClient, north: Tenant, administrator: Any) -> None:
    page = maker.get(f"/console/tenants/{north.pk}").content.decode()
    assert administrator.email not in page
    assert "อรุณี" not in page
    assert "a•••@north.go.th" in page
    shown = maker.post(f"/console/tenants/{north.pk}/contacts").content.decode()
    assert administrator.email in shown
    with public_scope():
        assert AuditEntry.objects.get(action="tenant.contacts_seen").target_id == str(north.pk)


def test_notes_and_next_steps(maker: HostClient, north: Tenant) -> None:
    path = f"/console/tenants/{north.pk}/notes"
    assert maker.post(path, {"kind": "call", "text": ""}).status_code == 422
    promise = maker.post(path, {"kind": "promise", "text": "จะโอนสิ้นเดือน", "amount": "65,000"})
    assert promise.status_code == 422
    assert "จะโอนสิ้นเดือน" in promise.content.decode()
    due = _day("due_on", clock.today() + timedelta(days=5))
    maker.post(path, {"kind": "promise", "text": "จะโอนสิ้นเดือน", "amount": "65,000", **due})
    page = maker.get(f"/console/tenants/{north.pk}").content.decode()
    assert "จะโอนสิ้นเดือน" in page
    assert "ดวงใจ ดิจิทัล" in page
    with public_scope():
        kept = FollowUp.objects.get()
    assert kept.amount == 65_000
    done = f"/console/notes/{kept.pk}/done"
    assert maker.post(done, {"next": "https://evil.example/"}).url == f"/console/tenants/{north.pk}"
    assert "ทำเสร็จไปแล้ว" in maker.post(done, follow=True).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("plan=S", True), ("plan=M", False), ("plan=none", False), ("overdue=yes", True), ("overdue=no", False)],
)
def test_filters_of_money(maker: HostClient, north: Tenant, query: str, found: bool) -> None:
    with public_scope():
        start = clock.today() - timedelta(days=60)
        accepted(quoted_new(north, "S", start=start), day=start)
    page = maker.get(f"/console/tenants?{query}").content.decode()
    assert (north.name in page) is found
    if query == "overdue=yes":
        assert "65,000.00" in page


def test_filter_and_order_by_use(maker: HostClient, north: Tenant, south: Tenant) -> None:
    from tenants.models import TenantUsage

    with public_scope():
        TenantUsage.objects.update_or_create(tenant=north, defaults={"files": 9 * 1024**3 // 2})
        TenantUsage.objects.update_or_create(tenant=south, defaults={"files": 1})
    page = maker.get("/console/tenants?usage=80").content.decode()
    assert north.name in page
    assert "90 %" in page
    assert south.name not in page
    first = maker.get("/console/tenants?sort=-used").context["table"]
    with public_scope():
        assert next(row.record.pk for row in first.rows) == north.pk
    assert maker.get("/console/tenants?sort=-overdue").status_code == 200
    assert maker.get("/console/tenants?sort=plan").status_code == 200
