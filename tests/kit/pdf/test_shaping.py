"""Where glyphs stand, where lines end, and that documents made at once do not disturb each other."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kit.fonts import FontsMissing, font_file
from kit.pdf import Paragraph, bar_chart, fonts, image, qr, render
from kit.pdf.breaking import pieces
from tests.factories.photos import photo
from tests.kit.pdf.conftest import LETTER, compact, texts

# Advance, shift right, shift up of each glyph of Sarabun Regular, in thousandths of the size.
GOLDEN = {
    "ที่": [(657, 0, 0), (0, -10, 0), (0, -11, 0)],
    "ท่": [(657, 0, 0), (0, -9, 0)],
    "ป่า": [(655, 0, 0), (0, 0, 0), (485, 0, 0)],
    "ปั๊ม": [(655, 0, 0), (0, 0, 0), (0, -163, -32), (614, 0, 0)],
    "ญู": [(830, 0, 0), (0, -10, 0)],
    "น้ำ": [(637, 0, 0), (0, 0, 0), (485, 0, 0)],
}


def places(text: str) -> list[tuple[int, int, int]]:
    shaped = fonts.font(fonts.REGULAR).shape(text)
    return [(round(at.x_advance), round(at.x_offset), round(at.y_offset)) for at in shaped.places]


@pytest.mark.parametrize("text", GOLDEN)
def test_glyphs_stand_where_the_font_wants_them(text: str) -> None:
    assert places(text) == GOLDEN[text]


def test_substituted_glyphs_have_codes_of_their_own() -> None:
    shape = fonts.font(fonts.REGULAR).shape
    assert shape("ญู").codes != "ญู"  # yo ying loses its foot
    assert shape("กฎ").codes == "กฎ"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ขออนุญาตก่อสร้างอาคาร", ["ขออนุญาต", "ก่อสร้าง", "อาคาร"]),
        ("การประมาณ พ.ศ. 2569", ["การประมาณ", " ", "พ.ศ.", " ", "2569"]),
        ("ถนน-ทางเท้า", ["ถนน-", "ทางเท้า"]),
        ("กรรมการๆ", ["กรรมการๆ"]),
        ("(กรรมการ)", ["(กรรมการ)"]),
        ("RQ-2569-000001", ["RQ-2569-000001"]),
        ("", []),
    ],
)
def test_lines_end_between_words(text: str, words: list[str]) -> None:
    assert pieces(text) == words


def test_nothing_is_lost_in_breaking() -> None:
    assert "".join(pieces(LETTER * 3)) == LETTER * 3


def test_no_line_begins_with_a_mark() -> None:
    data = render([Paragraph(LETTER * 10)], title="t", author="a", footer="-")
    assert not [line for line in texts(data)[0].split("\r\n") if line[:1] in "ะาำๆฯๅัิีึืุู็่้๊๋์"]


@pytest.fixture
def often_switching() -> Iterator[None]:
    """Threads take turns after microseconds instead of 5 ms, so that what they share is caught in the middle."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def one(number: int) -> bytes:
    story = [Paragraph(f"{LETTER} ฉบับที่ {number} " * 4), bar_chart([("น้ำ", 3, "3"), ("ไฟ", 1, "1")]), qr("x", size=80)]
    return render(story, title=f"ที่ {number}", author="เทศบาล", footer=f"ฉบับ {number}")


def test_six_threads_make_the_documents_that_one_makes(often_switching: None) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(one, range(90)))
    assert made == [one(number) for number in range(90)]
    for number, data in enumerate(made):
        assert f"ฉบับที่{number}" in compact(texts(data)[0])


def test_letters_put_together_from_others_are_whole_in_threads(often_switching: None) -> None:
    """ReportLab reads such letters piece by piece from the font's file."""
    letters = "".join(chr(code) for code in range(0xC0, 0x180)) + LETTER

    def made(_: int) -> bytes:
        return render([Paragraph(letters)], title="t", author="a", footer="-")

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(made, range(90))) == {made(0)}


def test_a_picture_keeps_its_proportions() -> None:
    made = image(photo().read(), width=100, height=50)
    assert made.drawWidth <= 100
    assert made.drawHeight <= 50
    assert made.drawWidth / made.drawHeight == pytest.approx(made.imageWidth / made.imageHeight)
    assert len(texts(render([made, Paragraph("ภาพ")], title="t", author="a", footer="-"))) == 1


def test_a_missing_font_is_told() -> None:
    with pytest.raises(FontsMissing, match="is missing"):
        font_file("none.ttf")
