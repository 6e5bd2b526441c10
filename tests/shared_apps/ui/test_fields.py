"""Fields read what people type; when they cannot, they say what to do, in Thai, and keep what was typed."""

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from shared_apps.ui import fields
from shared_apps.ui.gallery.every_field import EveryField
from shared_apps.ui.widgets import Photos

ZERO_WIDTH = "\u200b"


def _clean(field: forms.Field, data: dict[str, str]) -> Any:
    form = type("OneField", (forms.Form,), {"it": field})(data)
    if form.is_valid():
        return form.cleaned_data["it"]
    return [str(error) for error in form.errors["it"]]


def _date(day: str, month: str, year: str, era: str = "", **options: Any) -> Any:
    return _clean(fields.ThaiDateField(**options), {"it_day": day, "it_month": month, "it_year": year, "it_era": era})


def _pin(latitude: str, longitude: str) -> Any:
    return _clean(fields.MapPinField(), {"it_latitude": latitude, "it_longitude": longitude})


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (fields.CleanCharField(), f" น{ZERO_WIDTH}ํ้า  ดื่ม ", "น้ำ ดื่ม"),
        (fields.CleanTextField(), "หนึ่ง \r\n\r\n\r\n\r\nสอง", "หนึ่ง\n\nสอง"),
        (fields.NationalIdField(), "๑-๑๐๑๗-๐๐๒๐๗-๐๓-๐", "1101700207030"),
        (fields.ThaiPhoneField(mobile=True), "๐๘๑ ๒๓๔-๕๖๗๘", "+66812345678"),
        (fields.ThaiPhoneField(), "02 241 9000 ต่อ 2322", "+6622419000;ext=2322"),
        (fields.DlaCodeField(), "06 56 01 15", "06560115"),
        (fields.OneTimeCodeField(), "๑๒๓ 456", "123456"),
    ],
)
def test_what_was_meant_is_read(field: forms.Field, typed: str, value: str) -> None:
    assert _clean(field, {"it": typed}) == value


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        (fields.CleanCharField(), ZERO_WIDTH * 3, "กรอกหรือเลือก"),
        (fields.CleanTextField(min_length=10), "ไฟดับ" + ZERO_WIDTH * 9, "อย่างน้อย 10 ตัวอักษร (ตอนนี้มี 5)"),
        (fields.NationalIdField(), "1101700207031", "ตรวจสอบหมายเลขอีกครั้ง"),
        (fields.ThaiPhoneField(mobile=True), "0812", "081 234 5678"),
        (fields.DlaCodeField(), "6820101", "06820101"),
        (fields.OneTimeCodeField(), "12", "6 หลัก"),
        (fields.OneTimeCodeField(), "²²²²²²", "6 หลัก"),
        (fields.ConfirmField(), "", "ติ๊กช่องนี้"),
    ],
)
def test_what_cannot_be_read_is_explained_in_thai(field: forms.Field, typed: str, part: str) -> None:
    (error,) = _clean(field, {"it": typed})
    assert part in error
    assert not re.search(r"[A-Za-z]{3,}", error)


def test_dates() -> None:
    assert _date("๒๐", "11", "๒๕๖๙") == date(2026, 11, 20)
    assert _date("20", "11", "2026", era="ce") == date(2026, 11, 20)
    assert _date("", "", "", required=False) is None


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("31", "2", "2569"),
        ("20", "11", "69"),
        ("20", "", "2569"),
        ("x", "11", "2569"),
        ("20", "11", "9" * 300),
        ("²", "1", "2569"),
        ("", "", ""),
    ],
)
def test_wrong_dates_are_explained(day: str, month: str, year: str) -> None:
    (error,) = _date(day, month, year)
    assert re.search("[ก-๙]", error)


def test_a_christian_year_is_confirmed_with_one_tick() -> None:
    form = type("F", (forms.Form,), {"it": fields.ThaiDateField()})(
        {"it_day": "20", "it_month": "11", "it_year": "2026"}
    )
    assert not form.is_valid()
    page = str(form["it"])
    assert 'name="it_era"' in page
    assert "20 พฤศจิกายน 2569" in page
    assert 'value="2026"' in page


def test_english_pages_take_christian_years() -> None:
    with translation.override("en"):
        assert _date("20", "11", "2026") == date(2026, 11, 20)
        assert 'value="2026"' in fields.ThaiDateField().widget.render("it", date(2026, 11, 20), {"id": "x"})


@time_machine.travel("2026-11-20 20:00:00Z")
def test_limits_count_days_in_bangkok() -> None:
    assert _date("21", "11", "2569", in_past=True) == date(2026, 11, 21)
    assert _date("22", "11", "2569", in_past=True) == ["วันที่ต้องไม่เป็นวันในอนาคต"]
    assert _date("20", "11", "2569", in_future=True) == ["วันที่ต้องไม่เป็นวันที่ผ่านมาแล้ว"]


@pytest.mark.parametrize(
    "typed", [("13.7563", "100.5018"), ("๑๓.๗๕๖๓", "๑๐๐.๕๐๑๘"), ("13,7563", "100,5018"), ("13.7563, 100.5018", "")]
)
def test_places(typed: tuple[str, str]) -> None:
    assert _pin(*typed) == fields.Point(Decimal("13.756300"), Decimal("100.501800"))


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        (("100.5", "13.7"), "สลับกัน"),
        (("48.85", "2.35"), "ไม่อยู่ในประเทศไทย"),
        (("13.7", ""), "เป็นตัวเลข"),
        (("nan", "inf"), "เป็นตัวเลข"),
        (("1e400", "100"), "เป็นตัวเลข"),
        (("", ""), "ปักหมุด"),
    ],
)
def test_wrong_places_are_explained(typed: tuple[str, str], part: str) -> None:
    (error,) = _pin(*typed)
    assert part in error


def _photo(name: str = "a.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, kind)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def _photos(files: list[SimpleUploadedFile], data: dict[str, list[str]] | None = None, **options: Any) -> Any:
    form_class = type("F", (forms.Form,), {"it": fields.PhotoField(**options)})
    form = form_class(MultiValueDict(data or {}), MultiValueDict({"it": files}))
    return form.cleaned_data["it"] if form.is_valid() else [str(error) for error in form.errors["it"]]


def test_photos_new_and_kept() -> None:
    photos = _photos([_photo(), _photo("b.png", "PNG")], {"it_ids": ["1", "2", "2", "3"], "it_remove": ["3"]})
    assert isinstance(photos, Photos)
    assert len(photos.files) == 2
    assert photos.kept == ("1", "2")
    assert photos.files[0].read(2) == b"\xff\xd8", "read again from the start"


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ([], "อย่างน้อย 1 รูป"),
        ([_photo()] * 6, "ไม่เกิน 5 รูป"),
        ([SimpleUploadedFile("ว่าง.jpg", b"")], "ไฟล์ว่าง"),
        ([SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")], "ไม่ใช่รูป"),
        ([SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 broken")], "ไม่ใช่รูป"),
        ([_photo("a.gif", "GIF")], "ไม่ใช่รูป"),
    ],
)
def test_wrong_photos_are_named(files: list[SimpleUploadedFile], part: str) -> None:
    (error,) = _photos(files)
    assert part in error


def test_a_photo_that_is_too_big_is_named_with_the_limit() -> None:
    (error,) = _photos([_photo("ใหญ่.jpg")], max_bytes=100)
    assert error.startswith("ใหญ่.jpg ใหญ่กว่า 100")


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                *EveryField.base_fields,
                "seen_on_day",
                "seen_on_month",
                "seen_on_year",
                "seen_on_era",
                "place_latitude",
                "place_longitude",
                "photos_ids",
            ]
        ),
        st.text(max_size=40),
    )
)
def test_no_input_breaks_a_field_and_nothing_typed_is_lost(data: dict[str, str]) -> None:
    with translation.override("th"):
        form = EveryField(MultiValueDict({key: [value] for key, value in data.items()}))
        form.is_valid()
        assert str(form)
