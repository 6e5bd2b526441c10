"""A complaint goes from a guest's phone to an officer's desktop and back, until it is closed and rated."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.factories.photos import photo_bytes, photo_with_gps
from tests.support.chromium import send, sign_in_officer, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage

pytestmark = pytest.mark.journey

TITLE = "ไฟทางดับหน้าวัดป่าศรีสว่าง"
EMAIL = "malee@citizen.example"
_READ_BYTES = "async address => new TextDecoder('latin1').decode(await (await fetch(address)).arrayBuffer())"
RESULT = "เปลี่ยนหลอดไฟใหม่แล้วทั้งสองต้น"


@dataclass
class Receipt:
    """What the citizen notes down."""

    number: str = ""
    code: str = ""
    pin: str = ""


def test_from_a_phone_to_closed_and_rated(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "phone") as page:
        receipt = _file(page, stage, look)
    with visitor(browser, "phone") as citizen, visitor(browser, "desktop") as officer:
        _follow(citizen, stage, receipt, look)
        _take_on(officer, stage, receipt, look)
        _answer(citizen, look)
        _give_the_result(officer, look)
        _close_and_rate(citizen, look)
        officer.reload()
        expect(officer.get_by_role("main")).to_contain_text("5/5")
        look(officer)
    _was_told_without_links(stage, receipt)
    assert look.problems == []


# --- the guest ------------------------------------------------------------------------------------------------------


def _file(page: Page, stage: Stage, look: Inspector) -> Receipt:
    page.goto(f"{stage.url('north')}/")
    page.get_by_role("link", name="แจ้งเรื่องร้องเรียน").click()
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.get_by_label("ไฟฟ้าสาธารณะ").check()
    send(page)
    _point(page, look)
    _describe(page, look)
    _say_who(page, look)
    _check_and_change(page, look)
    return _read_the_receipt(page, look)


def _describe(page: Page, look: Inspector) -> None:
    page.locator("input[name=title]").fill("ไฟดับ")
    page.locator("textarea[name=description]").fill("ดับ")
    page.locator("input[name=photos]").set_input_files(
        [{"name": "ไฟดับ.jpg", "mimeType": "image/jpeg", "buffer": photo_with_gps()}]
    )
    expect(page.locator(".photo-tile")).to_contain_text("พร้อมส่ง")
    send(page)
    expect(page.locator(".photo-tile")).to_have_count(1)
    expect(page.locator("input[name=title]")).to_have_value("ไฟดับ")
    look(page)
    page.locator("textarea[name=description]").fill("ไฟทางดับสองต้นตั้งแต่เมื่อคืน ถนนมืดมาก เด็กเดินกลับบ้านอันตราย")
    send(page)


def _point(page: Page, look: Inspector) -> None:
    page.locator(".map-box").tap(position={"x": 150, "y": 120})
    expect(page.locator("input[name=pin_latitude]")).not_to_have_value("")
    page.locator("input[name=place]").fill("หน้าวัดป่าศรีสว่าง")
    look(page)
    send(page)


def _say_who(page: Page, look: Inspector) -> None:
    page.locator("input[name=name]").fill("มาลี แก้วใส")
    page.locator("input[name=phone]").fill("12345")
    page.locator("input[name=email]").fill(EMAIL)
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.locator("input[name=phone]").fill("๐๘๑-๙๘๗-๖๕๔๓")
    send(page)


def _check_and_change(page: Page, look: Inspector) -> None:
    main = page.get_by_role("main")
    expect(main).to_contain_text("หน้าวัดป่าศรีสว่าง")
    look(page)
    page.get_by_role("link", name="แก้ไข หัวเรื่อง", exact=True).click()
    page.locator("input[name=title]").fill(TITLE)
    send(page)
    expect(main).to_contain_text(TITLE)
    expect(main.locator(".photo-grid img")).to_have_count(1)
    _photos_are_clean(page)
    send(page)


def _photos_are_clean(page: Page) -> None:
    """The photos are shown, and what the camera noted is gone."""
    images = page.locator("main .photo-grid img")
    for source in images.evaluate_all("all => all.map(e => e.src)"):
        text = page.evaluate(_READ_BYTES, source)
        assert len(text) > 500
        assert "SecretCamera" not in text
        assert "Exif" not in text


def _read_the_receipt(page: Page, look: Inspector) -> Receipt:
    number, pin = page.locator(".confirmation .reference").all_inner_texts()
    code = page.locator(".summary .reference").first.inner_text()
    assert re.fullmatch(r"RQ-\d{4}-\d{6}", number)
    assert re.fullmatch(r"\d{6}", pin.replace(" ", ""))
    assert page.locator("img.qr").evaluate("e => e.naturalWidth") > 100
    look(page)
    return Receipt(number, code, pin)


def _follow(page: Page, stage: Stage, receipt: Receipt, look: Inspector) -> None:
    page.goto(f"{stage.url('north')}/")
    page.locator("input[name=case]").fill(receipt.code.lower())
    page.get_by_role("button", name="ติดตาม", exact=True).click()
    page.locator("input[name=pin]").fill("000000" if receipt.pin != "000000" else "000001")
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.locator("input[name=pin]").fill(receipt.pin)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    look(page)


def _answer(page: Page, look: Inspector) -> None:
    page.reload()
    expect(page.locator(".question")).to_contain_text("ต้นไหน")
    look(page)
    form = page.locator("form[action$='/answer']")
    form.locator("textarea").fill("สองต้นหน้าประตูวัด เลขเสา ๑๒ และ ๑๓")
    _press(form)
    expect(page.locator(".alert-success")).to_be_visible()


def _close_and_rate(page: Page, look: Inspector) -> None:
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(RESULT)
    _photos_are_clean(page)
    look(page)
    _press(page.locator("form[action$='/confirm']"))
    rating = page.locator("form[action$='/rate']")
    rating.locator("input[value='5']").check()
    rating.locator("textarea").fill("รวดเร็วมาก ขอบคุณค่ะ")
    look(page)
    _press(rating)
    expect(rating).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("คุณให้ 5 คะแนนจาก 5")


def _press(form: Locator) -> None:
    with form.page.expect_navigation():
        form.locator("button.btn-primary").click()


# --- the officer ----------------------------------------------------------------------------------------------------


def _take_on(page: Page, stage: Stage, receipt: Receipt, look: Inspector) -> None:
    sign_in_officer(page, stage, "officer@north.example", next_url="/desk/complaints")
    page.locator("input[name=q]").fill("วัดป่า ศรีสว่าง")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look(page)
    page.get_by_role("link", name=re.compile(TITLE)).click()
    expect(page.locator("main .reference").first).to_have_text(receipt.number)
    expect(page.locator("section[aria-labelledby=reporter]")).not_to_contain_text(EMAIL)
    look(page)
    assign = _open_move(page, "assign")
    assign.locator("select").select_option(label=_option(assign, "สมหญิง"))
    _press(assign)
    ask = _open_move(page, "ask")
    ask.locator("textarea").fill("ไฟดับต้นไหนบ้างคะ ขอเลขเสาหรือจุดสังเกต")
    _press(ask)


def _open_move(page: Page, action: str) -> Locator:
    form = page.locator(f"form[action$='/{action}']")
    page.locator("details", has=form).locator("summary").click()
    expect(form).to_be_visible()
    return form


def _option(form: Locator, words: str) -> str:
    return form.locator("option", has_text=words).first.inner_text()


def _give_the_result(page: Page, look: Inspector) -> None:
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("เลขเสา ๑๒ และ ๑๓")
    resolve = _open_move(page, "resolve")
    resolve.locator("textarea").fill(RESULT)
    resolve.locator("input[type=file]").set_input_files(
        [{"name": "หลังซ่อม.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}]
    )
    look(page)
    _press(resolve)
    expect(page.get_by_role("main")).to_contain_text(RESULT)


# --- what was sent --------------------------------------------------------------------------------------------------


def _was_told_without_links(stage: Stage, receipt: Receipt) -> None:
    """At every step by e-mail, which comes before SMS, without anything to tap (facts H)."""
    stage.message("north", f"{EMAIL} {receipt.number} complaints/resolve")
    texts = stage.messages("north", f"{EMAIL} {receipt.number}")
    assert len(texts) >= 4, texts
    assert RESULT in "".join(texts)
    assert not [text for text in texts if re.search(r"https?:|www\.|localhost|/complaints", text)]
