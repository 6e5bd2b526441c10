import pytest
from django.utils import translation

from shared_apps.geography import lgo
from shared_apps.geography.lgo import LgoType


@pytest.mark.parametrize(
    ("digits", "lgo_type"),
    [
        ("02", LgoType.PAO),
        ("03", LgoType.CITY_MUNICIPALITY),
        ("04", LgoType.TOWN_MUNICIPALITY),
        ("05", LgoType.SUBDISTRICT_MUNICIPALITY),
        ("06", LgoType.SAO),
        ("01", None),
    ],
)
def test_the_type_in_a_dla_code(digits: str, lgo_type: LgoType | None) -> None:
    assert lgo.lgo_type_of_digits(digits) is lgo_type


def test_names_and_titles() -> None:
    kind = LgoType.SUBDISTRICT_MUNICIPALITY
    assert lgo.full_name(kind, "แม่สาย") == "เทศบาลตำบลแม่สาย"
    assert lgo.short_name(kind, "แม่สาย") == "ทต.แม่สาย"
    assert lgo.english_name(kind, "Mae Sai") == "Mae Sai Subdistrict Municipality"
    assert lgo.head_title(kind, "แม่สาย") == "นายกเทศมนตรีตำบลแม่สาย"
    assert lgo.permanent_head_title(LgoType.SAO, "แม่ใส") == "ปลัดองค์การบริหารส่วนตำบลแม่ใส"


def test_kinds_that_exist_once_take_no_place() -> None:
    assert lgo.full_name(LgoType.BANGKOK, "กรุงเทพ") == "กรุงเทพมหานคร"
    assert lgo.english_name(LgoType.PATTAYA, "Pattaya") == "Pattaya City"


def test_only_municipalities_pass_municipal_law() -> None:
    municipal = {kind for kind in LgoType if kind.facts.law_th == "เทศบัญญัติ"}
    assert municipal == {
        LgoType.CITY_MUNICIPALITY,
        LgoType.TOWN_MUNICIPALITY,
        LgoType.SUBDISTRICT_MUNICIPALITY,
    }


def test_choices_follow_the_language() -> None:
    with translation.override("th"):
        assert ("sao", "องค์การบริหารส่วนตำบล") in lgo.lgo_type_choices()
    with translation.override("en"):
        assert ("pattaya", "Pattaya City") in lgo.lgo_type_choices()
    assert len(lgo.lgo_type_choices()) == 7
