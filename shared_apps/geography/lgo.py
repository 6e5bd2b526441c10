"""Kinds of local government (อปท.), and what follows from the kind: names, titles, its law's name.

An LGO changes its kind during its life, so nothing here is a key: keep the type with dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from tenants.models import LgoType


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

    @property
    def label(self) -> str:
        """The kind's name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_th


FACTS: Mapping[LgoType, LgoFacts] = {
    LgoType.PAO: LgoFacts(
        name_th="องค์การบริหารส่วนจังหวัด",
        name_en="Provincial Administrative Organization",
        short_th="อบจ.",
        head_th="นายกองค์การบริหารส่วนจังหวัด",
        permanent_head_th="ปลัดองค์การบริหารส่วนจังหวัด",
        law_th="ข้อบัญญัติ",
        dla_digits="02",
    ),
    LgoType.CITY: LgoFacts(
        name_th="เทศบาลนคร",
        name_en="City Municipality",
        short_th="ทน.",
        head_th="นายกเทศมนตรีนคร",
        permanent_head_th="ปลัดเทศบาลนคร",
        law_th="เทศบัญญัติ",
        dla_digits="03",
    ),
    LgoType.TOWN: LgoFacts(
        name_th="เทศบาลเมือง",
        name_en="Town Municipality",
        short_th="ทม.",
        head_th="นายกเทศมนตรีเมือง",
        permanent_head_th="ปลัดเทศบาลเมือง",
        law_th="เทศบัญญัติ",
        dla_digits="04",
    ),
    LgoType.SUBDISTRICT: LgoFacts(
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
}
SPECIAL: tuple[LgoFacts, ...] = (
    LgoFacts(
        name_th="กรุงเทพมหานคร",
        name_en="Bangkok Metropolitan Administration",
        short_th="กทม.",
        head_th="ผู้ว่าราชการกรุงเทพมหานคร",
        permanent_head_th="ปลัดกรุงเทพมหานคร",
        law_th="ข้อบัญญัติ",
        is_single=True,
    ),
    LgoFacts(
        name_th="เมืองพัทยา",
        name_en="Pattaya City",
        short_th="เมืองพัทยา",
        head_th="นายกเมืองพัทยา",
        permanent_head_th="ปลัดเมืองพัทยา",
        law_th="ข้อบัญญัติ",
        is_single=True,
    ),
)
"""The special local governments: each is one of its kind, and its name is its type."""
_BY_DLA_DIGITS = {facts.dla_digits: lgo_type for lgo_type, facts in FACTS.items() if facts.dla_digits}


def facts_of(lgo_type: LgoType, place: str = "") -> LgoFacts:
    """Names and titles of a type. A special one is told by its own name `place`; without it Bangkok's are given."""
    if lgo_type != LgoType.SPECIAL:
        return FACTS[lgo_type]
    return next((facts for facts in SPECIAL if facts.name_th == place), SPECIAL[0])


def lgo_type_of_digits(digits: str) -> LgoType | None:
    """The type that the first two digits of a DLA code tell, or None where they are not known.

    Inferred from real addresses; 02 for อบจ. is not confirmed. Ask, do not refuse, on a mismatch.
    """
    return _BY_DLA_DIGITS.get(digits)


def full_name(lgo_type: LgoType, place: str) -> str:
    """`เทศบาลตำบลแม่สาย` of the place `แม่สาย`; the special ones have names of their own."""
    return place if lgo_type == LgoType.SPECIAL else f"{FACTS[lgo_type].name_th}{place}"


def short_name(lgo_type: LgoType, place: str) -> str:
    """`ทต.แม่สาย`."""
    facts = facts_of(lgo_type, place)
    return _with_place(facts, facts.short_th, place)


def english_name(lgo_type: LgoType, place: str, place_en: str) -> str:
    """`Mae Sai Subdistrict Municipality` of the place `แม่สาย`, in Latin letters `Mae Sai`."""
    facts = facts_of(lgo_type, place)
    return facts.name_en if facts.is_single else f"{place_en} {facts.name_en}"


def head_title(lgo_type: LgoType, place: str) -> str:
    """`นายกเทศมนตรีตำบลแม่สาย`: who signs permits as the local competent officer."""
    facts = facts_of(lgo_type, place)
    return _with_place(facts, facts.head_th, place)


def permanent_head_title(lgo_type: LgoType, place: str) -> str:
    """`ปลัดเทศบาลตำบลแม่สาย`."""
    facts = facts_of(lgo_type, place)
    return _with_place(facts, facts.permanent_head_th, place)


def district_of(text: str) -> str:
    """The bare name of a district, however it was written: `เมืองพะเยา` of `อ.เมืองพะเยา`."""
    bare = text.strip()
    for prefix in ("อำเภอ", "อ.", "เขต"):
        bare = bare.removeprefix(prefix).strip()
    return bare


def _with_place(facts: LgoFacts, words: str, place: str) -> str:
    return words if facts.is_single else f"{words}{place}"
