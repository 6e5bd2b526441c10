"""Price books through their pages: written by one, approved by another, and in force from their day."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from billing.models import PriceBook, VersionState
from billing.selectors import book_in_force
from kit import clock
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.provisioning.money.conftest import Browse, bought
from tests.support.browser import HostClient

NEW = "/console/money/prices/new"


def filled(client: HostClient, url: str = NEW, *, days: int = 30, **changes: Any) -> dict[str, Any]:
    """The form as a browser sends it back, with a day to come and what is changed."""
    forms = client.get(url).context["forms_of_book"]
    values: dict[str, Any] = {}
    for form in [forms.book, *forms.packages.forms, *forms.storage.forms]:
        for bound in form:
            value = bound.value()
            if bound.name != "effective_from" and value not in (None, False):
                values[bound.html_name] = value
    for rows in (forms.packages, forms.storage):
        values |= {bound.html_name: bound.value() for bound in rows.management_form}
    day = clock.today() + timedelta(days=days)
    written = {"day": day.day, "month": day.month, "year": day.year + 543}
    return {**values, **{f"effective_from_{part}": number for part, number in written.items()}, **changes}


def drafted(client: HostClient, **changes: Any) -> PriceBook:
    """A draft with another price of the first package."""
    answer = client.post(NEW, filled(client, **{"packages-0-yearly": "36,000", **changes}))
    assert answer.status_code == 302, answer.content.decode()
    with public_scope():
        return PriceBook.objects.get(pk=int(answer.url.rsplit("/", 1)[1]))


def state_of(book: PriceBook) -> str:
    with public_scope():
        book.refresh_from_db()
        return book.state


def test_two_people_change_a_price_from_a_day(finance: HostClient, second: HostClient, north: Tenant) -> None:
    invoice = bought(north)
    book = drafted(finance)
    url = f"/console/money/prices/{book.pk}"
    page = finance.get(url).content.decode()
    assert "36,000.00" in page
    assert "35,000.00" in page
    assert finance.post(f"{url}/submit").url == url
    refused = finance.post(f"{url}/decide", {"decision": "approve"}, follow=True).content.decode()
    assert "alert-warning" in refused
    assert state_of(book) == VersionState.SUBMITTED
    assert second.post(f"{url}/decide", {"decision": "approve"}).url == url
    assert state_of(book) == VersionState.APPROVED
    with public_scope():
        today = clock.today()
        assert book_in_force(today).pk != book.pk
        later = book_in_force(today + timedelta(days=30))
        assert later.packages.order_by("order")[0].yearly == 36_000
        invoice.refresh_from_db()
        assert invoice.gross == 65_000


@pytest.mark.parametrize(
    "changes",
    [
        {"packages-0-yearly": "-5"},
        {"packages-0-yearly": "99999999999999999999"},
        {"packages-0-yearly": "แพง"},
        {"packages-0-name_th": ""},
        {"packages-1-code": "SS"},
        {"vat_percent": "300"},
        {"vat_percent": "-1"},
        {"installation": "1.001"},
        {"effective_from_year": "2400"},
        {"effective_from_day": "31", "effective_from_month": "2"},
        {"packages-0-gigabytes": "0"},
        {"storage-0-gigabytes": "100001"},
        {"packages-TOTAL_FORMS": "x"},
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(finance: HostClient, changes: dict[str, str]) -> None:
    with public_scope():
        before = PriceBook.objects.count()
    answer = finance.post(NEW, filled(finance, **{"legal_basis": "ประกาศ สพร. 7/2570", **changes}))
    assert answer.status_code == 422
    assert "ประกาศ สพร. 7/2570" in answer.content.decode()
    assert re.search("error-summary|alert-danger", answer.content.decode())
    with public_scope():
        assert PriceBook.objects.count() == before


def test_a_draft_is_changed_and_refused_with_a_reason(finance: HostClient, second: HostClient) -> None:
    book = drafted(finance)
    url = f"/console/money/prices/{book.pk}"
    values = filled(finance, f"{url}/edit", **{"packages-0-yearly": "37000"})
    assert finance.post(f"{url}/edit", values).status_code == 302
    finance.post(f"{url}/submit")
    assert finance.get(f"{url}/edit").status_code == 200
    assert finance.post(f"{url}/edit", values).status_code == 422
    assert second.post(f"{url}/decide", {"decision": "withdraw", "reason": ""}).status_code == 422
    assert second.post(f"{url}/decide", {"decision": "withdraw", "reason": "แพงไป"}).status_code == 302
    assert state_of(book) == VersionState.WITHDRAWN
    with public_scope():
        assert book.packages.order_by("order")[0].yearly == Decimal(37_000)
    again = second.post(f"{url}/decide", {"decision": "approve"}, follow=True).content.decode()
    assert "alert-warning" in again
    assert state_of(book) == VersionState.WITHDRAWN


def test_two_books_do_not_begin_on_one_day(finance: HostClient, second: HostClient) -> None:
    for expected in (VersionState.APPROVED, VersionState.SUBMITTED):
        book = drafted(finance)
        finance.post(f"/console/money/prices/{book.pk}/submit")
        second.post(f"/console/money/prices/{book.pk}/decide", {"decision": "approve"})
        assert state_of(book) == expected


def test_only_finance_writes_and_only_those_who_may_decide(
    finance: HostClient, second: HostClient, browse: Browse, onlooker: Any, north: Tenant, administrator: Any
) -> None:
    book = drafted(finance)
    url = f"/console/money/prices/{book.pk}"
    looking = browse(None).sign_in(onlooker)
    for client in (second, looking):
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, {}).status_code == 403
        assert client.post(f"{url}/submit").status_code == 403
    assert looking.post(f"{url}/decide", {"decision": "approve"}).status_code == 403
    assert browse(north).sign_in(administrator).get(url, follow=True).status_code == 404
    assert f"{url}/submit" not in second.get(url).content.decode()
    assert state_of(book) == VersionState.DRAFT
