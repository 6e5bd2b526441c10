"""Proving once more who one is, before a sensitive act."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from shared_apps.accounts import services, step_up
from shared_apps.accounts.permissions import recently_authenticated
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.shared_apps.accounts.conftest import PASSWORD, Visit, code_for, messages_to, new_email, new_officer
from tests.support.browser import HostClient

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = reverse("account_step_up")


def _guarded(client: HostClient, user: Any, *, method: str = "get", **options: Any) -> Any:
    """What a guarded view answers in this browser's session; the session is kept."""
    request = getattr(RequestFactory(), method)("/desk/secret", {"note": "ก ข"} if method == "post" else {})
    request.user, request.session = user, client.session
    request.META["HTTP_REFERER"] = "http://testserver/desk/people?page=2"
    answer = recently_authenticated(**options)(lambda _request: HttpResponse("inside"))(request)
    request.session.save()
    return answer


def _ask(client: HostClient, user: Any, **options: Any) -> Any:
    with tenant_scope(client.tenant):  # type: ignore[arg-type]  # a tenant's
        return _guarded(client, user, **options)


def test_who_signed_in_a_moment_ago_is_not_asked(north: Tenant, browse: Browse, officer: Any) -> None:
    assert _ask(browse(north).sign_in(officer, minutes_ago=9), officer).content == b"inside"


@pytest.mark.parametrize("who", ["officer", "citizen"])
def test_after_ten_minutes_everybody_is_asked_citizens_without_a_password_too(
    north: Tenant, browse: Browse, request: pytest.FixtureRequest, who: str
) -> None:
    user = request.getfixturevalue(who)
    answer = _ask(browse(north).sign_in(user, minutes_ago=11), user)
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    assert (parts.path, parse_qs(parts.query)) == (PAGE, {"next": ["/desk/secret"]})


def test_the_limit_is_the_views_own(north: Tenant, browse: Browse, officer: Any) -> None:
    client = browse(north).sign_in(officer, minutes_ago=3)
    assert _ask(client, officer, minutes=5).content == b"inside"
    assert _ask(client, officer, minutes=2).status_code == 302


def test_a_proof_of_someone_else_in_this_session_does_not_count(
    north: Tenant, browse: Browse, officer: Any, clerk: Any
) -> None:
    assert _ask(browse(north).sign_in(officer), clerk).status_code == 302


def test_the_password_proves_it_and_a_wrong_one_does_not(north: Tenant, visit: Visit) -> None:
    user = new_officer(north)
    client = visit(north).sign_in(user, minutes_ago=30)
    wrong = client.post(PAGE, {"method": "password", "next": "/desk/secret", "password": "not this one"})
    assert wrong.status_code == 422
    assert "รหัสผ่านไม่ถูกต้อง" in wrong.content.decode()
    assert _ask(client, user).status_code == 302
    right = client.post(PAGE, {"method": "password", "next": "/desk/secret", "password": PASSWORD})
    assert right["Location"] == "/desk/secret"
    assert _ask(client, user).content == b"inside"


def test_the_code_from_the_app_proves_it(north: Tenant, visit: Visit) -> None:
    user = new_officer(north)
    with tenant_scope(north):
        services.activate_second_factor(user=user, secret=SECRET, at=timezone.now())
    client = visit(north).sign_in(user, minutes_ago=30)
    page = client.get(PAGE).content.decode()
    assert "รหัสจากแอป" in page
    assert "method=password" in page
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(PAGE, {"method": "app", "next": "/desk/secret", "code": code})["Location"] == "/desk/secret"
    assert _ask(client, user).content == b"inside"


def test_a_citizen_proves_it_by_a_code_that_is_sent(north: Tenant, south: Tenant, visit: Visit) -> None:
    email = new_email()
    with tenant_scope(north):
        user = services.citizen_of(email=email, at=timezone.now())
        services.set_name(user=user, display_name="มานี มีนา", at=timezone.now())
    client = visit(north).sign_in(user, minutes_ago=30)
    assert email in client.get(PAGE).content.decode()
    client.post(PAGE, {"method": "message", "next": "/desk/secret", "action": "send"})
    code = code_for(north, email)
    assert messages_to(south, email) == []
    wrong = client.post(
        PAGE, {"method": "message", "next": "/desk/secret", "code": "000000" if code != "000000" else "1"}
    )
    assert wrong.status_code == 422
    right = client.post(PAGE, {"method": "message", "next": "/desk/secret", "code": code})
    assert right["Location"] == "/desk/secret"
    assert _ask(client, user).content == b"inside"


def test_a_way_that_the_person_does_not_have_proves_nothing(north: Tenant, visit: Visit, citizen: Any) -> None:
    client = visit(north).sign_in(citizen, minutes_ago=30)
    client.post(PAGE, {"method": "password", "next": "/desk/secret", "password": ""})
    client.post(PAGE, {"method": "app", "next": "/desk/secret", "code": "000000"})
    assert _ask(client, citizen).status_code == 302


def test_what_was_written_is_kept_and_sent_on_with_one_press(north: Tenant, visit: Visit) -> None:
    user = new_officer(north)
    client = visit(north).sign_in(user, minutes_ago=30)
    _ask(client, user, method="post")
    answer = client.post(PAGE, {"method": "password", "next": "/desk/secret", "password": PASSWORD})
    page = client.get(answer["Location"]).content.decode()
    assert 'name="note" value="ก ข"' in page
    assert 'action="/desk/secret"' in page
    assert "/desk/people?page=2" in page
    assert client.get(answer["Location"]).status_code == 404, "it can be sent on once"


def test_a_download_waits_behind_a_link(north: Tenant, visit: Visit) -> None:
    user = new_officer(north)
    client = visit(north).sign_in(user, minutes_ago=30)
    _ask(client, user, is_download=True)
    answer = client.post(PAGE, {"method": "password", "next": "/desk/secret", "password": PASSWORD})
    assert 'href="/desk/secret" download' in client.get(answer["Location"]).content.decode()


def test_what_is_held_back_cannot_be_sent_on_without_a_proof(north: Tenant, visit: Visit) -> None:
    user = new_officer(north)
    client = visit(north).sign_in(user, minutes_ago=30)
    _ask(client, user, method="post")
    assert client.get(f"{reverse('account_step_up_done')}?next=/desk/secret").status_code == 404


def test_it_leads_to_no_other_site(north: Tenant, visit: Visit) -> None:
    client = visit(north).sign_in(new_officer(north), minutes_ago=30)
    answer = client.post(PAGE, {"method": "password", "next": "https://evil.example/", "password": PASSWORD})
    assert answer["Location"] == reverse("account_overview")


def test_htmx_is_led_there_by_its_header(north: Tenant, browse: Browse, officer: Any) -> None:
    client = browse(north).sign_in(officer, minutes_ago=30)
    request = RequestFactory().get("/desk/secret", headers={"hx-request": "true"})
    request.user, request.session = officer, client.session
    with tenant_scope(north):
        answer = recently_authenticated()(lambda _request: HttpResponse("inside"))(request)
    assert answer["HX-Redirect"].startswith(PAGE)


def test_another_way_can_be_added(officer: Any, in_north: Tenant) -> None:
    before = dict(step_up._methods)
    try:
        step_up.register_method(
            step_up.Method(code="thaid", label="ThaID", offered=lambda _user: True, url_name="account_overview")
        )
        assert [method.code for method in step_up.methods_of(officer)] == ["message", "thaid"]
    finally:
        step_up._methods.clear()
        step_up._methods.update(before)
