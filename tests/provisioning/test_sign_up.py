"""The sign-up in the browser's eyes: short pages, clear messages, nothing lost, one winner."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioning.models import ProvisioningRun, SignUp
from provisioning.services import sign_ups
from provisioning.views.sign_up import PAGES
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.factories.sign_ups import ANSWERS, applied, confirmed_sign_up
from tests.support.browser import HostClient
from tests.support.threads import race

Browse = Callable[[Tenant | None], HostClient]
STEPS = {page.slug: [name for name in page.form.base_fields if name in ANSWERS] for page in PAGES}


@pytest.fixture
def visitor(browse: Browse, empty_caches: None) -> HostClient:
    """Somebody at the operator's site, with no sign-up yet."""
    return browse(None)


def _post(client: Client, slug: str, **changes: Any) -> Any:
    return client.post(f"/sign-up/{slug}", {**{name: ANSWERS[name] for name in STEPS[slug]}, **changes})


def _fill_in(client: Client, upto: str = "", **changes: Any) -> Any:
    """Begin and answer page by page, up to and without `upto`."""
    response = client.post("/sign-up/")
    for page in PAGES:
        if page.slug == upto:
            return response
        mine = {name: value for name, value in changes.items() if name in page.form.base_fields}
        response = _post(client, page.slug, **mine)
        assert response.status_code == 302, response.context["form"].errors
    return response


def _text(response: Any) -> str:
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def _code() -> str:
    with public_scope():
        message = Message.objects.filter(event="provisioning/sign_up_code").order_by("-created_at").first()
    assert message is not None
    found = re.search(r"\d{6}", message.body)
    assert found is not None
    return found.group()


def _send(client: Client) -> Any:
    """Accept the terms, ten minutes after the beginning."""
    return client.post("/sign-up/check", {"terms": "on"})


@pytest.fixture
def later() -> Any:
    """Time passes between beginning and sending; `shift` lets more pass."""
    with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=True) as traveller:
        yield traveller


def test_it_works(visitor: HostClient) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=True) as clock:
        assert _fill_in(visitor).url == "/sign-up/check"
        page = _text(visitor.get("/sign-up/check"))
        for shown in ("องค์การบริหารส่วนตำบลแม่ใส", "พะเยา", "06560199", "maesai.localhost", "081 234 5678", "แก้ไข"):
            assert shown in page
        clock.shift(30)
        assert _send(visitor).url == "/sign-up/confirm"
        assert not re.search(r"https?://|maesai\.localhost", _message_body())
        response = visitor.post("/sign-up/confirm", {"code": " ".join(_code())})
        with public_scope():
            run = ProvisioningRun.objects.select_related("tenant").get()
        assert response.url == f"/sign-up/progress/{run.code}"
        assert run.tenant.name == "องค์การบริหารส่วนตำบลแม่ใส"
        assert visitor.get("/sign-up/contact").url == response.url


def _message_body() -> str:
    with public_scope():
        return Message.objects.get(event="provisioning/sign_up_code").body


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_an_empty_page_says_what_to_do_in_thai(visitor: HostClient, page: Any) -> None:
    _fill_in(visitor, upto=page.slug)
    response = visitor.post(f"/sign-up/{page.slug}", {})
    assert response.status_code == 200
    errors = [str(error) for errors in response.context["form"].errors.values() for error in errors]
    assert len(errors) == len(STEPS[page.slug])
    assert all(re.search(r"[ก-๙]", error) and "ฟิลด์" not in error for error in errors)


def test_what_was_typed_stays_and_back_works(visitor: HostClient) -> None:
    _fill_in(visitor, upto="address")
    assert 'value="06560199"' in visitor.get("/sign-up/code").content.decode()
    wrong = _post(visitor, "address", subdomain="แม่ใส")
    assert 'value="แม่ใส"' in wrong.content.decode()
    assert visitor.get("/sign-up/check").url == "/sign-up/address"
    assert visitor.get("/sign-up/contact").url == "/sign-up/address"
    assert _post(visitor, "type").url == "/sign-up/address"


def test_who_changes_the_province_is_asked_about_the_code_again(visitor: HostClient) -> None:
    _fill_in(visitor)
    assert _post(visitor, "area", province_code="50").url == "/sign-up/code"
    page = visitor.get("/sign-up/code")
    assert "พะเยา" in _text(page)
    assert "เชียงใหม่" in _text(page)
    assert 'value="06560199"' in page.content.decode()


def test_pages_need_a_beginning(browse: Browse) -> None:
    for path in ("/sign-up/code", "/sign-up/check", "/sign-up/confirm"):
        assert browse(None).get(path).url == "/sign-up/"
    assert browse(None).get("/sign-up/nonsense").status_code == 404
    assert browse(None).get("/sign-up/availability?subdomain=abc").status_code == 404


@pytest.mark.parametrize("typed", ["แม่ใส", "อบต.แม่ใส", "อบต. แม่ใส", "องค์การบริหารส่วนตำบลแม่ใส", " แม่ใส\u200b "])
def test_the_name_may_be_written_with_its_type(visitor: HostClient, typed: str) -> None:
    _fill_in(visitor, name=typed)
    assert "องค์การบริหารส่วนตำบลแม่ใส" in _text(visitor.get("/sign-up/check"))


# --- DLA code ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("6560199", "06560199"),
        ("๖๕๖๐๑๙๙", "06560199"),
        ("0656019", "8"),
        ("ก6560199", "ตัวเลข"),
        ("06500199", "เชียงใหม่"),
        ("06480115", "นครพนม"),
    ],
)
def test_a_wrong_dla_code_is_explained(visitor: HostClient, typed: str, told: str) -> None:
    _fill_in(visitor, upto="code")
    response = _post(visitor, "code", dla_code=typed)
    assert told in str(response.context["form"].errors["dla_code"])


def test_a_lost_zero_is_put_back_by_a_button(visitor: HostClient) -> None:
    _fill_in(visitor, upto="code")
    page = _post(visitor, "code", dla_code="6560199")
    assert 'name="use" value="06560199"' in page.content.decode()
    assert _post(visitor, "code", dla_code="6560199", use="06560199").url == "/sign-up/address"


def test_a_code_of_another_type_is_doubted_not_refused(visitor: HostClient) -> None:
    _fill_in(visitor, upto="code")
    page = _post(visitor, "code", dla_code="05560199")
    assert "เทศบาลตำบล" in _text(page)
    assert page.status_code == 200
    assert _post(visitor, "code", dla_code="05560199", dla_code_checked="on").url == "/sign-up/address"


def test_a_code_that_is_in_use(visitor: HostClient, north: Tenant) -> None:
    _fill_in(visitor, upto="code", province_code="48")
    assert "มีระบบอยู่แล้ว" in _text(_post(visitor, "code", dla_code=north.dla_code))


# --- subdomain --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["admin", "adm1n", "แม่ใส", "a", "-maesai", "mae--sai", "123", "mae sai", "north", "n0rth"]
)
def test_an_address_that_cannot_be_had(visitor: HostClient, north: Tenant, typed: str) -> None:
    _fill_in(visitor, upto="address")
    response = _post(visitor, "address", subdomain=typed)
    assert re.search(r"[ก-๙]", str(response.context["form"].errors["subdomain"]))
    live = visitor.get("/sign-up/availability", {"subdomain": typed})
    assert "ใช้ไม่ได้" in _text(live)


def test_availability_while_typing(visitor: HostClient, north: Tenant) -> None:
    _fill_in(visitor, upto="address")
    free = visitor.get("/sign-up/availability", {"subdomain": "MaeSai"})
    assert "maesai.localhost" in _text(free)
    taken = visitor.get("/sign-up/availability", {"subdomain": "north"})
    suggestions = re.findall(r'name="use" value="([^"]+)"', taken.content.decode())
    assert suggestions
    assert _post(visitor, "address", subdomain="north", use=suggestions[0]).status_code == 302


def test_an_address_asked_for_by_another_is_taken(visitor: HostClient) -> None:
    with public_scope():
        applied(99)
    _fill_in(visitor, upto="address", dla_code="06560198")
    assert "ใช้หรือขอไว้แล้ว" in _text(_post(visitor, "address", subdomain="maesai99"))


# --- central e-mail ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told", "offered"),
    [
        ("saraband_06320205@dla.go.th", "สะกดผิด", "saraban_06320205@dla.go.th"),
        ("Sarabun_06770206@dla.go.th", "ไม่ใช่ sarabun", "saraban_06770206@dla.go.th"),
        ("saraban_6820101@dla.go.th", "7 หลัก", "saraban_06820101@dla.go.th"),
        ("4520101@dla.go.th", "saraban_", "saraban_04520101@dla.go.th"),
        ("saraban_06440905@dia.go.th", "แอล", "saraban_06440905@dla.go.th"),
        ("admin@eservice-ktb.go.th", "ขึ้นต้นด้วย saraban", "saraban_06560199@dla.go.th"),
        ("thungsong103@gmail.com", "อีเมลฟรี", "saraban_06560199@dla.go.th"),
    ],
)
def test_every_wrong_example_is_explained(visitor: HostClient, typed: str, told: str, offered: str) -> None:
    _fill_in(visitor, upto="mailbox")
    page = _post(visitor, "mailbox", saraban_email=typed)
    assert told in str(page.context["form"].errors["saraban_email"])
    assert f'name="use" value="{offered}"' in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["saraban_06560199@dla.go.th", "SARABAN-maesai@lgo.mail.go.th", "saraban@maesai.go.th", "saraban@maesai.or.th"],
)
def test_the_three_shapes_are_right(visitor: HostClient, typed: str) -> None:
    _fill_in(visitor, upto="mailbox")
    assert _post(visitor, "mailbox", saraban_email=typed).url == "/sign-up/contact"


def test_dot_com_is_warned_about(visitor: HostClient) -> None:
    _fill_in(visitor, upto="mailbox")
    page = _post(visitor, "mailbox", saraban_email="saraban@maesai.com")
    assert ".go.th ไม่ใช่ .com" in _text(page)
    again = _post(visitor, "mailbox", saraban_email="saraban@maesai.com", saraban_email_checked="on")
    assert again.url == "/sign-up/contact"


# --- sending, codes, machines -----------------------------------------------------------------------------------------


def test_a_machine_is_too_fast(visitor: HostClient) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        _fill_in(visitor)
        assert _send(visitor).url == "/sign-up/check"
        assert "กรอกเร็วมาก" in _text(visitor.get("/sign-up/check"))
        clock.shift(10)
        assert _send(visitor).url == "/sign-up/confirm"


def test_a_machine_fills_in_the_trap(visitor: HostClient) -> None:
    assert visitor.post("/sign-up/", {"website": "http://spam.example"}).status_code == 200
    with public_scope():
        assert not SignUp.objects.exists()
    _fill_in(visitor)
    response = visitor.post("/sign-up/check", {"terms": "on", "website": "x"})
    assert response.status_code == 200


def test_the_terms_have_to_be_accepted(visitor: HostClient) -> None:
    _fill_in(visitor)
    assert "ทำเครื่องหมายเพื่อยอมรับเงื่อนไข" in _text(visitor.post("/sign-up/check", {}))


def _waiting_for_code(client: HostClient) -> Any:
    traveller = time_machine.travel(timezone.now(), tick=False)
    clock = traveller.start()
    _fill_in(client)
    clock.shift(30)
    _send(client)
    return traveller, clock


def test_wrong_old_and_tired_codes(visitor: HostClient) -> None:
    traveller, clock = _waiting_for_code(visitor)
    try:
        right = _code()
        wrong = "000000" if right != "000000" else "111111"
        assert "6 หลัก" in _text(visitor.post("/sign-up/confirm", {"code": "12"}))
        for _try in range(sign_ups.CODE_TRIES):
            assert "ไม่ตรง" in _text(visitor.post("/sign-up/confirm", {"code": wrong}))
        assert "หลายครั้งเกินไป" in _text(visitor.post("/sign-up/confirm", {"code": right}))
        assert "รอ 1 นาที" in _text(visitor.post("/sign-up/resend", follow=True))
        clock.shift(61)
        visitor.post("/sign-up/resend")
        clock.shift(601)
        assert "หมดอายุ" in _text(visitor.post("/sign-up/confirm", {"code": _code()}))
        visitor.post("/sign-up/resend")
        assert visitor.post("/sign-up/confirm", {"code": _code()}).status_code == 302
    finally:
        traveller.stop()


def test_codes_are_not_sent_for_ever(visitor: HostClient) -> None:
    traveller, clock = _waiting_for_code(visitor)
    try:
        for _time in range(sign_ups.CODES_A_SIGN_UP - 1):
            clock.shift(61)
            visitor.post("/sign-up/resend")
        clock.shift(61)
        assert "หลายครั้งเกินไป" in _text(visitor.post("/sign-up/resend", follow=True))
    finally:
        traveller.stop()
    with public_scope():
        assert Message.objects.filter(event="provisioning/sign_up_code").count() == sign_ups.CODES_A_SIGN_UP


def test_another_address_needs_another_code(visitor: HostClient) -> None:
    traveller, clock = _waiting_for_code(visitor)
    try:
        old = _code()
        clock.shift(1)
        _post(visitor, "contact", contact_email="other@maesai.go.th")
        assert visitor.post("/sign-up/confirm", {"code": old}).url == "/sign-up/check"
        assert _send(visitor).url == "/sign-up/confirm"
        assert visitor.post("/sign-up/confirm", {"code": _code()}).status_code == 302
    finally:
        traveller.stop()


def test_too_many_sign_ups_from_one_network(visitor: HostClient) -> None:
    for _time in range(60):
        assert visitor.post("/sign-up/").status_code == 302
    refused = visitor.post("/sign-up/")
    assert refused.status_code == 429
    assert "เครือข่ายของคุณ" in _text(refused)


def test_sending_twice_makes_one(visitor: HostClient) -> None:
    traveller, _clock = _waiting_for_code(visitor)
    try:
        code = _code()
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
        response = visitor.post("/sign-up/confirm", {"code": _code()}, follow=True)
        assert response.request["PATH_INFO"] == "/sign-up/address"
        assert "เลือกชื่ออื่น" in _text(response)
        assert 'value="maesai"' in response.content.decode()
        assert _post(visitor, "address", subdomain="maesai-sao").url == "/sign-up/check"
        assert "/sign-up/progress/" in _send(visitor).url
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
    assert "maesai99.localhost" in _text(part)
    assert "18 กุมภาพันธ์ 2570" in _text(part)


def test_old_drafts_are_forgotten(in_public: None) -> None:
    now = timezone.now()
    old, new = confirmed_sign_up(at=now - timedelta(days=31)), confirmed_sign_up(at=now)
    assert sign_ups.forget(older_than=now - timedelta(days=30)) == 1
    assert list(SignUp.objects.all()) == [new]
    assert old.pk != new.pk


# --- whatever is typed ------------------------------------------------------------------------------------------------

WORDS = st.text(max_size=60) | st.sampled_from(
    ["\x00", "\u200b", "๑๒๓", "😀", "<script>", "ก" * 5000, "'; drop table x; --", "\ud800"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_that_is_typed_breaks_a_page(visitor: HostClient, data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(PAGES))
    with public_scope():
        sign_up = confirmed_sign_up()
    session = visitor.session
    session["sign_up"] = str(sign_up.pk)
    with public_scope():
        session.save()
    fields = {name: data.draw(WORDS).encode("utf-8", "replace").decode() for name in [*page.form.base_fields, "use"]}
    response = visitor.post(f"/sign-up/{page.slug}", fields)
    assert response.status_code in {200, 302}
