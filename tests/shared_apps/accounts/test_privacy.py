"""The privacy notice at sign-in, consents that are free, and the officers' list of both."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts import privacy, selectors
from shared_apps.accounts.models import AssuranceRule, Consent, User
from shared_apps.accounts.services import consents
from shared_apps.audit.models import AuditEntry
from tenant_apps.site.services import publish_notice
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.shared_apps.accounts.conftest import Visit
from tests.support.browser import HostClient
from tests.support.threads import race

NOTICE = "/accounts/privacy-notice/"


@pytest.fixture(autouse=True)
def _new_caches(empty_caches: None) -> None:
    """Versions are cached."""


def signed_in_anew(client: HostClient, user: User) -> HostClient:
    """As after a sign-in: the session does not yet know what its person has read."""
    client.sign_in(user)
    assert client.tenant
    with tenant_scope(client.tenant):
        client.remember(**{privacy.SESSION_KEY: ""})
    return client


def rows_of(tenant: Tenant) -> list[tuple[Any, ...]]:
    with tenant_scope(tenant):
        return list(Consent.objects.order_by("pk").values_list("user_id", "case_number", "purpose", "version"))


def publish(tenant: Tenant, *, days: int = 0) -> str:
    with tenant_scope(tenant):
        day = clock.today() + timedelta(days=days)
        notice = publish_notice(
            text_th="## ใหม่\nเราเก็บน้อยลง", text_en="", effective_from=day, actor=None, at=timezone.now()
        )
        privacy.forget_version()
        return str(notice.version)


def test_the_first_sign_in_shows_the_notice_and_then_the_page(north: Tenant, stranger: User, visit: Visit) -> None:
    client = signed_in_anew(visit(north), stranger)
    shown = client.get("/my-cases?x=1", follow=True)
    assert shown.redirect_chain == [(f"{NOTICE}?next=%2Fmy-cases%3Fx%3D1", 302)]
    page = shown.content.decode()
    assert "checked" not in page
    response = client.post(NOTICE, {"next": "/my-cases?x=1"})
    assert response.headers["Location"] == "/my-cases?x=1"
    assert client.get("/my-cases").status_code == 200
    assert rows_of(north) == [(stranger.pk, "", "notice", "1")]
    later = signed_in_anew(visit(north), stranger)
    assert later.get("/my-cases").status_code == 200, "read once is enough"


def test_nothing_that_is_sent_is_held_up(north: Tenant, stranger: User, visit: Visit) -> None:
    client = signed_in_anew(visit(north), stranger)
    assert client.post("/accounts/name/", {"display_name": "ปิติ พอใจ"}).status_code == 302
    assert client.get("/my-cases", headers={"hx-request": "true"}).status_code == 200
    assert client.get("/privacy").status_code == 200
    assert client.get("/accounts/").status_code == 200


def test_a_new_version_is_shown_when_it_is_in_force_and_not_before(
    north: Tenant, south: Tenant, stranger: User, south_citizen: User, visit: Visit
) -> None:
    client = signed_in_anew(visit(north), stranger)
    client.post(NOTICE, {"next": "/"})
    publish(north, days=10)
    assert client.get("/my-cases").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        with tenant_scope(north):
            privacy.forget_version()
        later = signed_in_anew(visit(north), stranger)
        assert "มีการเปลี่ยนแปลง" in later.get("/my-cases", follow=True).content.decode()
        later.post(NOTICE, {"next": "/"})
        assert [row[3] for row in rows_of(north)] == ["1", "2"]
    assert rows_of(south) == []


def test_a_session_learns_of_a_new_version(north: Tenant, stranger: User, visit: Visit) -> None:
    client = signed_in_anew(visit(north), stranger)
    client.post(NOTICE, {"next": "/"})
    publish(north)
    assert client.get("/my-cases").headers["Location"].startswith(NOTICE)


def test_officers_and_guests_are_not_asked(north: Tenant, officer: User, visit: Visit) -> None:
    assert NOTICE not in signed_in_anew(visit(north), officer).get("/desk/").headers.get("Location", "")
    assert visit(north).get("/").status_code == 200
    assert visit(north).sign_in(officer).get(NOTICE).status_code == 404


def test_what_is_asked_each_time_costs_no_query(north: Tenant, stranger: User, visit: Visit) -> None:
    client = visit(north).sign_in(stranger)
    client.get("/my-cases")
    with CaptureQueriesContext(connection) as queries:
        client.get("/my-cases")
    assert not [one for one in queries.captured_queries if "consent" in one["sql"] or "privacynotice" in one["sql"]]


def test_a_consent_is_given_and_taken_back_as_easily(
    north: Tenant, south: Tenant, stranger: User, visit: Visit
) -> None:
    client = signed_in_anew(visit(north), stranger)
    client.post(NOTICE, {"next": "/", "purposes": ["news", "nonsense"]})
    with tenant_scope(north):
        assert selectors.has_consent(stranger.pk, "news")
    assert "ถอนความยินยอม" in client.get("/accounts/").content.decode()
    client.post("/accounts/consents/news/", {"action": "withdraw"})
    with tenant_scope(north):
        assert not selectors.has_consent(stranger.pk, "news")
        actions = list(AuditEntry.objects.filter(action__contains="consent").values_list("action", flat=True))
        assert actions == ["accounts.consent_given", "accounts.consent_withdrawn"]
    client.post("/accounts/consents/news/", {"action": "give"})
    client.post("/accounts/consents/news/", {"action": "give"})
    with tenant_scope(north):
        assert Consent.objects.filter(purpose="news").count() == 2
    assert rows_of(south) == []


def test_what_cannot_be_given_or_taken_back(north: Tenant, stranger: User, visit: Visit) -> None:
    client = visit(north).sign_in(stranger)
    assert client.post("/accounts/consents/nonsense/", {"action": "give"}).status_code == 404
    assert client.post("/accounts/consents/notice/", {"action": "withdraw"}).status_code == 422


def test_a_guest_is_noted_by_the_case(in_north: Tenant) -> None:
    for _time in range(2):
        consents.note_guest_notice(case_number="RQ-2569-000001", version="1", at=timezone.now())
    assert rows_of(in_north) == [(None, "RQ-2569-000001", "notice", "1")]


def test_two_presses_at_once_make_one_row(committed: str, north: Tenant) -> None:
    with tenant_scope(north):
        user = User(email="race@example.com", display_name="แข่ง ขัน")
        user.save()

    def press(_number: int) -> None:
        with tenant_scope(north):
            consents.acknowledge_notice(user=user, version="1", purposes=["news"], at=timezone.now())

    assert [result for result in race(press, 6) if isinstance(result, Exception)] == []
    assert sorted(row[2] for row in rows_of(north)) == ["news", "notice"]


# --- officers -------------------------------------------------------------------------------------------------------


@pytest.fixture
def _many(north: Tenant, citizen: User, stranger: User) -> None:
    with tenant_scope(north):
        at = timezone.now()
        consents.acknowledge_notice(user=citizen, version="1", purposes=["news"], at=at)
        consents.acknowledge_notice(user=stranger, version="1", at=at)
        consents.withdraw_consent(user=citizen, purpose="news", at=at)
        consents.note_guest_notice(case_number="RQ-2569-000007", version="1", at=at)


@pytest.mark.usefixtures("_many")
def test_the_list_is_filtered_and_names_are_masked(
    north: Tenant, south: Tenant, south_officer: User, administrator: User, visit: Visit
) -> None:
    client = visit(north).sign_in(administrator)
    page = client.get("/desk/settings/consents").content.decode()
    assert "มานี ม…" in page
    assert "มานี มีนา" not in page
    assert "RQ-2569-000007" in page
    withdrawn = client.get("/desk/settings/consents?state=withdrawn").content.decode()
    assert withdrawn.count("ถอนเมื่อ") == 1
    assert "ปิติ" not in client.get("/desk/settings/consents?q=มานี").content.decode().split("<table")[1]
    with tenant_scope(south):
        User.objects.filter(pk=south_officer.pk).update(is_administrator=True)
        south_officer.refresh_from_db()
    there = visit(south).sign_in(south_officer).get("/desk/settings/consents").content.decode()
    assert "มานี" not in there


@pytest.mark.usefixtures("_many")
def test_the_list_needs_a_right_and_few_queries(
    north: Tenant, officer: User, administrator: User, visit: Visit
) -> None:
    assert visit(north).sign_in(officer).get("/desk/settings/consents").status_code == 403
    client = visit(north).sign_in(administrator)
    client.get("/desk/settings/consents")
    with CaptureQueriesContext(connection) as queries:
        client.get("/desk/settings/consents")
    assert len(queries) < 20


@pytest.mark.usefixtures("_many")
def test_the_export_has_the_names_for_those_who_may(
    north: Tenant, officer: User, administrator: User, visit: Visit
) -> None:
    url = "/desk/exports/consents.csv?state=withdrawn"
    assert visit(north).sign_in(officer).get(url).status_code == 403
    response = visit(north).sign_in(administrator).get(url)
    text = b"".join(response.streaming_content) if response.streaming else response.content
    assert text.decode("utf-8-sig").count("มานี มีนา") == 1
    assert "ปิติ" not in text.decode("utf-8-sig")


def test_levels_are_set_and_kept_in_the_history(north: Tenant, administrator: User, visit: Visit) -> None:
    client = visit(north).sign_in(administrator)
    assert client.post("/desk/settings/identity", {"complaints.file": "9"}).status_code == 422
    assert client.post("/desk/settings/identity", {"complaints.file": "2.3"}).status_code == 302
    with tenant_scope(north):
        assert str(AssuranceRule.objects.get().ial) == "2.3"
        entry = AuditEntry.objects.get(action="accounts.assurance_set")
    assert list(entry.data["changes"].values()) == [["0", "2.3"]]  # type: ignore[attr-defined]


def test_domain_errors_are_told(in_north: Tenant, stranger: User) -> None:
    with pytest.raises(DomainError):
        consents.give_consent(user=stranger, purpose="nonsense", version="1", at=timezone.now())


def test_whoever_takes_the_consents_away_proves_again_who_they_are(
    browse: Browse, north: Tenant, administrator: Any
) -> None:
    url = "/desk/exports/consents.xlsx"
    late = browse(north).sign_in(administrator, minutes_ago=30)
    answer = late.get(url)
    assert answer.status_code == 302
    assert "/accounts/confirm/" in answer.headers["Location"]
    with tenant_scope(north):
        assert not AuditEntry.objects.filter(action="consents.export").exists()
    assert browse(north).sign_in(administrator).get(url).status_code == 200
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="consents.export").count() == 1
