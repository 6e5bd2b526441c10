import pytest
from django.utils import translation

from kit.errors import NotFound
from kit.identifiers import PROVINCE_CODES
from shared_apps.geography.provinces import PROVINCES, Region, province, province_choices, provinces_sorted


def test_there_are_77_with_codes_of_their_own() -> None:
    assert len(PROVINCES) == 77
    assert {each.code for each in PROVINCES} == PROVINCE_CODES
    assert len({each.name_th for each in PROVINCES}) == len({each.name_en for each in PROVINCES}) == 77


@pytest.mark.parametrize(
    ("region", "count"),
    [
        (Region.NORTH, 9),
        (Region.NORTHEAST, 20),
        (Region.CENTRAL, 22),
        (Region.EAST, 7),
        (Region.WEST, 5),
        (Region.SOUTH, 14),
    ],
)
def test_regions(region: Region, count: int) -> None:
    assert sum(each.region is region for each in PROVINCES) == count


def test_they_lie_in_thailand() -> None:
    for each in PROVINCES:
        assert 5.6 < each.latitude < 20.5
        assert 97.3 < each.longitude < 105.7


def test_a_province_by_its_code() -> None:
    assert province("38").name_th == "บึงกาฬ"
    assert province("10").name_en == "Bangkok"
    with pytest.raises(NotFound):
        province("59")


def test_they_follow_the_language() -> None:
    with translation.override("th"):
        assert province_choices()[:2] == [("81", "กระบี่"), ("10", "กรุงเทพมหานคร")]
        assert str(province("56")) == "พะเยา"
    with translation.override("en"):
        assert provinces_sorted()[0].name_en == "Amnat Charoen"
        assert str(province("56")) == "Phayao"


def test_dictionary_order() -> None:
    names = [each.name_th for each in PROVINCES]
    wanted = "กรุงเทพมหานคร ชลบุรี เชียงราย เชียงใหม่ ปทุมธานี เพชรบุรี แพร่ แม่ฮ่องสอน ยโสธร ลำปาง ลำพูน เลย"
    assert [name for name in names if name in wanted.split()] == wanted.split()
