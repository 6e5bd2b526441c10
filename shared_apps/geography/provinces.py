"""The 77 provinces (TIS 1099), which are facts of the country and not rows of a table."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language

from kit.errors import NotFound, gettext_noop
from kit.thai import sort_key


class Region(StrEnum):
    """The six geographical regions."""

    NORTH = "north"
    NORTHEAST = "northeast"
    CENTRAL = "central"
    EAST = "east"
    WEST = "west"
    SOUTH = "south"


@dataclass(frozen=True)
class Province:
    """`code` is text of two digits; `latitude` and `longitude` are its seat, where a map starts."""

    code: str
    name_th: str
    name_en: str
    region: Region
    latitude: float
    longitude: float

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_th

    def __str__(self) -> str:
        return self.name


_NORTH = """
50 เชียงใหม่ Chiang Mai 18.7883 98.9853
51 ลำพูน Lamphun 18.5745 99.0087
52 ลำปาง Lampang 18.2888 99.4908
53 อุตรดิตถ์ Uttaradit 17.6201 100.0993
54 แพร่ Phrae 18.1446 100.1403
55 น่าน Nan 18.7756 100.7730
56 พะเยา Phayao 19.1665 99.9019
57 เชียงราย Chiang Rai 19.9105 99.8406
58 แม่ฮ่องสอน Mae Hong Son 19.3020 97.9654
"""
_NORTHEAST = """
30 นครราชสีมา Nakhon Ratchasima 14.9799 102.0978
31 บุรีรัมย์ Buri Ram 14.9930 103.1029
32 สุรินทร์ Surin 14.8818 103.4936
33 ศรีสะเกษ Si Sa Ket 15.1186 104.3220
34 อุบลราชธานี Ubon Ratchathani 15.2287 104.8564
35 ยโสธร Yasothon 15.7926 104.1453
36 ชัยภูมิ Chaiyaphum 15.8068 102.0315
37 อำนาจเจริญ Amnat Charoen 15.8657 104.6258
38 บึงกาฬ Bueng Kan 18.3609 103.6464
39 หนองบัวลำภู Nong Bua Lam Phu 17.2218 102.4260
40 ขอนแก่น Khon Kaen 16.4322 102.8236
41 อุดรธานี Udon Thani 17.4138 102.7872
42 เลย Loei 17.4860 101.7223
43 หนองคาย Nong Khai 17.8783 102.7413
44 มหาสารคาม Maha Sarakham 16.1851 103.3026
45 ร้อยเอ็ด Roi Et 16.0538 103.6520
46 กาฬสินธุ์ Kalasin 16.4315 103.5059
47 สกลนคร Sakon Nakhon 17.1555 104.1348
48 นครพนม Nakhon Phanom 17.3920 104.7695
49 มุกดาหาร Mukdahan 16.5453 104.7235
"""
_CENTRAL = """
10 กรุงเทพมหานคร Bangkok 13.7563 100.5018
11 สมุทรปราการ Samut Prakan 13.5991 100.5998
12 นนทบุรี Nonthaburi 13.8591 100.5217
13 ปทุมธานี Pathum Thani 14.0208 100.5250
14 พระนครศรีอยุธยา Phra Nakhon Si Ayutthaya 14.3532 100.5689
15 อ่างทอง Ang Thong 14.5896 100.4550
16 ลพบุรี Lop Buri 14.7995 100.6534
17 สิงห์บุรี Sing Buri 14.8936 100.3967
18 ชัยนาท Chai Nat 15.1852 100.1251
19 สระบุรี Saraburi 14.5289 100.9101
26 นครนายก Nakhon Nayok 14.2069 101.2130
60 นครสวรรค์ Nakhon Sawan 15.7047 100.1372
61 อุทัยธานี Uthai Thani 15.3835 100.0246
62 กำแพงเพชร Kamphaeng Phet 16.4828 99.5227
64 สุโขทัย Sukhothai 17.0078 99.8237
65 พิษณุโลก Phitsanulok 16.8211 100.2659
66 พิจิตร Phichit 16.4429 100.3487
67 เพชรบูรณ์ Phetchabun 16.4190 101.1606
72 สุพรรณบุรี Suphan Buri 14.4745 100.1177
73 นครปฐม Nakhon Pathom 13.8199 100.0622
74 สมุทรสาคร Samut Sakhon 13.5475 100.2740
75 สมุทรสงคราม Samut Songkhram 13.4098 100.0023
"""
_EAST = """
20 ชลบุรี Chon Buri 13.3611 100.9847
21 ระยอง Rayong 12.6814 101.2816
22 จันทบุรี Chanthaburi 12.6114 102.1039
23 ตราด Trat 12.2428 102.5175
24 ฉะเชิงเทรา Chachoengsao 13.6904 101.0780
25 ปราจีนบุรี Prachin Buri 14.0509 101.3728
27 สระแก้ว Sa Kaeo 13.8240 102.0646
"""
_WEST = """
63 ตาก Tak 16.8840 99.1259
70 ราชบุรี Ratchaburi 13.5283 99.8134
71 กาญจนบุรี Kanchanaburi 14.0228 99.5328
76 เพชรบุรี Phetchaburi 13.1119 99.9447
77 ประจวบคีรีขันธ์ Prachuap Khiri Khan 11.8126 99.7957
"""
_SOUTH = """
80 นครศรีธรรมราช Nakhon Si Thammarat 8.4304 99.9631
81 กระบี่ Krabi 8.0863 98.9063
82 พังงา Phangnga 8.4510 98.5255
83 ภูเก็ต Phuket 7.8804 98.3923
84 สุราษฎร์ธานี Surat Thani 9.1382 99.3215
85 ระนอง Ranong 9.9529 98.6085
86 ชุมพร Chumphon 10.4930 99.1800
90 สงขลา Songkhla 7.1897 100.5951
91 สตูล Satun 6.6238 100.0674
92 ตรัง Trang 7.5563 99.6114
93 พัทลุง Phatthalung 7.6167 100.0740
94 ปัตตานี Pattani 6.8692 101.2504
95 ยะลา Yala 6.5411 101.2804
96 นราธิวาส Narathiwat 6.4255 101.8253
"""


def _province(line: str, region: Region) -> Province:
    code, name_th, *english, latitude, longitude = line.split()
    return Province(code, name_th, " ".join(english), region, float(latitude), float(longitude))


_TABLES = {
    Region.NORTH: _NORTH,
    Region.NORTHEAST: _NORTHEAST,
    Region.CENTRAL: _CENTRAL,
    Region.EAST: _EAST,
    Region.WEST: _WEST,
    Region.SOUTH: _SOUTH,
}
PROVINCES: tuple[Province, ...] = tuple(
    sorted(
        (_province(line, region) for region, table in _TABLES.items() for line in table.strip().splitlines()),
        key=lambda each: sort_key(each.name_th),
    )
)
"""All of them, in Thai dictionary order."""

_BY_CODE = {each.code: each for each in PROVINCES}
NO_SUCH_PROVINCE = gettext_noop("There is no such province.")


def province(code: str) -> Province:
    """The province of a code; NotFound when there is none."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise NotFound(NO_SUCH_PROVINCE, code="no_such_province") from None


def provinces_sorted() -> tuple[Province, ...]:
    """All provinces in the dictionary order of the page's language."""
    if get_language() == "en":
        return tuple(sorted(PROVINCES, key=lambda each: each.name_en))
    return PROVINCES


def province_choices() -> list[tuple[str, str]]:
    """Code and name, for a form: `choices=province_choices` so that they follow the language."""
    return [(each.code, each.name) for each in provinces_sorted()]
