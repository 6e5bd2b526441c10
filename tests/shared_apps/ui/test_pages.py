"""Lists that may be very long are counted up to a bound."""

from types import SimpleNamespace
from typing import Any

import pytest

from shared_apps.accounts.models import User
from shared_apps.ui import pages
from shared_apps.ui.templatetags.ui import result_count
from tenants.models import Tenant


@pytest.fixture
def three(in_north: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_COUNTED", 3)


def _make(number: int) -> None:
    for place in range(number):
        User.objects.create(email=f"{place}@example.go.th", display_name=f"คน {place}")


@pytest.mark.parametrize(("number", "is_more"), [(0, False), (2, False), (3, False), (4, True), (9, True)])
@pytest.mark.usefixtures("three")
def test_rows_are_counted_up_to_the_bound(number: int, is_more: bool) -> None:
    _make(number)
    paginator = pages.CountedPages(User.objects.order_by("email"), 2)
    assert paginator.count == min(number, 3)
    assert paginator.is_more is is_more


@pytest.mark.usefixtures("three")
def test_lists_are_counted_too() -> None:
    assert pages.CountedPages([1, 2], 2).count == 2
    assert pages.CountedPages([1, 2, 3, 4], 2).is_more


@pytest.mark.usefixtures("three")
def test_the_count_says_that_there_are_more() -> None:
    _make(4)
    page = pages.CountedPages(User.objects.order_by("email"), 2).page(1)
    assert result_count(SimpleNamespace(page=page)) == "แสดง 1–2 จากมากกว่า 3 รายการ ค้นหาหรือกรองเพื่อดูรายการอื่น"
    page = pages.CountedPages(User.objects.exclude(email__startswith="3").order_by("email"), 2).page(1)
    assert result_count(SimpleNamespace(page=page)) == "แสดง 1–2 จาก 3 รายการ"


@pytest.mark.usefixtures("three")
def test_one_query_counts(django_assert_num_queries: Any) -> None:
    _make(4)
    with django_assert_num_queries(1):
        paginator = pages.CountedPages(User.objects.order_by("email"), 2)
        assert (paginator.count, paginator.is_more) == (3, True)
