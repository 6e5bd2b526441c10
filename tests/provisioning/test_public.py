"""The operator's site: true numbers, Thai and English, open to everyone."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billing.services import books
from kit import clock
from kit.errors import NotFound
from provisioning import lgo, prices
from shared_apps.accounts.models import User, UserKind
from tenants.models import LgoType, Tenant
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]
PATHS = ["/", "/prices", "/contact", "/privacy", "/trial-terms", "/accessibility", "/sign-up/"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_open_in_thai_and_english(browse: Browse, path: str) -> None:
    client = browse(None)
    thai = client.get(path)
    assert thai.status_code == 200
    assert '<html lang="th"' in thai.content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": path})
    english = client.get(path).content.decode()
    assert '<html lang="en"' in english
    main = re.sub(r"<[^>]+>", "", english[english.index("<main") : english.index("</main>")])
    assert not re.search(r"[ก-๙]", main.replace("ต่อ", ""))


def test_the_terms_of_the_trial_name_what_holds(browse: Browse, settings: Any) -> None:
    settings.TRIAL_DAYS = 45
    page = browse(None).get("/trial-terms").content.decode()
    for promise in ("ใช้ได้ 45 วัน", "20 บัญชี", "5.0", "30 วันแรก", "จนถึงวันที่ 90", "จนถึงวันที่ 180"):
        assert promise in page, promise


@pytest.mark.parametrize("path", PATHS)
def test_they_are_not_on_the_host_of_an_lgo(browse: Browse, north: Tenant, path: str) -> None:
    assert "/sign-up/" not in browse(north).get(path).content.decode()


def test_the_examples_of_the_brochure_come_out(in_public: None) -> None:
    book = prices.price_list(date(2026, 11, 20))
    examples = prices.examples(book)
    assert examples.first_year == Decimal(65_000)
    assert (examples.add_on_now, examples.storage) == (Decimal(3_000), 110)
    assert examples.next_year == Decimal(62_000)
    with pytest.raises(NotFound):
        prices.price_list(date(2020, 1, 1))


def test_the_page_shows_the_price_book_in_force(browse: Browse, in_public: None) -> None:
    book = books.draft_book(
        values=books.BookValues(
            effective_from=clock.today(),
            vat_percent=Decimal(7),
            withholding_percent=Decimal(1),
            installation=Decimal(12_345),
            packages=[
                books.PackageRow(
                    code="XS", name_th="เล็ก", name_en="Small", yearly=Decimal(9_876), accounts=5, storage=1024**3 // 2
                )
            ],
            storage=[],
        ),
        actor=None,
        at=clock.now(),
    )
    books.submit_book(book=book, actor=None, at=clock.now())
    assert "12,345" not in browse(None).get("/prices").content.decode()
    books.approve_book(book=book, actor=_approver(), at=clock.now())
    page = browse(None).get("/prices").content.decode()
    assert "12,345" in page
    assert "0.5 GB" in page
    assert "1,000" not in page


def _approver() -> User:
    return User.objects.create(email="approver@dga.example", display_name="ผู้อนุมัติ", kind=UserKind.STAFF)


def test_prices_are_shown(browse: Browse) -> None:
    page = browse(None).get("/prices").content.decode()
    for price in ("15,000", "35,000", "50,000", "80,000", "120,000", "700", "1,000", "1,800", "65,000", "62,000"):
        assert price in page
    assert "ภาษีมูลค่าเพิ่ม" in page


@pytest.mark.parametrize(
    ("digits", "lgo_type"),
    [("02", "pao"), ("03", "city"), ("04", "town"), ("05", "subdistrict"), ("06", "sao"), ("01", None)],
)
def test_the_type_of_a_code(digits: str, lgo_type: str | None) -> None:
    assert lgo.type_of_code(digits) == lgo_type


def test_names_of_types() -> None:
    assert lgo.full_name(LgoType.TOWN, lgo.place_of("เทศบาลเมืองทุ่งสง")) == "เทศบาลเมืองทุ่งสง"
    assert lgo.full_name(LgoType.TOWN, lgo.place_of("ทม. ทุ่งสง")) == "เทศบาลเมืองทุ่งสง"
    assert lgo.full_name(LgoType.SPECIAL, "กรุงเทพมหานคร") == "กรุงเทพมหานคร"
    assert len(lgo.type_choices()) == len(LgoType)
    assert lgo.province_fits("38", "43")
    assert not lgo.province_fits("43", "38")
