import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Invalid
from kit.thai import (
    normalise_paragraphs,
    normalise_text,
    search_fold,
    sort_key,
    to_ascii_digits,
    to_thai_digits,
)

MARKS = re.compile("[\u0e47-\u0e4e]")
THAI = st.text(alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B))
NOISY = st.text(alphabet=st.sampled_from([*"กขเแำาํ่้๊๋์ุ ๑1a", "\u200b", "\ufeff", "\u0327", "\n", "\ud800"]))


class TestDigits:
    def test_there_and_back(self) -> None:
        assert to_thai_digits(2569) == "๒๕๖๙"
        assert to_thai_digits("ปี 2569 (1)") == "ปี ๒๕๖๙ (๑)"
        assert to_ascii_digits("๐๘๑-๒๓๔ 56") == "081-234 56"

    @pytest.mark.parametrize("digit", ["²", "٣", "५", "１", "①"])
    def test_other_scripts_are_refused(self, digit: str) -> None:
        with pytest.raises(Invalid) as refused:
            to_ascii_digits(f"12{digit}")
        assert (refused.value.code, refused.value.params) == ("foreign_digit", {"digit": digit})

    @given(st.integers())
    def test_round_trip(self, number: int) -> None:
        assert to_ascii_digits(to_thai_digits(number)) == str(number)


class TestNormalise:
    @pytest.mark.parametrize(
        "spelling",
        [
            "น\u0e4d\u0e49\u0e32",  # as OCR and seed papers have it
            "น\u0e49\u0e4d\u0e32",  # as NFKC leaves it
            "น\u0e33\u0e49",  # the tone typed last
            "น\u0e4d\u0e32\u0e49",
            "น\u200b้\u200cำ",
            "\ufeff น้ำ\u202e ",
        ],
    )
    def test_one_spelling_of_water(self, spelling: str) -> None:
        assert normalise_text(spelling) == "น้ำ"

    def test_nikhahit_without_a_tone(self) -> None:
        assert normalise_text("ท\u0e4d\u0e32") == "ทำ"

    def test_double_sara_e_is_sara_ae(self) -> None:
        assert normalise_text("เเม่เเตง") == "แม่แตง"

    def test_white_space_becomes_single_spaces(self) -> None:
        assert normalise_text("  บ้าน\u00a0\u3000 ใหม่\n\tหมู่ 2 ") == "บ้าน ใหม่ หมู่ 2"

    def test_nfc(self) -> None:
        assert normalise_text("e\u0301") == "é"

    def test_nothing_the_database_refuses_is_left(self) -> None:
        assert normalise_text("ก\x00ข\ud800ค") == "กขค"

    def test_an_emoji_family_stays_together(self) -> None:
        assert normalise_text("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"

    def test_paragraphs_keep_their_lines(self) -> None:
        text = "\n ท่อตัน  มาก\r\n\u200b\r\n\r\n\r\nเหม็น\u2028ทุกวัน \n"
        assert normalise_paragraphs(text) == "ท่อตัน มาก\n\nเหม็น\nทุกวัน"

    @given(NOISY | st.text())
    def test_normalising_twice_changes_nothing(self, text: str) -> None:
        once = normalise_text(text)
        assert normalise_text(once) == once
        assert unicodedata.is_normalized("NFC", once)
        paragraphs = normalise_paragraphs(text)
        assert normalise_paragraphs(paragraphs) == paragraphs


class TestSearchFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("ทต. บ้านใหม่ ๒", "ทต บ้านใหม่ 2"),
            ("กรุงเทพฯ", "กรุงเทพ"),
            ("ที่ ชม 52001/ว 12", "ที่ ชม 52001ว 12"),
            ("RQ-2569-004812", "rq2569004812"),
            ("Ｓｏｉ ５", "soi 5"),
            ("Straße", "strasse"),
            ("น\u0e4d\u0e49\u0e32ท่วม!!", "น้ำท่วม"),
            ("เสาไฟ… (ดับ) 💡", "เสาไฟ ดับ"),
            ("…", ""),
        ],
    )
    def test_vectors(self, text: str, folded: str) -> None:
        assert search_fold(text) == folded

    @given(NOISY | THAI | st.text(alphabet=st.characters(max_codepoint=0x17F)))
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert search_fold(search_fold(text)) == search_fold(text)


class TestSortKey:
    @pytest.mark.parametrize(
        "words",
        [
            "กก กา ก่า กาง ก้าง เกาะ แก้ว โกน ไก่ ขา เขา ใจ เทศบาล นคร นา น้ำ อำเภอ",
            "กรุงเทพมหานคร ชลบุรี เชียงราย เชียงใหม่ ปทุมธานี เพชรบุรี แพร่ แม่ฮ่องสอน ยโสธร ลำปาง ลำพูน เลย",
            "กา ก่า ก้า ก๊า ก๋า กาก่า ก่ากา",
            "เก เก็ เก่ เก้ เกก",
            "1 ๒ 3 Ban ban2 Chan กอ",
        ],
    )
    def test_dictionary_order(self, words: str) -> None:
        expected = words.split()
        assert sorted(set(expected), key=sort_key) == expected

    @given(THAI, THAI)
    def test_marks_decide_only_between_equal_letters(self, left: str, right: str) -> None:
        bare_left, bare_right = (MARKS.sub("", word) for word in (left, right))
        if sort_key(bare_left) < sort_key(bare_right):
            assert sort_key(left) < sort_key(right)
