"""Kinds of local government (อปท.), and what follows from the kind: names, titles, its law's name.

An LGO changes its kind during its life, so nothing here is a key: keep the type with dates.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language


class LgoType(StrEnum):
    PAO = "pao"
    CITY_MUNICIPALITY = "city_municipality"
    TOWN_MUNICIPALITY = "town_municipality"
    SUBDISTRICT_MUNICIPALITY = "subdistrict_municipality"
    SAO = "sao"
    BANGKOK = "bangkok"
    PATTAYA = "pattaya"

    @property
    def facts(self) -> "LgoFacts":
        return _FACTS[self]

    @property
    def label(self) -> str:
        """The kind's name in the language of the page."""
        return self.facts.name_en if get_language() == "en" else self.facts.name_th


@dataclass(frozen=True, kw_only=True)
class LgoFacts:
    """`head_th` and `permanent_head_th` are titles before the place's name; `law_th` is what its
    local law is called; `dla_digits` begin its DLA code, where known; `is_single` kinds exist once
    and take no place's name."""

    name_th: str
    name_en: str
    short_th: str
    head_th: str
    permanent_head_th: str
    law_th: str
    dla_digits: str = ""
    is_single: bool = False


_FACTS = {
    LgoType.PAO: LgoFacts(
        name_th="องค์การบริหารส่วนจังหวัด",
        name_en="Provincial Administrative Organization",
        short_th="อบจ.",
        head_th="นายกองค์การบริหารส่วนจังหวัด",
        permanent_head_th="ปลัดองค์การบริหารส่วนจังหวัด",
        law_th="ข้อบัญญัติ",
        dla_digits="02",
    ),
    LgoType.CITY_MUNICIPALITY: LgoFacts(
        name_th="เทศบาลนคร",
        name_en="City Municipality",
        short_th="ทน.",
        head_th="นายกเทศมนตรีนคร",
        permanent_head_th="ปลัดเทศบาลนคร",
        law_th="เทศบัญญัติ",
        dla_digits="03",
    ),
    LgoType.TOWN_MUNICIPALITY: LgoFacts(
        name_th="เทศบาลเมือง",
        name_en="Town Municipality",
        short_th="ทม.",
        head_th="นายกเทศมนตรีเมือง",
        permanent_head_th="ปลัดเทศบาลเมือง",
        law_th="เทศบัญญัติ",
        dla_digits="04",
    ),
    LgoType.SUBDISTRICT_MUNICIPALITY: LgoFacts(
        name_th="เทศบาลตำบล",
        name_en="Subdistrict Municipality",
        short_th="ทต.",
        head_th="นายกเทศมนตรีตำบล",
        permanent_head_th="ปลัดเทศบาลตำบล",
        law_th="เทศบัญญัติ",
        dla_digits="05",
    ),
    LgoType.SAO: LgoFacts(
        name_th="องค์การบริหารส่วนตำบล",
        name_en="Subdistrict Administrative Organization",
        short_th="อบต.",
        head_th="นายกองค์การบริหารส่วนตำบล",
        permanent_head_th="ปลัดองค์การบริหารส่วนตำบล",
        law_th="ข้อบัญญัติ",
        dla_digits="06",
    ),
    LgoType.BANGKOK: LgoFacts(
        name_th="กรุงเทพมหานคร",
        name_en="Bangkok Metropolitan Administration",
        short_th="กทม.",
        head_th="ผู้ว่าราชการกรุงเทพมหานคร",
        permanent_head_th="ปลัดกรุงเทพมหานคร",
        law_th="ข้อบัญญัติ",
        is_single=True,
    ),
    LgoType.PATTAYA: LgoFacts(
        name_th="เมืองพัทยา",
        name_en="Pattaya City",
        short_th="เมืองพัทยา",
        head_th="นายกเมืองพัทยา",
        permanent_head_th="ปลัดเมืองพัทยา",
        law_th="ข้อบัญญัติ",
        is_single=True,
    ),
}
_BY_DLA_DIGITS = {facts.dla_digits: lgo_type for lgo_type, facts in _FACTS.items() if facts.dla_digits}


def lgo_type_of_digits(digits: str) -> LgoType | None:
    """The type that the first two digits of a DLA code tell, or None where they are not known.

    Inferred from real addresses; 02 for อบจ. is not confirmed. Ask, do not refuse, on a mismatch.
    """
    return _BY_DLA_DIGITS.get(digits)


def lgo_type_choices() -> list[tuple[str, str]]:
    """Value and name, for a form: `choices=lgo_type_choices` so that they follow the language."""
    return [(lgo_type.value, lgo_type.label) for lgo_type in LgoType]


def full_name(lgo_type: LgoType, place: str) -> str:
    """`เทศบาลตำบลแม่สาย` of the place `แม่สาย`."""
    return _with_place(lgo_type, lgo_type.facts.name_th, place)


def short_name(lgo_type: LgoType, place: str) -> str:
    """`ทต.แม่สาย`."""
    return _with_place(lgo_type, lgo_type.facts.short_th, place)


def english_name(lgo_type: LgoType, place: str) -> str:
    """`Mae Sai Subdistrict Municipality` of the place `Mae Sai`."""
    name = lgo_type.facts.name_en
    return name if lgo_type.facts.is_single else f"{place} {name}"


def head_title(lgo_type: LgoType, place: str) -> str:
    """`นายกเทศมนตรีตำบลแม่สาย`: who signs permits as the local competent officer."""
    return _with_place(lgo_type, lgo_type.facts.head_th, place)


def permanent_head_title(lgo_type: LgoType, place: str) -> str:
    """`ปลัดเทศบาลตำบลแม่สาย`."""
    return _with_place(lgo_type, lgo_type.facts.permanent_head_th, place)


def _with_place(lgo_type: LgoType, words: str, place: str) -> str:
    return words if lgo_type.facts.is_single else f"{words}{place}"
