"""Dates, numbers and states as people read them."""

from collections import namedtuple
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from shared_apps.ui.templatetags import thai

AT = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # already the 21st in Bangkok


@pytest.mark.parametrize(
    ("style", "in_thai", "in_english"),
    [
        ("short", "21 พ.ย. 2569", "21 Nov 2026"),
        ("medium", "21 พฤศจิกายน 2569", "21 November 2026"),
        ("long", "วันเสาร์ที่ 21 พฤศจิกายน 2569", "Saturday 21 November 2026"),
    ],
)
def test_dates_are_bangkoks_and_follow_the_language(style: str, in_thai: str, in_english: str) -> None:
    with translation.override("th"):
        assert thai.thaidate(AT, style) == in_thai
    with translation.override("en"):
        assert thai.thaidate(AT, style) == in_english


def test_moments() -> None:
    with translation.override("th"):
        assert thai.thaidatetime(AT) == "21 พ.ย. 2569 00.30 น."
    with translation.override("en"):
        assert thai.thaidatetime(AT) == "21 Nov 2026, 00:30"


@pytest.mark.parametrize(
    ("ago", "in_thai", "in_english"),
    [(timedelta(minutes=5), "5 นาทีที่แล้ว", "5\xa0minutes ago"), (timedelta(days=-3), "อีก 3 วัน", "in 3\xa0days")],
)
def test_relative_moments(ago: timedelta, in_thai: str, in_english: str) -> None:
    with time_machine.travel(AT, tick=False):
        with translation.override("th"):
            assert thai.thairelative(AT - ago) == in_thai
        with translation.override("en"):
            assert thai.thairelative(AT - ago) == in_english


@pytest.mark.parametrize("show", [thai.thaidate, thai.thaidatetime, thai.thairelative, thai.thainumber, thai.phone])
def test_nothing_is_shown_as_nothing(show: object) -> None:
    assert callable(show)
    assert show(None) == ""


def test_numbers_are_grouped_in_both_languages() -> None:
    for language in ("th", "en"):
        with translation.override(language):
            assert thai.thainumber(1240) == "1,240"
            assert thai.thainumber(1240, 2) == "1,240.00"
            assert thai.thainumber(0) == "0"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+66812345678", "081 234 5678"),
        ("+6638123456", "038 123 456"),
        ("+6622419000;ext=2322", "02 241 9000 ต่อ 2322"),
        ("1784", "1784"),
        ("ไม่มี", "ไม่มี"),
    ],
)
def test_telephone_numbers(kept: str, shown: str) -> None:
    with translation.override("th"):
        assert thai.phone(kept) == shown


def test_a_date_without_time_stays_on_its_day() -> None:
    assert thai.thaidate(date(2026, 11, 20)) == "20 พ.ย. 2569"


def _render(source: str, **values: object) -> str:
    return Template("{% load thai %}" + source).render(Context(values))


def test_a_badge_shows_label_and_tone_and_escapes() -> None:
    state = namedtuple("State", "label tone")
    assert _render("{% status_badge state %}", state=state("<ใหม่>", "info")) == (
        '<span class="status status-info">&lt;ใหม่&gt;</span>'
    )
    assert "status-neutral" in _render("{% status_badge state %}", state=state("x", 'bad" tone'))


def test_an_icon_is_decoration_unless_it_has_a_title() -> None:
    assert 'aria-hidden="true"' in _render('{% icon "search" %}')
    assert 'role="img" aria-label="ค้นหา"' in _render('{% icon "search" title="ค้นหา" %}')
    assert "#question-circle" in _render("{% icon name %}", name="no-such-icon")
