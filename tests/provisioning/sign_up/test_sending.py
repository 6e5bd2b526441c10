"""Sending a sign-up: codes, machines, one winner, and how far it is."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from provisioning.models import ProvisioningRun, SignUp
from provisioning.services import sign_ups
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.factories.sign_ups import ANSWERS, applied, confirmed_sign_up
from tests.provisioning.sign_up.steps import Browse, fill_in, newest_code, post, send, text_of
from tests.support.browser import HostClient
from tests.support.threads import race

# --- sending, codes, machines -----------------------------------------------------------------------------------------


def test_a_machine_is_too_fast(visitor: HostClient) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fill_in(visitor)
        assert send(visitor).url == "/sign-up/check"
        assert "กรอกเร็วมาก" in text_of(visitor.get("/sign-up/check"))
        clock.shift(10)
        assert send(visitor).url == "/sign-up/confirm"


def test_a_machine_fills_in_the_trap(visitor: HostClient) -> None:
    assert visitor.post("/sign-up/", {"website": "http://spam.example"}).status_code == 200
    with public_scope():
        assert not SignUp.objects.exists()
    fill_in(visitor)
    response = visitor.post("/sign-up/check", {"terms": "on", "website": "x"})
    assert response.status_code == 200


def test_the_terms_have_to_be_accepted(visitor: HostClient) -> None:
    fill_in(visitor)
    assert "ทำเครื่องหมายเพื่อยอมรับเงื่อนไข" in text_of(visitor.post("/sign-up/check", {}))


def _waiting_for_code(client: HostClient) -> Any:
    traveller = time_machine.travel(timezone.now(), tick=False)
    clock = traveller.start()
    fill_in(client)
    clock.shift(30)
    send(client)
    return traveller, clock


def test_wrong_old_and_tired_codes(visitor: HostClient) -> None:
    traveller, clock = _waiting_for_code(visitor)
    try:
        right = newest_code()
        wrong = "000000" if right != "000000" else "111111"
        assert "6 หลัก" in text_of(visitor.post("/sign-up/confirm", {"code": "12"}))
        for _try in range(sign_ups.CODE_TRIES):
            assert "ไม่ตรง" in text_of(visitor.post("/sign-up/confirm", {"code": wrong}))
        assert "หลายครั้งเกินไป" in text_of(visitor.post("/sign-up/confirm", {"code": right}))
        assert "รอ 1 นาที" in text_of(visitor.post("/sign-up/resend", follow=True))
        clock.shift(61)
        visitor.post("/sign-up/resend")
        clock.shift(601)
        assert "หมดอายุ" in text_of(visitor.post("/sign-up/confirm", {"code": newest_code()}))
        visitor.post("/sign-up/resend")
        assert visitor.post("/sign-up/confirm", {"code": newest_code()}).status_code == 302
    finally:
        traveller.stop()


def test_codes_are_not_sent_for_ever(visitor: HostClient) -> None:
    traveller, clock = _waiting_for_code(visitor)
    try:
        for _time in range(sign_ups.CODES_A_SIGN_UP - 1):
            clock.shift(61)
            visitor.post("/sign-up/resend")
        clock.shift(61)
        assert "หลายครั้งเกินไป" in text_of(visitor.post("/sign-up/resend", follow=True))
    finally:
        traveller.stop()
    with public_scope():
        assert Message.objects.filter(event="provisioning/sign_up_code").count() == sign_ups.CODES_A_SIGN_UP


def test_another_address_needs_another_code(visitor: HostClient) -> None:
    traveller, clock = _waiting_for_code(visitor)
    try:
        old = newest_code()
        clock.shift(1)
        post(visitor, "contact", contact_email="other@maesai.go.th")
        assert visitor.post("/sign-up/confirm", {"code": old}).url == "/sign-up/check"
        assert send(visitor).url == "/sign-up/confirm"
        assert visitor.post("/sign-up/confirm", {"code": newest_code()}).status_code == 302
    finally:
        traveller.stop()


def test_too_many_sign_ups_from_one_network(visitor: HostClient) -> None:
    for _time in range(60):
        assert visitor.post("/sign-up/").status_code == 302
    refused = visitor.post("/sign-up/")
    assert refused.status_code == 429
    assert "เครือข่ายของคุณ" in text_of(refused)


def test_sending_twice_makes_one(visitor: HostClient) -> None:
    traveller, _clock = _waiting_for_code(visitor)
    try:
        code = newest_code()
        first = visitor.post("/sign-up/confirm", {"code": code})
        second = visitor.post("/sign-up/confirm", {"code": code})
    finally:
        traveller.stop()
    assert first.url == second.url
    with public_scope():
        assert ProvisioningRun.objects.count() == 1


def test_who_comes_second_keeps_everything(visitor: HostClient) -> None:
    traveller, _clock = _waiting_for_code(visitor)
    try:
        with public_scope():
            other = confirmed_sign_up(dla_code="06560198", saraban_email="saraban_06560198@dla.go.th")
            sign_ups.submit(sign_up=other, at=timezone.now())
        response = visitor.post("/sign-up/confirm", {"code": newest_code()}, follow=True)
        assert response.request["PATH_INFO"] == "/sign-up/address"
        assert "เลือกชื่ออื่น" in text_of(response)
        assert 'value="maesai"' in response.content.decode()
        assert post(visitor, "address", subdomain="maesai-sao").url == "/sign-up/check"
        assert "/sign-up/progress/" in send(visitor).url
    finally:
        traveller.stop()


@pytest.mark.parametrize("shared", ["subdomain", "dla_code"])
def test_one_winner_of_a_race(committed: str, shared: str) -> None:
    with public_scope():
        drafts = [
            confirmed_sign_up(
                dla_code="06560150" if shared == "dla_code" else f"065601{50 + number}",
                subdomain="maesai" if shared == "subdomain" else f"maesai-{number}",
            )
            for number in range(8)
        ]

    def work(index: int) -> ProvisioningRun:
        with public_scope():
            return sign_ups.submit(sign_up=drafts[index], at=timezone.now())

    results = race(work, len(drafts))
    winners = [result for result in results if isinstance(result, ProvisioningRun)]
    losers = [result for result in results if isinstance(result, Exception)]
    assert len(winners) == 1
    assert {getattr(loser, "field", loser) for loser in losers} == {shared}
    with public_scope():
        assert ProvisioningRun.objects.count() == 1
        assert SignUp.objects.filter(run=None, answers__contact_name=ANSWERS["contact_name"]).count() == 7


def test_one_sign_up_sent_by_many_threads(committed: str) -> None:
    with public_scope():
        draft = confirmed_sign_up()

    def work(_index: int) -> int:
        with public_scope():
            return sign_ups.submit(sign_up=draft, at=timezone.now()).pk

    assert len(set(race(work, 6))) == 1
    with public_scope():
        assert ProvisioningRun.objects.count() == 1


# --- progress ---------------------------------------------------------------------------------------------------------


def test_progress_is_for_who_has_the_code(browse: Browse) -> None:
    with public_scope():
        run = applied()
    client = browse(None)
    page = client.get(f"/sign-up/progress/{run.code}")
    assert 'http-equiv="refresh"' in page.content.decode()
    assert 'hx-trigger="every 1s"' in page.content.decode()
    assert client.get(f"/sign-up/progress/{run.code}/part").status_code == 200
    assert client.get("/sign-up/progress/wrong").status_code == 404
    with public_scope():
        ProvisioningRun.objects.filter(pk=run.pk).update(state="done")
        Tenant.objects.filter(pk=run.tenant_id).update(state="trial", entitled_until="2027-02-18")
    part = client.get(f"/sign-up/progress/{run.code}/part")
    assert part.status_code == 286
    assert "maesai99.localhost" in text_of(part)
    assert "18 กุมภาพันธ์ 2570" in text_of(part)


def test_old_drafts_are_forgotten(in_public: None) -> None:
    now = timezone.now()
    old, new = confirmed_sign_up(at=now - timedelta(days=31)), confirmed_sign_up(at=now)
    assert sign_ups.forget(older_than=now - timedelta(days=30)) == 1
    assert list(SignUp.objects.all()) == [new]
    assert old.pk != new.pk
