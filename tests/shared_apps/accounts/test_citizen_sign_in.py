"""Citizens sign in by a one-time code."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from kit.thai import to_thai_digits
from shared_apps.accounts import throttle
from shared_apps.accounts.models import User
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.accounts.conftest import (
    Visit,
    code_for,
    messages_to,
    new_email,
    new_ip,
    new_officer,
    new_phone,
    user_of,
)
from tests.support.browser import HostClient

SIGN_IN = "/accounts/login/"
CODE = "/accounts/login/code/"


def ask(client: HostClient, address: str, **extra: str) -> None:
    response = client.post(SIGN_IN, {"address": address, **extra})
    assert response.status_code == 302, response.content.decode()
    assert response.headers["Location"].startswith(CODE)


def test_the_first_code_opens_an_account_and_asks_for_a_name(north: Tenant, visit: Visit) -> None:
    client, email = visit(north), new_email()
    ask(client, f"  {email.upper()} ")
    response = client.post(CODE, {"code": code_for(north, email)})
    assert response.headers["Location"] == "/accounts/name/?next=%2F"
    response = client.post(response.headers["Location"], {"display_name": "มานี  มีนา"})
    assert response.headers["Location"] == "/"
    with tenant_scope(north):
        user = User.objects.get(email=email)
    assert (user.kind, user.display_name, user.has_usable_password()) == ("citizen", "มานี มีนา", False)
    assert user_of(client) == str(user.pk)


def test_the_second_time_no_name_is_asked(north: Tenant, visit: Visit) -> None:
    email = new_email()
    with tenant_scope(north):
        user = User(email=email, display_name="ปิติ พอใจ")
        user.save()
    client = visit(north)
    ask(client, email, next="/my-cases")
    assert client.post(f"{CODE}?next=/my-cases", {"code": code_for(north, email)}).headers["Location"] == "/my-cases"


def test_phone_and_code_in_thai_digits_and_spaces(north: Tenant, visit: Visit) -> None:
    client, phone = visit(north), new_phone()
    ask(client, to_thai_digits(f"{phone[:3]}-{phone[3:6]} {phone[6:]}"))
    e164 = f"+66{phone[1:]}"
    code = to_thai_digits(code_for(north, e164))
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]}\u200b"}).status_code == 302
    with tenant_scope(north):
        assert User.objects.get(phone=e164).phone_verified


@pytest.mark.parametrize(
    "typed", ["", "สมชาย", "081", "02-241-9000", "a@b", "x" * 300, "081234567890", "\x00", "<a@b.th>"]
)
def test_what_is_no_address_is_explained_and_kept(north: Tenant, visit: Visit, typed: str) -> None:
    response = visit(north).post(SIGN_IN, {"address": typed})
    page = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" in page
    if typed == "สมชาย":
        assert 'value="สมชาย"' in page


def test_a_wrong_code_works_no_better_by_trying(north: Tenant, visit: Visit) -> None:
    client, email = visit(north), new_email()
    ask(client, email)
    code = code_for(north, email)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(4):
        assert "รหัสไม่ถูกต้อง" in client.post(CODE, {"code": wrong}).content.decode()
    assert client.post(CODE, {"code": wrong}).headers["Location"] == SIGN_IN
    client.post(CODE, {"code": code})
    assert user_of(client) is None
    with tenant_scope(north):
        assert not User.objects.filter(email=email).exists()


def test_a_code_runs_out_after_ten_minutes(north: Tenant, visit: Visit) -> None:
    client, email = visit(north), new_email()
    ask(client, email)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        response = client.post(CODE, {"code": code_for(north, email)}, follow=True)
    assert "รหัสหมดอายุแล้ว" in response.content.decode()
    assert user_of(client) is None


def test_a_new_code_replaces_the_earlier_one(north: Tenant, visit: Visit) -> None:
    client, email = visit(north), new_email()
    ask(client, email)
    first = code_for(north, email)
    assert "รอครึ่งนาที" in client.post(CODE, {"action": "resend"}, follow=True).content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert "ส่งรหัสใหม่แล้ว" in client.post(CODE, {"action": "resend"}, follow=True).content.decode()
        second = code_for(north, email)
        if first != second:
            assert "รหัสไม่ถูกต้อง" in client.post(CODE, {"code": first}).content.decode()
        assert client.post(CODE, {"code": second}).status_code == 302
    assert user_of(client)


def test_the_page_does_not_tell_who_has_an_account(north: Tenant, visit: Visit) -> None:
    officer = new_officer(north)
    closed, known, unknown = (new_email() for _email in range(3))
    with tenant_scope(north):
        User(email=known).save()
        User(email=closed, is_active=False).save()
    pages = set()
    for email in (str(officer.email), closed, known, unknown):
        client = visit(north)
        ask(client, email)
        page = client.get(CODE).content.decode().replace(email, "EMAIL")
        pages.add(re.sub(r"[A-Za-z0-9]{64}", "CSRF", page))
    assert len(pages) == 1
    assert [message.event for message in messages_to(north, str(officer.email))] == ["accounts/use_officer_sign_in"]
    assert [message.event for message in messages_to(north, closed)] == ["accounts/closed"]
    assert messages_to(north, unknown)[0].event == "accounts/sign_in_code"


def test_officers_do_not_sign_in_by_code(north: Tenant, visit: Visit) -> None:
    officer = new_officer(north)
    client = visit(north)
    ask(client, str(officer.email))
    for guess in ("", "000000", "123456"):
        client.post(CODE, {"code": guess})
    assert user_of(client) is None


def test_one_address_has_an_account_in_each_lgo(north: Tenant, south: Tenant, visit: Visit) -> None:
    email = new_email()
    client = visit(north)
    ask(client, email)
    client.post(CODE, {"code": code_for(north, email)})
    with tenant_scope(south):
        assert not User.objects.filter(email=email).exists()
    assert messages_to(south, email) == []


def test_the_code_of_one_lgo_is_nothing_in_another(north: Tenant, south: Tenant, visit: Visit) -> None:
    email, here, there = new_email(), visit(north), visit(south)
    ask(here, email)
    there.cookies["session"] = here.cookies["session"].value
    assert there.post(CODE, {"code": code_for(north, email)}).headers["Location"] == SIGN_IN
    assert here.post(CODE, {"code": code_for(north, email)}).status_code == 302
    assert user_of(here)


def test_phones_are_not_offered_without_a_gateway(north: Tenant, visit: Visit, settings: Any) -> None:
    settings.OUTBOX_IS_SHOWN, settings.SMS_GATEWAY_URL = False, ""
    page = visit(north).get(SIGN_IN).content.decode()
    assert "มือถือ" not in page
    assert 'type="email"' in page
    assert "กรอกอีเมลให้ครบ" in visit(north).post(SIGN_IN, {"address": new_phone()}).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(north: Tenant, visit: Visit, elsewhere: str) -> None:
    client, email = visit(north), new_email()
    with tenant_scope(north):
        User(email=email, display_name="ปิติ").save()
    client.post(SIGN_IN, {"address": email, "next": elsewhere})
    assert client.post(CODE, {"code": code_for(north, email), "next": elsewhere}).headers["Location"] == "/"


def test_codes_to_one_address_are_limited_over_all_lgos(
    north: Tenant, south: Tenant, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "CODES_SENT", throttle.Limit("test_sent", seconds=60, by_ip=100, by_identifier=1))
    email = new_email()
    ask(visit(north), email)
    assert "รอครึ่งนาที" in visit(south).post(SIGN_IN, {"address": email}).content.decode()
    ask(visit(south), new_email())


def test_wrong_codes_are_counted_over_sessions_and_lgos(
    north: Tenant, south: Tenant, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "CODES_WRONG", throttle.Limit("test_wrong", seconds=60, by_ip=100, by_identifier=1))
    email, here, there = new_email(), visit(north), visit(south)
    ask(here, email)
    here.post(CODE, {"code": "000000" if code_for(north, email) != "000000" else "111111"})
    ask(there, email)
    there.post(CODE, {"code": code_for(south, email)})
    assert user_of(there) is None


def test_one_ip_is_limited_over_all_lgos(
    north: Tenant, south: Tenant, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "CODES_SENT", throttle.Limit("test_ip", seconds=60, by_ip=1, by_identifier=100))
    ip, here, there = new_ip(), visit(north), visit(south)
    here.defaults["REMOTE_ADDR"] = there.defaults["REMOTE_ADDR"] = ip
    ask(here, new_email())
    assert "รอครึ่งนาที" in there.post(SIGN_IN, {"address": new_email()}).content.decode()


def test_the_session_gets_a_new_key(north: Tenant, visit: Visit) -> None:
    client, email = visit(north), new_email()
    ask(client, email)
    before = client.cookies["session"].value
    client.post(CODE, {"code": code_for(north, email)})
    assert client.cookies["session"].value != before


def test_closing_an_account_between_code_and_entry_is_noticed(north: Tenant, visit: Visit) -> None:
    client, email = visit(north), new_email()
    with tenant_scope(north):
        user = User(email=email)
        user.save()
    ask(client, email)
    with tenant_scope(north):
        User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.post(CODE, {"code": code_for(north, email)})
    assert response.status_code == 403
    assert "เข้าสู่ระบบด้วยรหัสไม่ได้" in response.content.decode()
    assert user_of(client) is None
