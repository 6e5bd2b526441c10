"""The sign-up in the browser's eyes: short pages, clear messages, nothing lost, whatever is typed."""

import re
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioning.models import ProvisioningRun
from provisioning.views.sign_up import PAGES
from tenants.scope import public_scope
from tests.factories.sign_ups import confirmed_sign_up
from tests.provisioning.sign_up.steps import STEPS, Browse, fill_in, message_body, newest_code, post, send, text_of
from tests.support.browser import HostClient


def test_it_works(visitor: HostClient) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=True) as clock:
        assert fill_in(visitor).url == "/sign-up/check"
        page = text_of(visitor.get("/sign-up/check"))
        for shown in ("องค์การบริหารส่วนตำบลแม่ใส", "พะเยา", "06560199", "maesai.localhost", "081 234 5678", "แก้ไข"):
            assert shown in page
        clock.shift(30)
        assert send(visitor).url == "/sign-up/confirm"
        assert not re.search(r"https?://|maesai\.localhost", message_body())
        response = visitor.post("/sign-up/confirm", {"code": " ".join(newest_code())})
        with public_scope():
            run = ProvisioningRun.objects.select_related("tenant").get()
        assert response.url == f"/sign-up/progress/{run.code}"
        assert run.tenant.name == "องค์การบริหารส่วนตำบลแม่ใส"
        assert visitor.get("/sign-up/contact").url == response.url


def test_a_district_with_its_abbreviation_is_its_name(visitor: HostClient) -> None:
    fill_in(visitor, district="อ.เมืองพะเยา")
    page = text_of(visitor.get("/sign-up/check"))
    assert "เมืองพะเยา" in page
    assert "อ.เมืองพะเยา" not in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_an_empty_page_says_what_to_do_in_thai(visitor: HostClient, page: Any) -> None:
    fill_in(visitor, upto=page.slug)
    response = visitor.post(f"/sign-up/{page.slug}", {})
    assert response.status_code == 200
    errors = [str(error) for errors in response.context["form"].errors.values() for error in errors]
    assert len(errors) == len(STEPS[page.slug])
    assert all(re.search(r"[ก-๙]", error) and "ฟิลด์" not in error for error in errors)


def test_what_was_typed_stays_and_back_works(visitor: HostClient) -> None:
    fill_in(visitor, upto="address")
    assert 'value="06560199"' in visitor.get("/sign-up/code").content.decode()
    wrong = post(visitor, "address", subdomain="แม่ใส")
    assert 'value="แม่ใส"' in wrong.content.decode()
    assert visitor.get("/sign-up/check").url == "/sign-up/address"
    assert visitor.get("/sign-up/contact").url == "/sign-up/address"
    assert post(visitor, "type").url == "/sign-up/address"


def test_who_changes_the_province_is_asked_about_the_code_again(visitor: HostClient) -> None:
    fill_in(visitor)
    assert post(visitor, "area", province_code="50").url == "/sign-up/code"
    page = visitor.get("/sign-up/code")
    assert "พะเยา" in text_of(page)
    assert "เชียงใหม่" in text_of(page)
    assert 'value="06560199"' in page.content.decode()


def test_pages_need_a_beginning(browse: Browse) -> None:
    for path in ("/sign-up/code", "/sign-up/check", "/sign-up/confirm"):
        assert browse(None).get(path).url == "/sign-up/"
    assert browse(None).get("/sign-up/nonsense").status_code == 404
    assert browse(None).get("/sign-up/availability?subdomain=abc").status_code == 404


@pytest.mark.parametrize("typed", ["แม่ใส", "อบต.แม่ใส", "อบต. แม่ใส", "องค์การบริหารส่วนตำบลแม่ใส", " แม่ใส\u200b "])
def test_the_name_may_be_written_with_its_type(visitor: HostClient, typed: str) -> None:
    fill_in(visitor, name=typed)
    assert "องค์การบริหารส่วนตำบลแม่ใส" in text_of(visitor.get("/sign-up/check"))


# --- whatever is typed ------------------------------------------------------------------------------------------------


WORDS = st.text(max_size=60) | st.sampled_from(
    ["\x00", "\u200b", "๑๒๓", "😀", "<script>", "ก" * 5000, "'; drop table x; --", "\ud800"]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
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
