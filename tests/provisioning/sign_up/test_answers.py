"""What is answered is checked while one types: code, address on the web, central e-mail."""

import re

import pytest

from tenants.models import Tenant
from tenants.scope import public_scope
from tests.factories.sign_ups import applied
from tests.provisioning.sign_up.steps import fill_in, post, text_of
from tests.support.browser import HostClient

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
    fill_in(visitor, upto="code")
    response = post(visitor, "code", dla_code=typed)
    assert told in str(response.context["form"].errors["dla_code"])


def test_a_lost_zero_is_put_back_by_a_button(visitor: HostClient) -> None:
    fill_in(visitor, upto="code")
    page = post(visitor, "code", dla_code="6560199")
    assert 'name="use" value="06560199"' in page.content.decode()
    assert post(visitor, "code", dla_code="6560199", use="06560199").url == "/sign-up/address"


def test_a_code_of_another_type_is_doubted_not_refused(visitor: HostClient) -> None:
    fill_in(visitor, upto="code")
    page = post(visitor, "code", dla_code="05560199")
    assert "เทศบาลตำบล" in text_of(page)
    assert page.status_code == 200
    assert post(visitor, "code", dla_code="05560199", dla_code_checked="on").url == "/sign-up/address"


def test_a_code_that_is_in_use(visitor: HostClient, north: Tenant) -> None:
    fill_in(visitor, upto="code", province_code="48")
    assert "มีระบบอยู่แล้ว" in text_of(post(visitor, "code", dla_code=north.dla_code))


# --- subdomain --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["admin", "adm1n", "แม่ใส", "a", "-maesai", "mae--sai", "123", "mae sai", "north", "n0rth"]
)
def test_an_address_that_cannot_be_had(visitor: HostClient, north: Tenant, typed: str) -> None:
    fill_in(visitor, upto="address")
    response = post(visitor, "address", subdomain=typed)
    assert re.search(r"[ก-๙]", str(response.context["form"].errors["subdomain"]))
    live = visitor.get("/sign-up/availability", {"subdomain": typed})
    assert "ใช้ไม่ได้" in text_of(live)


def test_availability_while_typing(visitor: HostClient, north: Tenant) -> None:
    fill_in(visitor, upto="address")
    free = visitor.get("/sign-up/availability", {"subdomain": "MaeSai"})
    assert "maesai.localhost" in text_of(free)
    taken = visitor.get("/sign-up/availability", {"subdomain": "north"})
    suggestions = re.findall(r'name="use" value="([^"]+)"', taken.content.decode())
    assert suggestions
    assert post(visitor, "address", subdomain="north", use=suggestions[0]).status_code == 302


def test_an_address_asked_for_by_another_is_taken(visitor: HostClient) -> None:
    with public_scope():
        applied(99)
    fill_in(visitor, upto="address", dla_code="06560198")
    assert "ใช้หรือขอไว้แล้ว" in text_of(post(visitor, "address", subdomain="maesai99"))


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
    fill_in(visitor, upto="mailbox")
    page = post(visitor, "mailbox", saraban_email=typed)
    assert told in str(page.context["form"].errors["saraban_email"])
    assert f'name="use" value="{offered}"' in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["saraban_06560199@dla.go.th", "SARABAN-maesai@lgo.mail.go.th", "saraban@maesai.go.th", "saraban@maesai.or.th"],
)
def test_the_three_shapes_are_right(visitor: HostClient, typed: str) -> None:
    fill_in(visitor, upto="mailbox")
    assert post(visitor, "mailbox", saraban_email=typed).url == "/sign-up/contact"


def test_dot_com_is_warned_about(visitor: HostClient) -> None:
    fill_in(visitor, upto="mailbox")
    page = post(visitor, "mailbox", saraban_email="saraban@maesai.com")
    assert ".go.th ไม่ใช่ .com" in text_of(page)
    again = post(visitor, "mailbox", saraban_email="saraban@maesai.com", saraban_email_checked="on")
    assert again.url == "/sign-up/contact"
