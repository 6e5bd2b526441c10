"""The categories an LGO begins with (facts F). They are its own to change."""

from typing import NamedTuple


class CategorySeed(NamedTuple):
    """A category to begin with; `divisions` are codes, the first that the LGO has being responsible."""

    code: str
    name_th: str
    name_en: str
    hint_th: str
    hint_en: str
    icon: str
    divisions: tuple[str, ...]
    needs_place: bool = True
    restricted: bool = False


_WORKS = ("works", "office")
_HEALTH = ("health", "office")

CATEGORIES = (
    CategorySeed(
        "roads",
        "ถนนและทางเท้า",
        "Roads and pavements",
        "ถนนเป็นหลุม ทางเท้าชำรุด",
        "Potholes, broken pavement",
        "cone-striped",
        _WORKS,
    ),
    CategorySeed(
        "street-lights",
        "ไฟฟ้าสาธารณะ",
        "Street lights",
        "ไฟถนนดับ เสาไฟเอียง",
        "Lights out, leaning poles",
        "lightbulb",
        _WORKS,
    ),
    CategorySeed(
        "water-supply",
        "น้ำประปา",
        "Water supply",
        "น้ำไม่ไหล ท่อแตก น้ำขุ่น",
        "No water, burst pipe, cloudy water",
        "droplet",
        ("water", "works", "office"),
    ),
    CategorySeed(
        "drains",
        "ท่อระบายน้ำและน้ำท่วม",
        "Drains and floods",
        "ท่ออุดตัน น้ำท่วมขัง ฝาท่อหาย",
        "Blocked drain, standing water",
        "water",
        _WORKS,
    ),
    CategorySeed("waste", "ขยะ", "Waste", "ขยะตกค้าง ลักลอบทิ้งขยะ", "Waste left behind, dumping", "trash", _HEALTH),
    CategorySeed(
        "nuisance",
        "กลิ่น เสียง เหตุรำคาญ",
        "Smell, noise, nuisance",
        "เสียงดัง กลิ่นเหม็น ควัน ฝุ่น",
        "Loud noise, bad smell, smoke, dust",
        "volume-up",
        _HEALTH,
    ),
    CategorySeed(
        "strays",
        "สัตว์จรจัด",
        "Stray animals",
        "สุนัขจรจัด สัตว์ดุร้าย สัตว์ตาย",
        "Stray dogs, dangerous or dead animals",
        "bug",
        _HEALTH,
    ),
    CategorySeed("trees", "ต้นไม้", "Trees", "กิ่งไม้พาดสายไฟ ต้นไม้ล้ม", "Branches on wires, fallen tree", "tree", _WORKS),
    CategorySeed(
        "buildings",
        "สิ่งก่อสร้าง",
        "Buildings",
        "ก่อสร้างรุกล้ำ อาคารไม่ปลอดภัย",
        "Encroachment, unsafe building",
        "building",
        _WORKS,
    ),
    CategorySeed(
        "disasters", "สาธารณภัย", "Disasters", "พายุ ไฟไหม้ ดินถล่ม", "Storm, fire, landslide", "fire", ("office",)
    ),
    CategorySeed(
        "welfare",
        "สวัสดิการสังคม",
        "Welfare",
        "เบี้ยยังชีพ ผู้สูงอายุ ผู้พิการ",
        "Allowances, elders, disabled people",
        "heart-pulse",
        ("welfare", "office"),
        needs_place=False,
    ),
    CategorySeed(
        "corruption",
        "การทุจริตและประพฤติมิชอบ",
        "Corruption and misconduct",
        "เห็นเฉพาะผู้รับผิดชอบ",
        "Seen only by those responsible",
        "shield-exclamation",
        ("audit", "office"),
        needs_place=False,
        restricted=True,
    ),
    CategorySeed(
        "other",
        "เรื่องอื่น ๆ",
        "Something else",
        "เรื่องที่ไม่อยู่ในรายการ",
        "Anything not listed",
        "three-dots",
        ("office",),
        needs_place=False,
    ),
)

SOURCES = (
    ("counter", "เคาน์เตอร์บริการ", "Counter"),
    ("phone", "โทรศัพท์", "Telephone"),
    ("letter", "หนังสือ", "Letter"),
    ("1567", "ศูนย์ดำรงธรรม 1567", "Damrongtham Centre 1567"),
    ("1111", "ศูนย์บริการประชาชน 1111", "Government hotline 1111"),
    ("traffy", "Traffy Fondue", "Traffy Fondue"),
)
"""Ways in that an LGO begins with, as (code, Thai, English); its own to change."""
