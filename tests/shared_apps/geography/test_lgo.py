import pytest
from django.utils import translation

from shared_apps.geography import lgo
from tenants.models import LgoType


@pytest.mark.parametrize(
    ("digits", "lgo_type"),
    [
        ("02", LgoType.PAO),
        ("03", LgoType.CITY),
        ("04", LgoType.TOWN),
        ("05", LgoType.SUBDISTRICT),
        ("06", LgoType.SAO),
        ("01", None),
    ],
)
def test_the_type_in_a_dla_code(digits: str, lgo_type: LgoType | None) -> None:
    assert lgo.lgo_type_of_digits(digits) is lgo_type


def test_names_and_titles() -> None:
    kind = LgoType.SUBDISTRICT
    assert lgo.full_name(kind, "แม่สาย") == "เทศบาลตำบลแม่สาย"
    assert lgo.short_name(kind, "แม่สาย") == "ทต.แม่สาย"
    assert lgo.english_name(kind, "แม่สาย", "Mae Sai") == "Mae Sai Subdistrict Municipality"
    assert lgo.head_title(kind, "แม่สาย") == "นายกเทศมนตรีตำบลแม่สาย"
    assert lgo.permanent_head_title(LgoType.SAO, "แม่ใส") == "ปลัดองค์การบริหารส่วนตำบลแม่ใส"


def test_the_special_ones_are_told_by_their_own_names() -> None:
    assert lgo.full_name(LgoType.SPECIAL, "กรุงเทพมหานคร") == "กรุงเทพมหานคร"
    assert lgo.short_name(LgoType.SPECIAL, "กรุงเทพมหานคร") == "กทม."
    assert lgo.english_name(LgoType.SPECIAL, "เมืองพัทยา", "Pattaya") == "Pattaya City"
    assert lgo.head_title(LgoType.SPECIAL, "เมืองพัทยา") == "นายกเมืองพัทยา"
    assert lgo.facts_of(LgoType.SPECIAL).name_en == "Bangkok Metropolitan Administration"


def test_only_municipalities_pass_municipal_law() -> None:
    municipal = {kind for kind in LgoType if lgo.facts_of(kind).law_th == "เทศบัญญัติ"}
    assert municipal == {LgoType.CITY, LgoType.TOWN, LgoType.SUBDISTRICT}


def test_every_type_has_its_facts_in_both_languages() -> None:
    assert {*lgo.FACTS} == {*LgoType} - {LgoType.SPECIAL}
    with translation.override("th"):
        assert lgo.facts_of(LgoType.SAO).label == "องค์การบริหารส่วนตำบล"
    with translation.override("en"):
        assert [facts.label for facts in lgo.SPECIAL][1] == "Pattaya City"


@pytest.mark.parametrize("typed", ["เมืองพะเยา", "อำเภอเมืองพะเยา", "อ.เมืองพะเยา", " อ. เมืองพะเยา ", "อำเภอ เมืองพะเยา"])
def test_a_district_is_its_bare_name(typed: str) -> None:
    assert lgo.district_of(typed) == "เมืองพะเยา"
