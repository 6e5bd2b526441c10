"""Lists for Excel."""

import io

import pytest
from openpyxl import load_workbook

from shared_apps.casework.exports import export_response, harmless


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


def test_excel_holds_no_formula() -> None:
    response = export_response(name="people", form="xlsx", headers=["name"], rows=[["=1+1"], [42]])
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)] == [("'=1+1", "s"), (42, "n")]
