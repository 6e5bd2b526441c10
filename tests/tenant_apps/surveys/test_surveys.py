"""Satisfaction over services: counting, words, moderation."""

from datetime import datetime
from typing import Any

import pytest

from kit import clock
from kit.errors import Conflict, Invalid
from shared_apps.casework.periods import Period, PeriodForm
from shared_apps.ui.figures import Figure
from tenant_apps.registry.selectors import divisions
from tenant_apps.surveys import selectors, services
from tenant_apps.surveys.models import Response
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse

EVER = Period(None, None)
PAGE = "/desk/satisfaction"


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=clock.BANGKOK)


def answer(number: int, score: int, **values: Any) -> Response:
    given: dict[str, Any] = {
        "service": "complaints",
        "case_reference": f"RQ-2569-{number:06}",
        "division": divisions().first(),
        "comment": "",
        "actor": None,
        "at": at(2026, 10, 1),
    }
    return services.respond(score=score, **{**given, **values})


@pytest.fixture
def answers(in_north: Tenant) -> None:
    second = divisions()[1]
    answer(1, 5, comment="เร็วมาก ขอบคุณครับ")
    answer(2, 4)
    answer(3, 2, division=second, at=at(2026, 9, 30), comment="ช้าไปหน่อย")
    answer(4, 1, division=None, at=at(2026, 11, 2))


def figure(code: str, **narrow: Any) -> Figure:
    found = selectors.results(selectors.responses(narrow.pop("period", EVER), **narrow))
    return next(one for one in found.figures if one.code == code)


def test_totals_averages_and_shares(answers: None) -> None:
    total = selectors.results(selectors.responses(EVER)).total
    assert (total.count, total.average, total.satisfied) == (4, 3.0, 50.0)
    assert total.is_few
    assert [row[1:] for row in figure("score").as_rows] == [[1, 25.0], [1, 25.0], [0, 0.0], [1, 25.0], [1, 25.0]]


def test_by_division_and_month_add_up(answers: None) -> None:
    assert next(row[1:3] for row in figure("division").as_rows) == [4.5, 2]
    assert [row[0] for row in figure("month").as_rows] == ["ก.ย. 69", "ต.ค. 69", "พ.ย. 69"]
    assert sum(row[2] for row in figure("division").as_rows) == 4
    assert figure("division").note


def test_reasons_are_counted(in_north: Tenant) -> None:
    answer(1, 5, good=["speed", "ease"])
    answer(2, 2, good=["speed"], bad=["result"])
    answer(3, 4)
    found = {row[0]: row[1:] for row in figure("reason").as_rows}
    assert found["ความรวดเร็ว"] == [2, 0]
    assert found["ผลการแก้ไข"] == [0, 1]
    assert found["ความสะดวกในการแจ้งเรื่อง"] == [1, 0]
    assert not figure("reason", service="permits").rows


@pytest.mark.parametrize(("good", "bad"), [(["speed"], ["speed"]), (["other"], []), ([], ["\x00"])])
def test_a_reason_that_cannot_be_is_refused(in_north: Tenant, good: list[str], bad: list[str]) -> None:
    with pytest.raises(Invalid):
        answer(1, 5, good=good, bad=bad)
    assert not Response.objects.exists()


def test_a_fiscal_year_begins_in_october(answers: None) -> None:
    year = PeriodForm({"year": "2570"}).period
    assert selectors.responses(year).count() == 3
    quarter = PeriodForm({"year": "2569", "quarter": "4"}).period
    assert (str(quarter.first), str(quarter.last)) == ("2026-07-01", "2026-09-30")
    assert selectors.responses(quarter).count() == 1
    assert not PeriodForm({"quarter": "2"}).is_valid()


def test_the_numbers_take_one_query(answers: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # totals, reasons, and the names of the divisions
        selectors.results(selectors.responses(EVER))


def test_one_answer_a_case(answers: None) -> None:
    with pytest.raises(Conflict):
        answer(1, 3)
    with pytest.raises(Invalid):
        answer(9, 6)
    assert Response.objects.count() == 4


def test_words_are_found_and_hidden_ones_are_not(answers: None, administrator: Any) -> None:
    def found(typed: str) -> list[int]:
        rows = selectors.worded(Response.objects.all(), user=administrator, typed=typed)
        return [one.score for one in rows]

    assert found("ขอบคุณ") == [5]
    thanks = Response.objects.get(score=5)
    with pytest.raises(Invalid):
        services.hide_words(response=thanks, reason="x", actor=administrator, at=at(2026, 11, 2))
    services.hide_words(response=thanks, reason="ระบุชื่อบุคคล", actor=administrator, at=at(2026, 11, 2))
    assert found("ขอบคุณ") == []
    assert selectors.results(selectors.responses(EVER)).total.count == 4
    services.show_words(response=Response.objects.get(pk=thanks.pk), actor=administrator, at=at(2026, 11, 2))
    assert found("ขอบคุณ") == [5]


def test_words_about_restricted_cases_are_for_administrators(in_north: Tenant, administrator: Any, clerk: Any) -> None:
    secret = answer(5, 1, comment="ผู้อำนวยการเรียกเงิน", is_restricted=True)
    rows = Response.objects.all()
    assert list(selectors.worded(rows, user=administrator)) == [secret]
    assert list(selectors.worded(rows, user=clerk)) == []
    assert selectors.response_by_id(secret.pk, user=clerk) is None


def test_the_page_shows_numbers_words_and_tables(
    browse: Browse, north: Tenant, south: Tenant, administrator: Any, answers: None
) -> None:
    desk = browse(north).sign_in(administrator)
    page = desk.get(PAGE).content.decode()
    for text in ("3.00", "50.0%", "เร็วมาก ขอบคุณครับ", 'data-table="table-month"', "ต.ค. 69"):
        assert text in page
    assert "ช้าไปหน่อย" not in desk.get(f"{PAGE}?words=ขอบคุณ").content.decode()
    assert desk.get(f"{PAGE}?quarter=2").status_code == 200
    csv = desk.get(f"{PAGE}/export.csv?figure=score").content.decode("utf-8-sig")
    assert csv.splitlines()[1] == "5 – พอใจมาก,1,25.0"
    assert desk.get(f"{PAGE}/export.xlsx?figure=month").content.startswith(b"PK")
    assert desk.get(f"{PAGE}/export.csv?figure=none").status_code == 404
    with tenant_scope(south):
        assert not Response.objects.exists()


def test_hiding_on_the_page(browse: Browse, north: Tenant, administrator: Any, answers: None) -> None:
    desk = browse(north).sign_in(administrator)
    thanks = Response.objects.get(score=5)
    assert desk.post(f"{PAGE}/{thanks.pk}/hide", {"reason": ""}).status_code == 422
    assert desk.post(f"{PAGE}/{thanks.pk}/hide", {"reason": "ระบุชื่อบุคคล"}).status_code == 302
    page = desk.get(PAGE).content.decode()
    assert "ระบุชื่อบุคคล" in page
    assert "เร็วมาก ขอบคุณครับ" not in page
    assert desk.post(f"{PAGE}/{thanks.pk}/show").status_code == 302


def test_nobody_has_answered(browse: Browse, north: Tenant, administrator: Any) -> None:
    assert "ยังไม่มีคำตอบ" in browse(north).sign_in(administrator).get(PAGE).content.decode()
