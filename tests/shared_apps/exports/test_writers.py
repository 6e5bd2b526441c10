"""Rows to CSV and Excel."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from kit import clock
from shared_apps.exports.views import export_response
from shared_apps.exports.writers import harmless, write

MOMENT = datetime(2026, 11, 20, 2, 30, 59, tzinfo=UTC)


def _sheet(rows: list[list[Any]], headers: list[str]) -> Any:
    target = io.BytesIO()
    assert write("xlsx", target, title="รายการ: ก/ข", headers=headers, rows=rows) == len(rows)
    return load_workbook(target).active


@pytest.mark.parametrize("cell", ["=1+1", "+66", "-2", "@SUM(A1)", "\t=1", "  =cmd|'/c calc'!A0", "\n=1", "＝1"])
def test_text_that_looks_like_a_formula_is_escaped(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["สมหญิง ใจดี", "0812345678", "a=b", ""])
def test_other_text_stays(cell: str) -> None:
    assert harmless(cell) == cell


def test_numbers_stay_numbers() -> None:
    assert harmless(-3) == -3
    assert harmless(None) == ""


def test_csv_opens_in_excel_in_thai() -> None:
    response = export_response(name="รายชื่อ", form="csv", headers=["ชื่อ"], rows=[["=1+1"], ["สมหญิง"]])
    assert response.content.decode().splitlines() == ["\ufeffชื่อ", "'=1+1", "สมหญิง"]
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_csv_says_dates_in_words() -> None:
    target = io.BytesIO()
    with override("th"):
        write("csv", target, title="", headers=["ก"], rows=[[date(2026, 11, 20), MOMENT, True, None, Decimal("1.50")]])
    assert target.getvalue().decode().splitlines()[1] == "20 พ.ย. 2569,20 พ.ย. 2569 09.30 น.,ใช่,,1.50"


def test_excel_holds_no_formula_and_no_link() -> None:
    sheet = _sheet([["=1+1"], ["http://example.org"], [42]], ["name"])
    cells = [(row[0].value, row[0].data_type, row[0].hyperlink) for row in sheet.iter_rows(min_row=2)]
    assert cells == [("=1+1", "s", None), ("http://example.org", "s", None), (42, "n", None)]


def test_excel_keeps_types() -> None:
    with override("th"):
        sheet = _sheet([[date(2026, 11, 20), MOMENT, Decimal("1.50"), "0812345678", "", None]], list("กขคงจฉ"))
    day, moment, number, phone, *empty = sheet[2]
    assert (day.value, day.number_format) == (datetime.combine(date(2026, 11, 20), time.min), "[$-107041E]d mmm yyyy")
    assert moment.value == clock.bangkok(MOMENT).replace(tzinfo=None)
    assert (number.value, phone.value) == (1.5, "0812345678")
    assert [cell.value for cell in empty] == [None, None]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("รายการ  ก ข", "A2", "A1:F2")


def test_text_longer_than_a_cell_is_cut() -> None:
    assert len(_sheet([["ก" * 40_000]], ["ก"])["A2"].value) == 32_767


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_list_is_a_file_too(form: str) -> None:
    response = export_response(name="x", form=form, headers=["ก"], rows=[])
    assert response.status_code == 200
    assert response.content
