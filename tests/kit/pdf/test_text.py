"""What is written can be read, copied and searched."""

from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest

from kit.pdf import STYLES, Bold, Paragraph, render, table
from tests.kit.pdf.conftest import LETTER, compact, texts

Written = Callable[[str], str]
HARD = ["ที่ ญู ฎุ ฟื้น ปั๊มน้ำ", "น้ำ ค่ำ กำ นำ้", "กฎหมาย เก้าอี้ ฐิ ฏุ่ ป่า ฝู่ ฟ้า", "นํ้า", "AV To fi ffl 1/2 (ก)", "๐๑๒๓๔๕๖๗๘๙ ฯลฯ ๆ"]


@pytest.mark.parametrize("text", [*HARD, LETTER.strip()])
def test_a_reader_takes_out_what_was_written(written: Written, text: str) -> None:
    assert compact(written(text)) == compact(text)


@pytest.mark.parametrize("text", HARD[:1] + HARD[2:3])
def test_a_single_line_keeps_its_spaces(written: Written, text: str) -> None:
    assert written(text).strip() == text


def test_another_reader_finds_the_words_too() -> None:
    data = render([Paragraph(LETTER)], title="หนังสือ", author="เทศบาล")
    found = pypdf.PdfReader(BytesIO(data)).pages[0].extract_text()
    for word in ("หนองน้ำแดง", "ผู้ใหญ่บ้านหมู่ที่", "กรรมการๆ", "RQ-2569-000123"):
        assert word in found


def test_markup_and_odd_characters_are_text(written: Written) -> None:
    assert "<b>&amp;</b> a\\b (c" in written("<b>&amp;</b> a\\b (c\x00\u200b")
    assert "ก ข" in written("ก\tข")


def test_bold_and_line_feeds_stay_in_place() -> None:
    data = render([Paragraph([Bold("เลขที่ "), "๑๒\nบรรทัดใหม่"])], title="t", author="a", footer="-")
    assert texts(data)[0].split("\r\n") == ["เลขที่ ๑๒", "บรรทัดใหม่"]


def test_five_pages_lose_nothing() -> None:
    data = render([Paragraph(LETTER * 60, STYLES["indented"])], title="t", author="a", footer="-")
    assert len(texts(data)) == 5
    assert compact("".join(texts(data))) == compact(LETTER * 60)


def test_a_row_taller_than_a_page_goes_on_on_the_next() -> None:
    rows = [["หัวข้อ", "รายละเอียด"], ["ก", LETTER * 30], ["ข", "จบ"]]
    pages = texts(render([table(rows, [80, 380], header=1)], title="t", author="a", footer="-"))
    assert len(pages) > 1
    assert all(compact(page).startswith("หัวข้อรายละเอียด") for page in pages)
    assert compact("".join(pages)).replace("หัวข้อรายละเอียด", "") == compact(f"ก{LETTER * 30}ขจบ")


def test_a_word_wider_than_the_page_is_cut_between_letters(written: Written) -> None:
    assert compact(written("ก้" * 200)) == "ก้" * 200
    assert compact(written("A" * 300)) == "A" * 300
